#include "cli/run_table.h"

#include "cli/text_table.h"
#include "trace/comparison.h"

#include <QSet>

namespace interleave::cli {

using namespace Qt::StringLiterals;

QString summaryOf(const Scenario &scenario)
{
    const Endpoint &endpoint = scenario.endpoint;
    QString text = u"%1 calls to "_s.arg(scenario.plannedCalls());
    text += endpoint.isSimulator() ? u"the simulator (profile %1)"_s.arg(endpoint.profile)
                                   : u"%1 (%2)"_s.arg(endpoint.baseUrl, endpoint.modelName);
    text += u", concurrency %1, workers %2, pool %3"_s.arg(scenario.concurrency).arg(scenario.workers).arg(scenario.pool);
    text += scenario.stream ? u", streamed"_s : u", not streamed"_s;
    if (scenario.cpuMs > 0)
        text += u", %1 ms of CPU work per reply"_s.arg(scenario.cpuMs);
    if (endpoint.isSimulator() && scenario.timeScale != 1)
        text += u", time scale %1"_s.arg(scenario.timeScale);
    if (scenario.repeats > 1)
        text += u", %1 repeats"_s.arg(scenario.repeats);
    return text;
}

static QString speedupText(const ModelComparison &model)
{
    if (!model.speedup)
        return u"-"_s;
    QString text = QString::number(*model.speedup, 'f', 2) + u'\u00d7';
    if (model.speedupLow95 && model.speedupHigh95)
        text += u" (%1 to %2)"_s.arg(*model.speedupLow95, 0, 'f', 2).arg(*model.speedupHigh95, 0, 'f', 2);
    return text;
}

static QString degreeText(const Degree &degree) { return u"%1 / %2"_s.arg(degree.max).arg(degree.mean, 0, 'f', 2); }

static QString percentileText(const Summary &summary)
{
    return !summary.p50 && summary.n > 0 ? u"needs n \u2265 5"_s : secondsText(summary.p50);
}

/// One model's runs.
struct ModelRow {
    QString model;
    ModelComparison comparison;
    const RunReport *shown = nullptr; ///< the run with the median makespan, or the last
    int ok = 0;
    int planned = 0;
    bool allValid = true;
    bool stopped = false;

    QString verdict() const
    {
        const QString verdict = allValid ? u"valid"_s : u"SUSPECT"_s;
        return stopped ? verdict + u", stopped"_s : verdict;
    }
    QStringList cells() const
    {
        const bool hasMedian = comparison.repeats > 0;
        return {model,
                secondsText(hasMedian ? comparison.makespanMedianS : shown->makespanS),
                speedupText(comparison),
                percentileText(shown->latency),
                percentileText(shown->ttft),
                degreeText(shown->concurrency),
                degreeText(shown->parallelism),
                u"%1/%2"_s.arg(ok).arg(planned),
                verdict()};
    }
};

static QList<RunReport> reportsOf(const QList<FinishedRun> &runs)
{
    QList<RunReport> reports;
    for (const FinishedRun &run : runs)
        reports.append(run.report);
    return reports;
}

QString runTable(const QList<FinishedRun> &runs)
{
    const QList<ModelComparison> comparison = compareRuns(reportsOf(runs));
    QList<ModelRow> rows;
    for (const FinishedRun &run : runs) {
        auto row = std::find_if(rows.begin(), rows.end(), [&](const ModelRow &r) { return r.model == run.model; });
        if (row == rows.end())
            row = rows.insert(rows.end(), ModelRow{run.model, {}, nullptr, 0, 0, true, false});
        row->shown = &run.report;
        row->ok += run.report.count(Outcome::Ok) + run.report.count(Outcome::CacheHit);
        row->planned += run.report.planned;
        row->allValid = row->allValid && run.report.validity.valid;
        row->stopped = row->stopped || run.report.cancelled;
    }
    QList<QStringList> cells{{u"model"_s, u"makespan"_s, u"speed-up"_s, u"latency p50"_s, u"TTFT p50"_s, u"concurrency max / mean"_s,
                              u"parallelism max / mean"_s, u"ok"_s, u"verdict"_s}};
    for (ModelRow &row : rows) {
        for (const ModelComparison &model : comparison) {
            if (model.model == row.model)
                row.comparison = model;
        }
        if (row.comparison.repeats > 0 && row.comparison.medianRun >= 0)
            row.shown = &runs[row.comparison.medianRun].report;
        cells.append(row.cells());
    }
    return alignedTable(cells);
}

static QString nameOf(const FinishedRun &run, bool severalRepeats)
{
    return severalRepeats ? u"%1, repeat %2"_s.arg(run.model).arg(run.repeat + 1) : run.model;
}

/// Calls that failed with the same sentence, under one model.
static QStringList failuresOf(const FinishedRun &run)
{
    QStringList sentences;
    QHash<QString, int> counts;
    for (const CallRecord &call : run.trace->calls()) {
        if (!call.finished || !isFailure(call.outcome))
            continue;
        const QString sentence = outcomeTitle(call.outcome) + u": "_s + call.message;
        if (counts[sentence]++ == 0)
            sentences.append(sentence);
    }
    QStringList lines;
    for (const QString &sentence : std::as_const(sentences))
        lines.append(u"%1 of %2 calls failed: %3"_s.arg(counts[sentence]).arg(run.report.planned).arg(sentence));
    return lines;
}

QString runNotes(const QList<FinishedRun> &runs)
{
    static constexpr int mostFailuresPerRun = 5; // the report has them all
    const bool severalRepeats = std::any_of(runs.begin(), runs.end(), [](const FinishedRun &run) { return run.repeat > 0; });
    QString text;
    for (const FinishedRun &run : runs) {
        const QString name = nameOf(run, severalRepeats);
        for (const QString &reason : run.report.validity.reasons)
            text += u"SUSPECT %1: %2\n"_s.arg(name, reason);
        for (const QString &sentence : run.report.invariants.broken)
            text += u"BROKEN INVARIANT %1: %2\n"_s.arg(name, sentence);
        const QStringList failures = failuresOf(run);
        for (const QString &failure : failures.first(std::min<qsizetype>(failures.size(), mostFailuresPerRun)))
            text += u"%1: %2\n"_s.arg(name, failure);
        if (failures.size() > mostFailuresPerRun)
            text += u"%1: and %2 other reasons\n"_s.arg(name).arg(failures.size() - mostFailuresPerRun);
    }
    return text;
}

} // namespace interleave::cli
