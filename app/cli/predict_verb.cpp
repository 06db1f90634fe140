// interleave predict: every execution model of a scenario, or of a saved run's scenario, in virtual time.
#include "cli/console.h"
#include "cli/run_table.h"
#include "cli/scenario_options.h"
#include "cli/verbs.h"
#include "core/visible_text.h"
#include "export/report_document.h"
#include "forecast/claims.h"
#include "forecast/prediction.h"
#include "json/json.h"
#include "json/scenario_json.h"

#include <nlohmann/json.hpp>

namespace interleave::cli {

using namespace Qt::StringLiterals;

/// A run of another server says nothing of the simulator's: which profile stands for it is the person's to say.
static QString strangerOf(const CommandLine &line, const Scenario &scenario)
{
    if (!scenario.endpoint.isSimulator())
        return u"%1: only the built-in simulator's delays are known in advance, and this one calls %2; add --profile P for a prediction of "
               u"the "
               "same calls to a simulated server (interleave list profiles)"_s.arg(line.positional[0], scenario.endpoint.baseUrl);
    const Result<Scenario> recorded = baseScenarioOf(line);
    if (recorded && !recorded->endpoint.isSimulator() && !line.has("--profile"))
        return u"%1 calls %2, whose delays are not those of any profile; add --profile P to say which one stands for it (interleave list profiles)"_s
            .arg(line.positional[0], recorded->endpoint.baseUrl);
    return {};
}

static int predictAll(const CommandLine &line, const WindowServices &)
{
    const Result<Scenario> scenario = scenarioOf(line);
    if (!scenario)
        return complain(scenario.error(), BadInput);
    if (const QString stranger = strangerOf(line, *scenario); !stranger.isEmpty())
        return complain(stranger, BadInput);
    QList<FinishedRun> runs;
    QStringList notes; // what is missing, or not modelled: of each run
    QList<Variant> variants = scenario->variants;
    if (variants.isEmpty())
        variants.append(Variant());
    for (const Variant &variant : std::as_const(variants)) {
        const Result<Scenario> changed = variantOf(*scenario, variant);
        if (!changed)
            return complain(changed.error(), BadInput);
        for (const QString &model : changed->models) {
            const PredictedRun predicted = predict(*changed, model);
            if (!predicted.trace)
                return complain(u"%1: %2"_s.arg(line.positional[0], predicted.problem), BadInput);
            const QString name = variant.name.isEmpty() ? model : u"%1, %2"_s.arg(model, variant.name);
            for (const QString &note : {predicted.leftOut, predicted.note}) {
                if (!note.isEmpty())
                    notes += u"%1: %2"_s.arg(name, note);
            }
            RunReport report = makeRunReport(*predicted.trace, *changed, model, 0, variant.name);
            runs.append({model, 0, predicted.trace, std::move(report), {}, variant.name});
        }
    }
    const QList<ClaimVerdict> claims = claimsOf(*scenario, runs);
    if (line.has("--json")) {
        OrderedJson document = reportDocument(*scenario, runs, claims);
        document["predicted"] = true;
        if (!notes.isEmpty())
            document["notes"] = jsonOf(notes);
        print(pretty(document));
    } else {
        print(u"%1, predicted in virtual time: %2\n\n"_s.arg(visibleText(scenario->name, LineBreaks::Shown), summaryOf(*scenario)) +
              runTable(runs));
        if (const QString traffic = trafficTable(runs); !traffic.isEmpty())
            print(u'\n' + traffic);
        print(runNotes(runs));
        for (const ClaimVerdict &claim : claims)
            print(u'\n' + textOf(claim));
        for (const QString &note : std::as_const(notes))
            print(note + u'\n');
    }
    return Finished;
}

Verb predictVerb()
{
    return {u"predict"_s,
            u"SCENARIO|TRACE"_s,
            u"every execution model in virtual time, without a single call"_s,
            scenarioOptions({u"--models"_s, u"M[,...]"_s, u"execution models (interleave list models); default: the scenario's"_s}) +
                QList<OptionSpec>{{u"--json"_s, {}, u"the report as JSON on standard output, and nothing else"_s}},
            1,
            predictAll};
}

} // namespace interleave::cli
