#include "trace/width.h"

#include "trace/attempts.h"
#include "trace/degree.h"
#include "trace/step_times.h"

#include <algorithm>
#include <array>
#include <map>

namespace interleave {

namespace {

using Branches = std::vector<qint32>; // of one set, indices into Trace::steps()

/// The sets of branches of a job that began together.
std::vector<Branches> setsOf(const Trace &trace, const JobRecord &job)
{
    std::map<std::pair<qint64, std::vector<qint64>>, Branches> sets;
    for (const qint32 index : job.steps) {
        const StepRecord &step = trace.steps()[static_cast<size_t>(index)];
        if (step.kind == StepKind::Group)
            sets[{step.parent, step.causes}].push_back(index);
    }
    std::vector<Branches> wide;
    for (auto &[key, branches] : sets) {
        if (branches.size() > 1)
            wide.push_back(std::move(branches));
    }
    return wide;
}

/// What branches did, instant by instant.
class Ran
{
public:
    Ran(const Trace &trace, const StepTimes &times, const JobRecord &job, const Branches &branches)
        : m_trace(trace)
    {
        std::map<qint32, int> branchOf;
        for (size_t i = 0; i < branches.size(); ++i)
            branchOf[branches[i]] = static_cast<int>(i);
        m_busy.resize(branches.size());
        for (const qint32 index : job.steps) {
            const StepRecord &step = trace.steps()[static_cast<size_t>(index)];
            if (const auto known = branchOf.find(trace.find({step.id.job, step.parent})); known != branchOf.end()) {
                branchOf[index] = known->second; // what is in it, too
                if (step.kind != StepKind::Group)
                    add(static_cast<size_t>(known->second), times.spansOf(index), step);
            }
        }
    }

    int width() const
    {
        std::vector<Interval> all;
        for (const std::vector<Interval> &busy : m_busy) {
            const std::vector<Step> steps = countOverTime(busy); // of one branch: once, however much it does
            for (size_t i = 0; i + 1 < steps.size(); ++i) {
                const bool goesOn =
                    !all.empty() && all.back().end == steps[i].ns && all.back().call == static_cast<qint32>(&busy - m_busy.data());
                if (steps[i].count > 0 && goesOn)
                    all.back().end = steps[i + 1].ns;
                else if (steps[i].count > 0)
                    all.push_back({steps[i].ns, steps[i + 1].ns, static_cast<qint32>(&busy - m_busy.data())});
            }
        }
        int most = 0;
        for (const Step &step : countOverTime(all))
            most = std::max(most, step.count);
        return most;
    }

    qint64 waited(Phase phase) const { return m_waits[static_cast<size_t>(phase)]; }

private:
    void add(size_t branch, const std::vector<qint32> &spans, const StepRecord &step)
    {
        qint64 begun = step.end;
        for (const qint32 index : spans) {
            const Span &span = m_trace.spans()[static_cast<size_t>(index)];
            const qint64 end = Trace::endOr(span, m_trace.last());
            begun = std::min(begun, span.begin);
            m_waits[static_cast<size_t>(span.phase)] += end - span.begin;
            if ((isInFlight(span.phase) || isCpuStep(span.phase)) && end > span.begin)
                m_busy[branch].push_back({span.begin, end, static_cast<qint32>(branch)});
        }
        m_waits[static_cast<size_t>(Phase::Ready)] += std::max<qint64>(0, begun - step.begin); // until its first span
    }

    const Trace &m_trace;
    std::vector<std::vector<Interval>> m_busy; // by branch
    std::array<qint64, allPhases.size()> m_waits{};
};

QString counted(int n, const char *one, const char *many)
{
    return (n == 1 ? QStringLiteral("one") : QString::number(n)) + u' ' + QString::fromLatin1(n == 1 ? one : many);
}

/// What stands between a branch and an executor.
QString executorsInWords(const Trace &trace)
{
    const auto count = [&](auto... kinds) {
        return static_cast<int>(std::count_if(trace.executors().begin(), trace.executors().end(),
                                              [&](const Executor &executor) { return ((executor.kind == kinds) || ...); }));
    };
    if (const int workers = count(ExecutorKind::Thread, ExecutorKind::Process))
        return counted(workers, "worker", "workers");
    if (const int pool = count(ExecutorKind::PoolThread))
        return counted(pool, "pool thread", "pool threads");
    return QStringLiteral("one loop");
}

QString limiterInWords(const Scenario &scenario, int width)
{
    if (scenario.concurrency <= width)
        return QStringLiteral("the limit of %1").arg(counted(scenario.concurrency, "call in flight", "calls in flight"));
    if (scenario.traffic.limits.requestsPerMinute > 0)
        return QStringLiteral("requests per minute");
    return scenario.traffic.limits.tokensPerMinute > 0 ? QStringLiteral("tokens per minute") : QStringLiteral("the traffic policy");
}

QString reasonOf(const Trace &trace, const Scenario &scenario, const Ran &ran, int width)
{
    const qint64 limiter = ran.waited(Phase::Limiter), ready = ran.waited(Phase::Ready), pool = ran.waited(Phase::Pool);
    const qint64 most = std::max({limiter, ready, pool});
    if (most == 0)
        return QStringLiteral("their own inputs");
    return most == limiter ? limiterInWords(scenario, width) : most == ready ? executorsInWords(trace) : QStringLiteral("connections");
}

} // namespace

QString Width::text() const
{
    const QString widths = QStringLiteral("declared %1, observed %2").arg(declared).arg(observed);
    return limitedBy.isEmpty() ? widths : widths + QStringLiteral(": ") + limitedBy;
}

static void widen(std::optional<Width> &widest, const Trace &trace, const StepTimes &times, const Scenario &scenario, const JobRecord &job)
{
    for (const Branches &branches : setsOf(trace, job)) {
        const int declared = static_cast<int>(branches.size());
        if (widest && declared < widest->declared)
            continue;
        const Ran ran(trace, times, job, branches);
        const int observed = ran.width();
        if (widest && declared == widest->declared && observed >= widest->observed)
            continue;
        widest = Width{declared, observed, observed < declared ? reasonOf(trace, scenario, ran, observed) : QString(), branches.front()};
    }
}

std::optional<Width> widthOf(const Trace &trace, const Scenario &scenario)
{
    std::optional<Width> widest;
    const StepTimes times(trace);
    for (size_t number = 0; number < trace.jobs().size(); ++number) {
        if (trace.isMeasuredJob(static_cast<qint32>(number)))
            widen(widest, trace, times, scenario, trace.jobs()[number]);
    }
    return widest;
}

std::optional<Width> widthOfJob(const Trace &trace, const Scenario &scenario, qint32 job)
{
    std::optional<Width> widest;
    widen(widest, trace, StepTimes(trace), scenario, trace.jobs()[static_cast<size_t>(job)]);
    return widest;
}

} // namespace interleave
