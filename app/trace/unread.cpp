#include "trace/unread.h"

#include "trace/attempts.h"

#include <algorithm>

namespace interleave {

void CpuSteps::update(const Trace &trace)
{
    m_lanes.resize(trace.executors().size());
    for (size_t number = 0; number < m_lanes.size(); ++number) {
        Lane &lane = m_lanes[number];
        const std::vector<qint32> &spans = trace.executors()[number].spans;
        if (!lane.steps.empty() && lane.steps.back().end == Trace::open) { // one at a time, so only the last is open
            while (lane.seen > 0 && !isCpuStep(trace.spans()[static_cast<size_t>(spans[lane.seen - 1])].phase))
                --lane.seen;
            lane.seen -= lane.seen > 0;
            lane.steps.pop_back();
        }
        for (; lane.seen < spans.size(); ++lane.seen) {
            const Span &span = trace.spans()[static_cast<size_t>(spans[lane.seen])];
            if (isCpuStep(span))
                lane.steps.push_back({span.begin, span.end, span.call});
        }
    }
}

bool CpuSteps::isEmpty() const
{
    return std::all_of(m_lanes.begin(), m_lanes.end(), [](const Lane &lane) { return lane.steps.empty(); });
}

std::pair<const CpuSteps::Step *, const CpuSteps::Step *> CpuSteps::touching(int executor, qint64 begin, qint64 end) const
{
    if (executor < 0 || static_cast<size_t>(executor) >= m_lanes.size())
        return {nullptr, nullptr};
    const std::vector<Step> &steps = m_lanes[static_cast<size_t>(executor)].steps;
    const auto first = std::partition_point(steps.begin(), steps.end(),
                                            [begin](const Step &step) { return step.end != Trace::open && step.end <= begin; });
    const auto last = std::partition_point(first, steps.end(), [end](const Step &step) { return step.begin < end; });
    return {steps.data() + (first - steps.begin()), steps.data() + (last - steps.begin())};
}

namespace {

/// Collects the stretches of one call.
class Stretches
{
public:
    Stretches(const Trace &trace, const CallRecord &call, const CpuSteps &steps)
        : m_trace(trace)
        , m_call(call)
        , m_steps(steps)
    {
        for (const qint32 index : call.spans) {
            const Span &span = at(index);
            if (isInFlight(span.phase))
                addSpan(index);
        }
    }

    std::vector<UnreadStretch> joined()
    {
        std::sort(m_found.begin(), m_found.end(), [](const UnreadStretch &a, const UnreadStretch &b) { return a.begin < b.begin; });
        std::vector<UnreadStretch> joined;
        for (const UnreadStretch &stretch : m_found) {
            if (joined.empty() || joined.back().end <= stretch.begin || joined.back().span != stretch.span) {
                joined.push_back(stretch);
                if (joined.size() > 1)
                    joined.back().begin = std::max(stretch.begin, joined[joined.size() - 2].end);
                if (joined.back().begin >= joined.back().end)
                    joined.pop_back();
                continue;
            }
            joined.back().end = std::max(joined.back().end, stretch.end);
            joined.back().isExact = joined.back().isExact && stretch.isExact;
        }
        for (UnreadStretch &stretch : joined)
            stretch.behind = longestStep(stretch);
        return joined;
    }

private:
    const Span &at(qint32 index) const { return m_trace.spans()[static_cast<size_t>(index)]; }

    void addSpan(qint32 index)
    {
        const Span &span = at(index);
        const qint64 end = Trace::endOr(span, m_trace.last());
        const auto [first, last] = m_steps.touching(span.executor, span.begin, end);
        if (first == last)
            return;
        // Chunks are known of the last attempt; those that were read in this span, or as it ended.
        qint64 told = span.begin; // up to here stamps tell what was unread
        if (span.attempt + 1 == m_call.attempts) {
            const auto earlier = [](const Chunk &chunk, qint64 ns) { return chunk.ns < ns; };
            const bool isFirst = span.phase == Phase::Ttft;
            const auto &chunks = m_call.chunks;
            for (auto chunk = isFirst ? chunks.begin() : std::lower_bound(chunks.begin(), chunks.end(), span.begin, earlier);
                 chunk != chunks.end() && chunk->ns <= end; ++chunk) {
                if (chunk->trueNs <= 0)
                    break;
                addChunk(index, *chunk);
                told = chunk->ns;
            }
        }
        for (const CpuSteps::Step *step = first; step != last; ++step) {
            const qint64 stepEnd = step->end == Trace::open ? m_trace.last() : step->end;
            const qint64 from = std::max({told, span.begin, step->begin});
            const qint64 to = std::min(end, stepEnd);
            if (from < to)
                m_found.push_back({from, to, index, step->call, false});
        }
    }

    void addChunk(qint32 index, const Chunk &chunk)
    {
        const Span &span = at(index);
        const qint64 from = std::max(chunk.trueNs, span.begin);
        const auto [first, last] = m_steps.touching(span.executor, from, chunk.ns);
        if (first != last && from < chunk.ns)
            m_found.push_back({from, chunk.ns, index, first->call, true});
    }

    qint32 longestStep(const UnreadStretch &stretch) const
    {
        qint64 longest = 0;
        qint32 call = stretch.behind;
        const auto [first, last] = m_steps.touching(at(stretch.span).executor, stretch.begin, stretch.end);
        for (const CpuSteps::Step *step = first; step != last; ++step) {
            const qint64 end = step->end == Trace::open ? stretch.end : std::min(step->end, stretch.end);
            const qint64 part = end - std::max(step->begin, stretch.begin);
            if (part > longest) {
                longest = part;
                call = step->call;
            }
        }
        return call;
    }

    const Trace &m_trace;
    const CallRecord &m_call;
    const CpuSteps &m_steps;
    std::vector<UnreadStretch> m_found;
};

} // namespace

std::vector<UnreadStretch> unreadOf(const Trace &trace, const CallRecord &call, const CpuSteps &steps)
{
    return Stretches(trace, call, steps).joined();
}

static void add(UnreadTime &time, const UnreadStretch &stretch, int call)
{
    time.ns += stretch.end - stretch.begin;
    time.isAtMost = time.isAtMost || !stretch.isExact;
    if (stretch.end - stretch.begin > time.longest.end - time.longest.begin) {
        time.longest = stretch;
        time.longestOf = call;
    }
}

UnreadTime unreadTimeOf(const std::vector<UnreadStretch> &stretches)
{
    UnreadTime time;
    for (const UnreadStretch &stretch : stretches)
        add(time, stretch, -1);
    time.calls = stretches.empty() ? 0 : 1;
    return time;
}

UnreadTime unreadTimeOf(const Trace &trace)
{
    UnreadTime time;
    const CpuSteps steps(trace);
    for (size_t number = 0; number < trace.calls().size(); ++number) {
        if (!trace.isMeasured(static_cast<qint32>(number)))
            continue;
        const std::vector<UnreadStretch> stretches = unreadOf(trace, trace.calls()[number], steps);
        time.calls += !stretches.empty();
        for (const UnreadStretch &stretch : stretches)
            add(time, stretch, static_cast<int>(number));
    }
    return time;
}

qint64 readyNs(const Trace &trace, const CallRecord &call)
{
    qint64 ns = 0;
    for (const qint32 index : call.spans) {
        const Span &span = trace.spans()[static_cast<size_t>(index)];
        ns += span.phase == Phase::Ready ? Trace::endOr(span, trace.last()) - span.begin : 0;
    }
    return ns;
}

} // namespace interleave
