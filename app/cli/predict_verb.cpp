// interleave predict: every execution model of a scenario, or of a saved run's scenario, in virtual time.
#include "cli/console.h"
#include "cli/run_table.h"
#include "cli/scenario_options.h"
#include "cli/verbs.h"
#include "core/scenario_json.h"
#include "export/report_document.h"
#include "run/prediction.h"

#include <QJsonDocument>

namespace interleave::cli {

using namespace Qt::StringLiterals;

static int predictAll(const CommandLine &line, const WindowServices &)
{
    const Result<Scenario> scenario = scenarioOf(line);
    if (!scenario)
        return complain(scenario.error(), BadInput);
    if (!scenario->endpoint.isSimulator())
        return complain(
            u"%1: only the built-in simulator's delays are known in advance; add --endpoint simulator"_s.arg(line.positional[0]), BadInput);
    QList<FinishedRun> runs;
    QList<Variant> variants = scenario->variants;
    if (variants.isEmpty())
        variants.append(Variant());
    for (const Variant &variant : std::as_const(variants)) {
        const Result<Scenario> changed = variantOf(*scenario, variant);
        if (!changed)
            return complain(changed.error(), BadInput);
        for (const QString &model : changed->models) {
            const TracePtr trace = predict(*changed, model);
            runs.append({model, 0, trace, makeRunReport(*trace, *changed, model, 0, variant.name), {}, variant.name});
        }
    }
    if (line.has("--json")) {
        QJsonObject document = reportDocument(*scenario, runs);
        document[u"predicted"_s] = true;
        print(QJsonDocument(document).toJson());
    } else {
        print(u"%1, predicted in virtual time: %2\n\n"_s.arg(scenario->name, summaryOf(*scenario)) + runTable(runs));
        if (const QString traffic = trafficTable(runs); !traffic.isEmpty())
            print(u'\n' + traffic);
        print(runNotes(runs));
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
