#include "cli/run_table.h"

#include "cli/text_table.h"
#include "core/clock.h"
#include "setup/catalog.h"
#include "trace/comparison.h"

#include <QSet>

namespace interleave::cli {

using namespace Qt::StringLiterals;

QString summaryOf(const Scenario &scenario)
{
    const Endpoint &endpoint = scenario.endpoint;
    const Arrival &arrival = scenario.arrival;
    const bool byDuration = scenario.requests == 0 && arrival.durationS > 0 && arrival.kind != Arrival::Kind::Closed;
    const int calls = scenario.plannedCalls() * callsOfJob(scenario);
    QString text = byDuration  ? u"calls for %1 s to "_s.arg(arrival.durationS)
                   : calls > 0 ? u"%1 calls to "_s.arg(calls)
                               : u"%1 jobs (%2) at "_s.arg(scenario.plannedCalls()).arg(scenario.workload);
    text += endpoint.isSimulator() ? u"the simulator (profile %1)"_s.arg(endpoint.profile)
                                   : u"%1 (%2)"_s.arg(endpoint.baseUrl, endpoint.modelName);
    text += u", concurrency %1, workers %2, pool %3"_s.arg(scenario.concurrency).arg(scenario.workers).arg(scenario.pool);
    text += scenario.stream ? u", streamed"_s : u", not streamed"_s;
    if (scenario.cpuMs > 0)
        text += u", %1 ms of CPU work per reply"_s.arg(scenario.cpuMs);
    if (endpoint.isSimulator() && scenario.timeScale != 1)
        text += u", time scale %1 (the server's times alone)"_s.arg(scenario.timeScale);
    if (arrival.kind != Arrival::Kind::Closed)
        text += u", arrival "_s + arrivalText(arrival);
    if (scenario.holdsUsers())
        text += u" (%1 at a time, as the concurrency says)"_s.arg(scenario.concurrency);
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

/// "variant" where only variants differ, "model" where only models do, else both.
class RunNames
{
public:
    explicit RunNames(const QList<FinishedRun> &runs)
    {
        QSet<QString> models, variants;
        for (const FinishedRun &run : runs) {
            models.insert(run.model);
            variants.insert(run.variant);
        }
        m_severalModels = models.size() > 1;
        m_severalVariants = variants.size() > 1;
    }
    QString of(const QString &model, const QString &variant) const
    {
        if (!m_severalVariants)
            return model;
        return m_severalModels ? variant + u", "_s + model : variant;
    }

private:
    bool m_severalModels = false;
    bool m_severalVariants = false;
};

/// One model's runs, of one variant.
struct ModelRow {
    QString name;
    QString model;
    QString variant;
    ModelComparison comparison;
    const RunReport *shown = nullptr; ///< the run with the median makespan, or the last
    int ok = 0;
    int planned = 0;
    RunResult result{};
    int runs = 0;
    int suspect = 0;
    bool stopped = false;

    QString verdict() const
    {
        const QString verdict = verdictText(suspect, runs, result);
        return stopped ? verdict + u", stopped"_s : result.isComplete() ? verdict + u" \u00b7 complete"_s : verdict;
    }
    QStringList cells(bool hasClientWaits) const
    {
        const bool hasMedian = comparison.repeats > 0;
        QStringList cells{name,
                          secondsText(hasMedian ? comparison.makespanMedianS : shown->makespanS),
                          speedupText(comparison),
                          percentileText(shown->latency),
                          percentileText(shown->ttft),
                          degreeText(shown->concurrency),
                          degreeText(shown->parallelism),
                          u"%1/%2"_s.arg(ok).arg(planned),
                          verdict()};
        if (hasClientWaits) {
            cells.insert(7, secondsText(shown->readyS));
            cells.insert(8, (shown->unread.isAtMost ? u"\u2264 "_s : QString()) + secondsText(secondsFromNs(shown->unread.ns)));
        }
        return cells;
    }
};

static QList<RunReport> reportsOf(const QList<FinishedRun> &runs)
{
    QList<RunReport> reports;
    for (const FinishedRun &run : runs)
        reports.append(run.report);
    return reports;
}

/// Its calls waited for executors, or unread, for longer than a call takes by itself to be taken up.
static bool waitsForItself(const RunReport &report)
{
    constexpr double perCallS = 0.001;
    return report.readyS > perCallS * report.planned || secondsFromNs(report.unread.ns) > perCallS;
}

QString runTable(const QList<FinishedRun> &runs)
{
    const QList<ModelComparison> comparison = compareRuns(reportsOf(runs));
    const RunNames names(runs);
    QList<ModelRow> rows;
    for (const FinishedRun &run : runs) {
        auto row =
            std::find_if(rows.begin(), rows.end(), [&](const ModelRow &r) { return r.model == run.model && r.variant == run.variant; });
        if (row == rows.end())
            row = rows.insert(rows.end(), ModelRow{names.of(run.model, run.variant), run.model, run.variant, {}, nullptr});
        row->shown = &run.report;
        row->ok += run.report.ok();
        row->planned += run.report.planned;
        row->result.add(run.report.result());
        ++row->runs;
        row->suspect += run.report.validity.valid ? 0 : 1;
        row->stopped = row->stopped || run.report.cancelled;
    }
    QList<QStringList> cells{{u"model"_s, u"makespan"_s, u"speed-up"_s, u"latency p50"_s, u"TTFT p50"_s, u"concurrency max / mean"_s,
                              u"parallelism max / mean"_s, u"ok"_s, u"verdict"_s}};
    const bool hasClientWaits = std::any_of(runs.begin(), runs.end(), [](const FinishedRun &run) { return waitsForItself(run.report); });
    if (hasClientWaits) {
        cells.first().insert(7, u"ready"_s);
        cells.first().insert(8, u"unread"_s);
    }
    for (ModelRow &row : rows) {
        for (const ModelComparison &model : comparison) {
            if (model.model == row.model && model.variant == row.variant)
                row.comparison = model;
        }
        if (row.comparison.repeats > 0 && row.comparison.medianRun >= 0)
            row.shown = &runs[row.comparison.medianRun].report;
        cells.append(row.cells(hasClientWaits));
    }
    return alignedTable(cells);
}

static QString costText(const RunReport &report)
{
    const auto dollars = [](double usd) { return QString(u'$' + QString::number(usd, 'f', usd < 0.1 ? 4 : 2)); };
    if (report.costUsd)
        return dollars(*report.costUsd);
    return report.estimatedCostUsd ? u"not told, about "_s + dollars(*report.estimatedCostUsd) : u"unknown"_s;
}

static QString wastedText(const RunReport &report)
{
    return (report.isWasteEstimated ? u"about "_s : QString()) + QString::number(report.wastedTokens);
}

static bool hasTraffic(const FinishedRun &run)
{
    return !run.variant.isEmpty() || run.report.users > 0 || run.report.retries > 0 || run.report.count(Outcome::CacheHit) > 0;
}

QString trafficTable(const QList<FinishedRun> &runs)
{
    if (std::none_of(runs.begin(), runs.end(), hasTraffic))
        return {};
    const RunNames names(runs);
    const bool severalRepeats = std::any_of(runs.begin(), runs.end(), [](const FinishedRun &run) { return run.repeat > 0; });
    QList<QStringList> cells{{u"run"_s, u"attempts"_s, u"retries"_s, u"cache hits"_s, u"throughput"_s, u"latency p50"_s, u"p90"_s, u"p95"_s,
                              u"within objectives"_s, u"wasted tokens"_s, u"cost"_s}};
    for (const FinishedRun &run : runs) {
        const RunReport &report = run.report;
        const QString name = names.of(run.model, run.variant);
        cells.append({severalRepeats ? u"%1, repeat %2"_s.arg(name).arg(run.repeat + 1) : name, QString::number(report.attempts),
                      QString::number(report.retries), QString::number(report.count(Outcome::CacheHit)),
                      QString::number(report.throughputRps, 'f', 1) + u"/s"_s, secondsText(report.latency.p50),
                      secondsText(report.latency.p90), secondsText(report.latency.p95),
                      QString::number(100 * report.goodFraction, 'f', 1) + u" %"_s, wastedText(report),
                      costText(report) + (report.simulated ? u" (simulated)"_s : QString())});
    }
    return alignedTable(cells);
}

static QString nameOf(const FinishedRun &run, const RunNames &names, bool severalRepeats)
{
    const QString name = names.of(run.model, run.variant);
    return severalRepeats ? u"%1, repeat %2"_s.arg(name).arg(run.repeat + 1) : name;
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

/// Why a model has no speed-up, or what its speed-up leaves out. Without a sequential model nobody expects one.
static QString comparisonNotes(const QList<FinishedRun> &runs, const RunNames &names)
{
    if (std::none_of(runs.begin(), runs.end(), [](const FinishedRun &run) { return run.model == "sequential"_L1; }))
        return {};
    QStringList lines;
    for (const ModelComparison &model : compareRuns(reportsOf(runs))) {
        const QString note = model.notComparable.isEmpty() ? model.leftOut : u"no speed-up: "_s + model.notComparable;
        if (!note.isEmpty() && runs.size() > 1)
            lines.append(u"%1: %2\n"_s.arg(names.of(model.model, model.variant), note));
    }
    return lines.join(QString());
}

/// Of a latency that is in good part the client's own wait, which part; empty: it is not.
static QString limiterNote(const RunReport &report)
{
    if (!report.isHeld())
        return {};
    const QString who = report.users > 0 ? u"%1 users share them"_s.arg(report.users) : u"the load is more than they let through"_s;
    return u"of a latency of %1 (mean) a call waits %2 for the client's own limits: %3; the server's part is the service time, %4"_s.arg(
        secondsText(report.latency.mean), secondsText(report.limiter.mean), who, secondsText(report.service.mean));
}

QString runNotes(const QList<FinishedRun> &runs)
{
    static constexpr int mostFailuresPerRun = 5; // the report has them all
    const bool severalRepeats = std::any_of(runs.begin(), runs.end(), [](const FinishedRun &run) { return run.repeat > 0; });
    const RunNames names(runs);
    QString text;
    for (const FinishedRun &run : runs) {
        const QString name = nameOf(run, names, severalRepeats);
        for (const QString &reason : run.report.validity.reasons)
            text += u"SUSPECT %1: %2\n"_s.arg(name, reason);
        if (const QString note = limiterNote(run.report); !note.isEmpty())
            text += u"%1: %2\n"_s.arg(name, note);
        if (const RunReport &report = run.report; report.result().isOfJobs && report.jobsFailed > 0)
            text += u"%1: %2 of %3 jobs failed, the first because of this: %4\n"_s.arg(name)
                        .arg(report.jobsFailed)
                        .arg(report.jobs)
                        .arg(report.jobFailure);
        const QStringList failures = failuresOf(run);
        for (const QString &failure : failures.first(std::min<qsizetype>(failures.size(), mostFailuresPerRun)))
            text += u"%1: %2\n"_s.arg(name, failure);
        if (failures.size() > mostFailuresPerRun)
            text += u"%1: and %2 other reasons\n"_s.arg(name).arg(failures.size() - mostFailuresPerRun);
    }
    return text + comparisonNotes(runs, names);
}

} // namespace interleave::cli
