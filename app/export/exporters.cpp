#include "export/exporters.h"

#include "core/safe_file.h"

#include <QFileInfo>

namespace interleave {

const std::vector<Exporter> &exporters()
{
    static const std::vector<Exporter> list{
        {QStringLiteral("json"), QStringLiteral("Report (JSON)"),
         QStringLiteral("Every figure of every run, the comparison, the scenario and the machine."), QStringLiteral("report.json"), false,
         writeReportJson},
        {QStringLiteral("facts"), QStringLiteral("Facts (Markdown)"),
         QStringLiteral("Runs, findings and settings as text, for a paper's appendix, an issue or a model's prompt; the same runs give the "
                        "same bytes."),
         QStringLiteral("facts.md"), false, writeFacts},
        {QStringLiteral("csv"), QStringLiteral("Calls (CSV)"), QStringLiteral("One row per call, for a spreadsheet or a data frame."),
         QStringLiteral("calls.csv"), false, writeCallsCsv},
        {QStringLiteral("steps"), QStringLiteral("Steps (CSV)"),
         QStringLiteral("One row per step of a job: what it waited for, its phases, its part of the critical path and its slack."),
         QStringLiteral("steps.csv"), false, writeStepsCsv},
        {QStringLiteral("trace"), QStringLiteral("Chrome trace (JSON)"),
         QStringLiteral("Every phase on its lane, for Perfetto (ui.perfetto.dev) and chrome://tracing."), QStringLiteral("trace.json"),
         false, writeChromeTrace},
        {QStringLiteral("otlp"), QStringLiteral("OpenTelemetry trace (OTLP/JSON)"),
         QStringLiteral("Every call, attempt and wait as a span, for Jaeger, Tempo and other collectors."), QStringLiteral("otlp.json"),
         false, writeOtlp},
        {QStringLiteral("har"), QStringLiteral("HTTP archive (HAR)"),
         QStringLiteral("Every HTTP exchange with its timings, for the network panel of a browser."), QStringLiteral("calls.har"), false,
         writeHar},
        {QStringLiteral("itrace"), QStringLiteral("Run (itrace)"),
         QStringLiteral("The event log of a run, which this program opens again."), QStringLiteral("run.itrace"), true, writeRunFile},
    };
    return list;
}

const Exporter *findExporter(const QString &id)
{
    for (const Exporter &exporter : exporters()) {
        if (exporter.id == id)
            return &exporter;
    }
    return nullptr;
}

static QString pathOfRun(const QString &path, const FinishedRun &run)
{
    const QFileInfo info(path);
    const QString suffix = info.suffix().isEmpty() ? QString() : u'.' + info.suffix();
    return path.chopped(suffix.size()) + u'-' + run.model + u'-' + QString::number(run.repeat + 1) + suffix;
}

Result<QStringList> exportTo(const Exporter &exporter, const ExportInput &input, const QString &path)
{
    if (input.runs.isEmpty())
        return Error{path + QStringLiteral(": there is no run to export; run something first")};
    const bool split = exporter.oneRun && input.runs.size() > 1;
    QStringList written;
    for (qsizetype i = 0; i < (split ? input.runs.size() : 1); ++i) {
        const ExportInput part{input.scenario, split ? QList<FinishedRun>{input.runs[i]} : input.runs, input.rawCells, input.claims};
        const QString target = split ? pathOfRun(path, input.runs[i]) : path;
        if (const QString error = writeWhole(target, [&](QIODevice &device) { return exporter.write(part, device); }); !error.isEmpty())
            return Error{error};
        written.append(target);
    }
    return written;
}

} // namespace interleave
