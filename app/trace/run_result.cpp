#include "trace/run_result.h"

#include "trace/effort.h"
#include "trace/trace.h"

#include <algorithm>

namespace interleave {

RunResult resultOf(int planned, int ok, int cancelled, bool isOfJobs)
{
    const int failed = std::max(0, planned - ok);
    return {failed == 0 ? RunState::Complete : ok > 0 ? RunState::Partial : RunState::Failed, failed, planned, cancelled, isOfJobs};
}

void RunResult::add(const RunResult &other)
{
    *this = resultOf(planned + other.planned, planned + other.planned - failed - other.failed, cancelled + other.cancelled,
                     isOfJobs || other.isOfJobs);
}

JobCounts countJobs(const Trace &trace)
{
    JobCounts counts;
    for (size_t number = 0; number < trace.jobs().size(); ++number) {
        const JobRecord &job = trace.jobs()[number];
        if (job.planned < 0 || !trace.isMeasuredJob(static_cast<qint32>(number)))
            continue;
        ++counts.planned;
        counts.ok += job.finished && isSuccess(job.outcome);
        // one that ended as cancelled with a reason met a bound of its own
        const bool hasFailed = job.finished && (isFailure(job.outcome) || (job.outcome == Outcome::Cancelled && !job.message.isEmpty()));
        counts.failed += hasFailed;
        if (hasFailed && counts.failure.isEmpty())
            counts.failure = job.message;
    }
    return counts;
}

RunResult resultOf(const Trace &trace)
{
    if (hasNamedSteps(trace)) {
        const JobCounts jobs = countJobs(trace);
        return resultOf(jobs.planned, jobs.ok, jobs.planned - jobs.ok - jobs.failed, true);
    }
    int planned = 0, ok = 0, cancelled = 0;
    for (size_t number = 0; number < trace.calls().size(); ++number) {
        const CallRecord &call = trace.calls()[number];
        if (call.planned < 0 || !trace.isMeasured(static_cast<qint32>(number)))
            continue;
        ++planned;
        ok += call.finished && isSuccess(call.outcome);
        cancelled += call.finished && call.outcome == Outcome::Cancelled;
    }
    return resultOf(planned, ok, cancelled);
}

/// "3 of 4 failed", "all 4 cancelled".
static QString shareText(int count, const RunResult &of, const QString &what)
{
    const QString jobs = of.isOfJobs ? QStringLiteral("jobs ") : QString();
    if (count < of.planned)
        return QStringLiteral("%1 of %2 ").arg(count).arg(of.planned) + jobs + what;
    if (of.planned == 1)
        return (of.isOfJobs ? QStringLiteral("the only job ") : QStringLiteral("the only call ")) + what;
    return QStringLiteral("all %1 ").arg(of.planned) + jobs + what;
}

QString RunResult::text() const
{
    if (isComplete())
        return QStringLiteral("complete");
    if (cancelled >= failed)
        return shareText(failed, *this, QStringLiteral("cancelled"));
    const QString text = shareText(failed - cancelled, *this, QStringLiteral("failed"));
    return cancelled > 0 ? text + QStringLiteral(", %1 cancelled").arg(cancelled) : text;
}

QLatin1StringView RunResult::name() const
{
    return state == RunState::Complete  ? QLatin1StringView("complete")
           : state == RunState::Partial ? QLatin1StringView("partial")
                                        : QLatin1StringView("failed");
}

QString verdictText(bool valid, const RunResult &result) { return verdictText(valid ? 0 : 1, 1, result); }

QString verdictText(int suspect, int runs, const RunResult &result)
{
    QString text = QStringLiteral("VALID");
    if (suspect > 0)
        text = runs > 1 ? QStringLiteral("%1 of %2 SUSPECT").arg(suspect).arg(runs) : QStringLiteral("SUSPECT");
    return result.isComplete() ? text : text + QStringLiteral(" \u00b7 ") + result.text();
}

} // namespace interleave
