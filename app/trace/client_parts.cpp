#include "trace/client_parts.h"

#include "trace/attempts.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace interleave {

namespace {

constexpr qint64 probeIntervalNs = 10'000'000; // of environment/loop_lag_probe.h

/// How late a loop was around a moment.
class LoopLateness
{
public:
    explicit LoopLateness(const Trace &trace)
        : m_origin(trace.origin())
    {
        for (const LoopLagSample &sample : trace.loopLags())
            m_byExecutor[sample.executor].push_back({sample.ns, sample.lagNs});
        for (auto &[executor, samples] : m_byExecutor)
            std::sort(samples.begin(), samples.end(), [](const Sample &a, const Sample &b) { return a.ns < b.ns; });
    }

    /// The sum over moments, in order of time; of those that fall to the same tick the latest, because it is the same stretch.
    qint64 at(int executor, std::initializer_list<qint64> moments) const
    {
        const auto found = m_byExecutor.find(executor);
        if (found == m_byExecutor.end())
            return 0;
        qint64 sum = 0, ofBefore = 0;
        const Sample *before = nullptr;
        for (const qint64 moment : moments) {
            const auto sample =
                std::lower_bound(found->second.begin(), found->second.end(), moment, [](const Sample &s, qint64 ns) { return s.ns < ns; });
            if (sample == found->second.end())
                break;
            // The loop was alive at the tick before, an interval before this one was due.
            const qint64 tickBefore = sample == found->second.begin() ? m_origin : std::prev(sample)->ns;
            const qint64 alive = std::max(tickBefore, sample->ns - sample->lagNs - probeIntervalNs);
            const qint64 late = std::clamp<qint64>(moment - alive, 0, sample->lagNs);
            sum += &*sample == before ? std::max<qint64>(0, late - ofBefore) : late;
            before = &*sample;
            ofBefore = late;
        }
        return sum;
    }

private:
    struct Sample {
        qint64 ns, lagNs;
    };
    std::map<int, std::vector<Sample>> m_byExecutor;
    qint64 m_origin;
};

/// CPU time of each executor's loop for each thing that it handles.
class CostOfHandling
{
public:
    explicit CostOfHandling(const Trace &trace)
    {
        std::map<int, std::pair<qint64, qint64>> loops; // first and last
        qint64 httpFirst = -1, httpLast = 0;
        for (const SystemSample &sample : trace.systemSamples()) {
            if (sample.counter == SystemCounter::LoopCpu) {
                const auto [found, isNew] = loops.try_emplace(sample.executor, sample.value, sample.value);
                found->second.second = std::max(found->second.second, sample.value);
            } else if (sample.counter == SystemCounter::HttpCpu) {
                httpFirst = httpFirst < 0 ? sample.value : httpFirst;
                httpLast = std::max(httpLast, sample.value);
            }
        }
        const std::map<int, qint64> handled = handledBy(trace);
        std::map<int, qint64> steps = stepsBy(trace);
        const qint64 all =
            std::accumulate(handled.begin(), handled.end(), qint64(0), [](qint64 sum, const auto &entry) { return sum + entry.second; });
        const qint64 http = all > 0 ? std::max<qint64>(0, httpLast - std::max<qint64>(0, httpFirst)) / all : 0;
        for (const auto &[executor, count] : handled) {
            const auto loop = loops.find(executor);
            const qint64 used = loop == loops.end() ? 0 : loop->second.second - loop->second.first - steps[executor];
            m_ns[executor] = std::max<qint64>(0, used) / count + http;
        }
    }

    qint64 of(int executor) const
    {
        const auto found = m_ns.find(executor);
        return found == m_ns.end() ? 0 : found->second;
    }

private:
    /// Requests, chunks and ends.
    static std::map<int, qint64> handledBy(const Trace &trace)
    {
        std::map<int, qint64> handled;
        for (const Span &span : trace.spans()) {
            if (span.phase == Phase::Ttft)
                handled[span.executor] += 2;
            else if (span.phase == Phase::Stream && span.call >= 0)
                handled[span.executor] += static_cast<qint64>(trace.calls()[static_cast<size_t>(span.call)].chunks.size());
        }
        return handled;
    }
    static std::map<int, qint64> stepsBy(const Trace &trace)
    {
        std::map<int, qint64> steps;
        for (const Span &span : trace.spans())
            steps[span.executor] += isCpuStep(span) ? span.cpuNs : 0;
        return steps;
    }

    std::map<int, qint64> m_ns;
};

qint64 connectionWait(const Trace &trace, const CallRecord &call, const BusyOnLoop &busy)
{
    qint64 wait = 0;
    for (const Attempt &attempt : attemptsOf(trace, call)) {
        for (const qint32 index : attempt.spans) {
            const Span &span = trace.spans()[static_cast<size_t>(index)];
            const qint64 end = Trace::endOr(span, trace.last());
            if (span.phase == Phase::Pool)
                wait += end - span.begin - busy.between(span.begin, end);
        }
    }
    return wait;
}

/// The executor whose loop sends and reads for a call.
int executorOf(const Trace &trace, const CallRecord &call)
{
    for (auto index = call.spans.rbegin(); index != call.spans.rend(); ++index) {
        const Span &span = trace.spans()[static_cast<size_t>(*index)];
        if (span.phase == Phase::Ttft)
            return span.executor;
    }
    return 0;
}

qint64 readLate(const Chunk &chunk, const BusyOnLoop &busy)
{
    return chunk.trueNs > 0 ? std::max<qint64>(0, chunk.ns - chunk.trueNs - busy.between(chunk.trueNs, chunk.ns)) : 0;
}

} // namespace

BusyOnLoop::BusyOnLoop(const Trace &trace)
{
    for (const Executor &executor : trace.executors()) {
        if (executor.kind != ExecutorKind::Loop)
            continue;
        for (const qint32 index : executor.spans) {
            const Span &span = trace.spans()[static_cast<size_t>(index)];
            if (isCpuStep(span))
                m_steps.push_back({span.begin, Trace::endOr(span, trace.last())});
        }
    }
    std::sort(m_steps.begin(), m_steps.end(), [](const Stretch &a, const Stretch &b) { return a.end < b.end; });
}

qint64 BusyOnLoop::between(qint64 begin, qint64 end) const
{
    const auto first = std::partition_point(m_steps.begin(), m_steps.end(), [&](const Stretch &step) { return step.end <= begin; });
    qint64 busy = 0;
    for (auto step = first; step != m_steps.end() && step->begin < end; ++step)
        busy += std::min(step->end, end) - std::max(step->begin, begin);
    return busy;
}

void FigureParts::add(qint64 sample, const std::array<qint64, clientParts> &parts)
{
    samples.push_back(sample);
    own.push_back(std::accumulate(parts.begin(), parts.end(), qint64(0)));
    for (size_t part = 0; part < parts.size(); ++part)
        sums[part] += parts[part];
}

CallParts partsOf(const Trace &trace, const BusyOnLoop &busy)
{
    const LoopLateness lateness(trace);
    const CostOfHandling cost(trace);
    CallParts parts;
    for (size_t number = 0; number < trace.calls().size(); ++number) {
        const CallRecord &call = trace.calls()[number];
        if (call.planned < 0 || call.sent < 0 || !call.finished || !isSuccess(call.outcome) ||
            !trace.isMeasured(static_cast<qint32>(number)))
            continue;
        const int executor = executorOf(trace, call);
        const qint64 first = call.firstChunk >= 0 ? call.firstChunk : call.done;
        const qint64 firstLate = call.chunks.empty() ? 0 : readLate(call.chunks.front(), busy);
        const qint64 lastLate = call.chunks.empty() ? 0 : readLate(call.chunks.back(), busy);
        const qint64 schedule = call.released < 0 ? 0 : call.released - call.planned - busy.between(call.planned, call.released);
        const qint64 toFirst = 2 * cost.of(executor);
        const qint64 toEnd = call.chunks.empty() ? toFirst : 3 * cost.of(executor);
        const qint64 wait = connectionWait(trace, call, busy);
        parts.latency.add(call.done - call.planned,
                          {std::max<qint64>(0, schedule), wait, std::max(lastLate, lateness.at(executor, {call.sent, call.done})), toEnd});
        parts.ttft.add(first - call.lastSent, {0, 0, std::max(firstLate, lateness.at(executor, {first})), toFirst});
        parts.cpuOfLatency.push_back(toEnd);
        parts.cpuOfTtft.push_back(toFirst);
    }
    return parts;
}

} // namespace interleave
