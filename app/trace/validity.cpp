#include "trace/validity.h"

#include "core/clock.h"
#include "trace/attempts.h"
#include "trace/samples.h"
#include "trace/statistics.h"

#include <QThread>

#include <algorithm>
#include <map>

namespace interleave {

namespace {

/// Samples in ascending order, and what they come to.
class Delays
{
public:
    explicit Delays(std::vector<qint64> samples)
        : m_sorted(std::move(samples))
    {
        std::sort(m_sorted.begin(), m_sorted.end());
    }

    std::optional<double> ms(int permille) const
    {
        const std::optional<qint64> ns = percentile(m_sorted, permille);
        return ns ? std::optional(millisecondsFromNs(*ns)) : std::nullopt;
    }
    /// What is judged: p99, or the maximum of too few.
    qint64 judgedNs() const { return m_sorted.empty() ? 0 : percentile(m_sorted, 990).value_or(m_sorted.back()); }
    QString judgedText() const
    {
        return QString::number(millisecondsFromNs(judgedNs()), 'f', 1) +
               (percentile(m_sorted, 990) ? QStringLiteral(" ms (99th percentile)") : QStringLiteral(" ms (maximum)"));
    }

private:
    std::vector<qint64> m_sorted;
};

/// How long the network loop was busy with CPU steps between two moments.
class BusyOnLoop
{
public:
    explicit BusyOnLoop(const Trace &trace)
    {
        for (const Executor &executor : trace.executors()) {
            if (executor.kind != ExecutorKind::Loop)
                continue;
            for (const qint32 index : executor.spans) {
                const Span &span = trace.spans()[static_cast<size_t>(index)];
                if (isCpuStep(span.phase))
                    m_steps.push_back({span.begin, Trace::endOr(span, trace.last()), span.call});
            }
        }
        std::sort(m_steps.begin(), m_steps.end(), [](const Interval &a, const Interval &b) { return a.end < b.end; });
    }

    qint64 between(qint64 begin, qint64 end) const
    {
        const auto first = std::partition_point(m_steps.begin(), m_steps.end(), [&](const Interval &step) { return step.end <= begin; });
        qint64 busy = 0;
        for (auto step = first; step != m_steps.end() && step->begin < end; ++step)
            busy += std::min(step->end, end) - std::max(step->begin, begin);
        return busy;
    }

private:
    std::vector<Interval> m_steps; // in order; a loop does one at a time
};

} // namespace

static Delays loopLags(const Trace &trace)
{
    std::vector<qint64> samples;
    for (const LoopLagSample &sample : trace.loopLags())
        samples.push_back(sample.lagNs);
    return Delays(std::move(samples));
}

static Delays scheduleDelays(const Trace &trace)
{
    std::vector<qint64> samples;
    for (size_t number = 0; number < trace.calls().size(); ++number) {
        const CallRecord &call = trace.calls()[number];
        if (call.planned >= 0 && call.released >= 0 && trace.isMeasured(static_cast<qint32>(number)))
            samples.push_back(call.released - call.planned);
    }
    return Delays(std::move(samples));
}

static Delays observerErrors(const Trace &trace, const BusyOnLoop *leftOut)
{
    std::vector<qint64> samples;
    for (const CallRecord &call : trace.calls()) {
        for (const Chunk &chunk : call.chunks) {
            if (chunk.trueNs > 0)
                samples.push_back(chunk.ns - chunk.trueNs - (leftOut ? leftOut->between(chunk.trueNs, chunk.ns) : 0));
        }
    }
    return Delays(std::move(samples));
}

static Delays connectionWaits(const Trace &trace, const BusyOnLoop &leftOut)
{
    std::vector<qint64> samples;
    for (const CallRecord &call : trace.calls()) {
        for (const Attempt &attempt : attemptsOf(trace, call)) {
            qint64 wait = 0;
            for (const qint32 index : attempt.spans) {
                const Span &span = trace.spans()[static_cast<size_t>(index)];
                const qint64 end = Trace::endOr(span, trace.last());
                if (span.phase == Phase::Pool)
                    wait += end - span.begin - leftOut.between(span.begin, end);
            }
            samples.push_back(wait);
        }
    }
    return Delays(std::move(samples));
}

/// CPU time of all processes of the client between their first and their last sample.
static qint64 clientCpuNs(const Trace &trace)
{
    std::map<int, std::pair<qint64, qint64>> byExecutor;
    for (const CpuSample &sample : trace.cpuSamples()) {
        const auto [found, isNew] = byExecutor.try_emplace(sample.executor, sample.cpuNs, sample.cpuNs);
        found->second.second = std::max(found->second.second, sample.cpuNs);
    }
    qint64 sum = 0;
    for (const auto &[executor, firstAndLast] : byExecutor)
        sum += firstAndLast.second - firstAndLast.first;
    return sum;
}

static qint64 toleranceOf(const Trace &trace)
{
    std::vector<qint64> service = samplesOf(trace).service;
    std::sort(service.begin(), service.end());
    return std::max<qint64>(20'000'000, service.empty() ? 0 : nearestRank(service, 500) / 50);
}

static void judgeCpu(const Trace &trace, Validity &validity)
{
    const Interval window = windowOf(trace);
    if (window.end <= window.begin)
        return;
    const auto inCores = [&](qint64 ns) { return static_cast<double>(ns) / static_cast<double>(window.end - window.begin); };
    qint64 stepsNs = 0;
    for (const Span &span : trace.spans())
        stepsNs += isCpuStep(span.phase) ? span.cpuNs : 0;
    const qint64 clientNs = clientCpuNs(trace);
    validity.clientCpuCores = inCores(clientNs);
    const double overhead = inCores(std::max<qint64>(0, clientNs - stepsNs));
    const int recorded = coresOf(trace);
    const int cores = recorded > 0 ? recorded : QThread::idealThreadCount();
    if (overhead > 0.8 * cores)
        validity.reasons.append(
            QStringLiteral("beside the analyses, the program used %1 of %2 CPU cores, more than 80 %: calls waited for the "
                           "CPU of this machine; lower the concurrency, or run the simulator on another machine")
                .arg(QString::number(overhead, 'f', 2), QString::number(cores)));
}

Validity judge(const Trace &trace)
{
    Validity validity;
    const qint64 toleranceNs = toleranceOf(trace);
    const auto judgeDelay = [&](const Delays &delays, const QString &what, const QString &consequence) {
        if (delays.judgedNs() > toleranceNs)
            validity.reasons.append(what + QStringLiteral(" by ") + delays.judgedText() + QStringLiteral(", more than ") +
                                    QString::number(millisecondsFromNs(toleranceNs), 'f', 1) + QStringLiteral(" ms: ") + consequence);
    };
    if (trace.wasCancelled())
        validity.reasons.append(
            QStringLiteral("stopped before the end: figures are of the calls that ended; run it again for all of them"));

    const Delays lag = loopLags(trace);
    validity.loopLagMsP99 = lag.ms(990);
    judgeDelay(lag, QStringLiteral("the event loop ran late"),
               QStringLiteral("times may be that much too long; lower the concurrency, or close other programs"));
    const Delays schedule = scheduleDelays(trace);
    validity.scheduleDelayMsP99 = schedule.ms(990);
    judgeDelay(schedule, QStringLiteral("calls were started later than planned"),
               QStringLiteral("the load was lighter than asked for; plan fewer calls at once, or close other programs"));
    const Delays observed = observerErrors(trace, nullptr);
    validity.observerErrorMsP50 = observed.ms(500);
    validity.observerErrorMsP99 = observed.ms(990);
    const BusyOnLoop busy(trace);
    judgeDelay(observerErrors(trace, &busy), QStringLiteral("chunks were read later than the server sent them"),
               QStringLiteral("first-chunk times and chunk gaps are off by as much; lower the concurrency, or close other programs"));
    judgeDelay(connectionWaits(trace, busy), QStringLiteral("calls were held up before they had a connection"),
               QStringLiteral("the client was slower to send than the limit allows; lower the concurrency, or close other programs"));
    judgeCpu(trace, validity);
    validity.valid = validity.reasons.isEmpty();
    return validity;
}

} // namespace interleave
