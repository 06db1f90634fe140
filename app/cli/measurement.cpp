#include "cli/measurement.h"

#include "cli/console.h"
#include "cli/key_question.h"
#include "cli/number_reader.h"
#include "cli/result_files.h"
#include "cli/run_session.h"
#include "cli/run_table.h"
#include "cli/scenario_options.h"
#include "core/visible_text.h"
#include "export/report_document.h"
#include "forecast/claims.h"
#include "telemetry/otlp_sender.h"
#include "json/json.h"

#include <QFileInfo>

#include <nlohmann/json.hpp>

namespace interleave::cli {

using namespace Qt::StringLiterals;

QList<OptionSpec> outputOptions()
{
    return {
        {u"--out"_s, u"DIR"_s,
         u"folder for report.json, calls.csv (and steps.csv where jobs have steps), trace.json, comparison.png and timeline.png"_s},
        {u"--format"_s, u"F[,...]"_s, u"write only these into --out: %1"_s.arg(knownFormats().join(u", "_s))},
        {u"--csv-raw"_s, {}, u"cells of calls.csv and steps.csv as they are, also those that a spreadsheet would take for formulas"_s},
        {u"--json"_s, {}, u"the report as JSON on standard output, and nothing else"_s},
        {u"--quiet"_s, {}, u"no progress bar"_s},
        {u"--otlp"_s, u"URL"_s, u"sends every run as OpenTelemetry spans to this collector (OTLP/HTTP, JSON) when all have ended"_s},
        {u"--metrics-port"_s, u"N"_s, u"metrics for Prometheus at http://127.0.0.1:N/metrics while runs go on; 0: none"_s},
    };
}

static bool someCallsFailed(const QList<FinishedRun> &runs)
{
    return std::any_of(runs.begin(), runs.end(), [](const FinishedRun &run) { return run.report.failures() > 0; });
}

static QString namesOf(const QStringList &files)
{
    QStringList names;
    for (const QString &file : files)
        names.append(QFileInfo(file).fileName());
    return names.join(u", "_s);
}

static QString tableOf(const SessionResult &result, const Scenario &scenario, const QList<ClaimVerdict> &claims)
{
    QString text = u"%1: %2\n\n"_s.arg(visibleText(scenario.name, LineBreaks::Shown), summaryOf(scenario)) + runTable(result.runs);
    if (const QString traffic = trafficTable(result.runs); !traffic.isEmpty())
        text += u'\n' + traffic;
    if (const QString notes = runNotes(result.runs); !notes.isEmpty())
        text += u'\n' + notes;
    for (const ClaimVerdict &claim : claims)
        text += u'\n' + textOf(claim);
    return text;
}

static Result<SessionOptions> sessionOptionsOf(const CommandLine &line)
{
    SessionOptions options;
    options.showsProgress = !line.has("--quiet");
    NumberReader reader(line);
    reader.read("--metrics-port", FieldRange{"metrics_port", 0, 65'535}, options.metricsPort);
    return reader.error().isEmpty() ? Result<SessionOptions>(options) : Error{reader.error()};
}

int measure(const CommandLine &line, const WindowServices &window)
{
    const Result<Scenario> scenario = scenarioOf(line);
    return scenario ? measureScenario(*scenario, line, window, {}) : complain(scenario.error(), BadInput);
}

int measureScenario(const Scenario &scenario, const CommandLine &line, const WindowServices &window, const Conclusion &conclusion)
{
    const Result<OutputRequest> output = outputRequestOf(line);
    if (!output)
        return complain(output.error(), BadInput);
    if (const QString problem = makeFolderOf(*output); !problem.isEmpty())
        return complain(problem, CouldNotStart); // the words are right: the disk is not
    if (const QString refusal = askForSecrets(scenario, line.positional.value(0)); !refusal.isEmpty())
        return complain(refusal, BadInput);

    const Result<SessionOptions> options = sessionOptionsOf(line);
    if (!options)
        return complain(options.error(), BadInput);

    const Result<QUrl> collector = line.has("--otlp") ? collectorUrl(line.value("--otlp")) : QUrl();
    if (!collector)
        return complain(u"--otlp: "_s + collector.error(), BadInput);

    const SessionResult result = runSession(scenario, *options);
    for (const QString &sentence : result.notices)
        complain(sentence, Finished);
    if (!result.failure.isEmpty())
        complain(result.failure, CouldNotStart);
    QString notWritten;
    if (!result.runs.isEmpty()) {
        const QList<ClaimVerdict> claims = claimsOf(scenario, result.runs);
        // Files first: they are whole even where nobody reads what is printed.
        const Result<QStringList> files = writeResultFiles(*output, scenario, result.runs, claims, window, line.has("--csv-raw"));
        if (line.has("--json")) {
            OrderedJson report = reportDocument(scenario, result.runs, claims);
            if (conclusion.addTo)
                conclusion.addTo(result.runs, report);
            print(pretty(report));
        } else {
            print(tableOf(result, scenario, claims));
            if (conclusion.text)
                print(u'\n' + conclusion.text(result.runs));
            if (files && !files->isEmpty())
                print(u"\nWritten to %1: %2\n"_s.arg(output->folder, namesOf(*files)));
        }
        if (!files)
            notWritten = files.error();
    }
    if (!notWritten.isEmpty())
        complain(notWritten, CouldNotStart);
    // Not between runs: what it takes would be the next run's loss.
    QString notSent;
    if (!collector->isEmpty() && !result.runs.isEmpty())
        notSent = sendToCollector(*collector, {scenario, result.runs});
    if (!notSent.isEmpty())
        complain(notSent, CouldNotStart);
    if (result.interrupted)
        return Interrupted;
    if (!result.failure.isEmpty() || !notSent.isEmpty() || !notWritten.isEmpty())
        return CouldNotStart;
    return someCallsFailed(result.runs) ? SomeCallsFailed : Finished;
}

} // namespace interleave::cli
