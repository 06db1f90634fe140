#include "ui/timeline/trace_index.h"

#include "trace/attempts.h"

#include <algorithm>

namespace interleave {

template<typename T> static T &at(std::vector<T> &values, int number)
{
    const auto index = static_cast<size_t>(std::max(0, number));
    if (index >= values.size())
        values.resize(index + 1);
    return values[index];
}

void TraceIndex::setTrace(TracePtr trace)
{
    if (trace != m_trace) {
        *this = TraceIndex();
        m_trace = std::move(trace);
    }
    update();
}

bool TraceIndex::update()
{
    if (!m_trace || (m_version == m_trace->version() && m_version > 0))
        return false;
    m_version = m_trace->version();
    const std::vector<Span> &spans = m_trace->spans();

    std::erase_if(m_open, [&](qint32 number) {
        const Span &span = spans[static_cast<size_t>(number)];
        if (span.phase == Phase::Stream)
            addReads(span);
        if (span.end == Trace::open)
            return false;
        const qint64 end = relative(span.end);
        m_end = std::max(m_end, end);
        if (span.call >= 0)
            at(m_calls, span.call).close(number, end, isFailure(span.outcome));
        if (isExecuted(span.phase))
            at(m_executors, span.executor).close(number, end, isFailure(span.outcome));
        return true;
    });
    // A recorder writes in order of time. Where a file does not, sorting first is what keeps adding cheap.
    std::vector<qint32> fresh;
    for (; m_seen < spans.size(); ++m_seen)
        fresh.push_back(static_cast<qint32>(m_seen));
    const auto earlier = [&](qint32 a, qint32 b) {
        const qint64 first = spans[static_cast<size_t>(a)].begin;
        const qint64 second = spans[static_cast<size_t>(b)].begin;
        return first != second ? first < second : a < b;
    };
    if (!std::is_sorted(fresh.begin(), fresh.end(), earlier))
        std::sort(fresh.begin(), fresh.end(), earlier);
    for (const qint32 number : fresh)
        addSpan(number);
    sortReads();
    m_steps.update(*m_trace);
    if (m_trace->isFinished())
        measure();
    return true;
}

void TraceIndex::measure()
{
    const Interval window = windowOf(*m_trace);
    m_firstPlanned = window.begin < 0 ? 0 : relative(window.begin);
    m_lastEnd = window.begin < 0 ? 0 : relative(window.end);
    m_result = resultOf(*m_trace);
}

void TraceIndex::addSpan(qint32 number)
{
    const Span &span = m_trace->spans()[static_cast<size_t>(number)];
    const bool isOpen = span.end == Trace::open;
    const qint64 end = isOpen ? LaneSpans::open : relative(span.end);
    const bool failed = !isOpen && isFailure(span.outcome);
    m_end = std::max(m_end, isOpen ? relative(span.begin) : end);
    if (span.call >= 0)
        at(m_calls, span.call).add(number, relative(span.begin), end, span.phase, failed);
    if (isExecuted(span.phase))
        at(m_executors, span.executor).add(number, relative(span.begin), end, span.phase, failed);
    if (span.phase == Phase::Stream)
        addReads(span);
    if (isOpen)
        m_open.push_back(number);
}

void TraceIndex::addReads(const Span &span)
{
    if (span.call < 0)
        return;
    const std::vector<Chunk> &chunks = m_trace->calls()[static_cast<size_t>(span.call)].chunks;
    size_t &seen = at(m_chunksSeen, span.call);
    if (seen > chunks.size()) // a new attempt began; what was read before stays read
        seen = 0;
    std::vector<qint64> &reads = at(m_reads, span.executor);
    const size_t before = reads.size();
    for (; seen < chunks.size(); ++seen)
        reads.push_back(relative(chunks[seen].ns));
    if (reads.size() > before)
        m_unsorted.emplace_back(span.executor, before);
}

void TraceIndex::sortReads()
{
    // Per executor from the lowest position on; one update brings little, and only what it overlaps is sorted again.
    std::sort(m_unsorted.begin(), m_unsorted.end());
    for (size_t i = 0; i < m_unsorted.size(); ++i) {
        if (i > 0 && m_unsorted[i].first == m_unsorted[i - 1].first)
            continue;
        std::vector<qint64> &reads = at(m_reads, m_unsorted[i].first);
        const auto added = reads.begin() + static_cast<std::ptrdiff_t>(m_unsorted[i].second);
        std::sort(std::upper_bound(reads.begin(), added, *std::min_element(added, reads.end())), reads.end());
    }
    m_unsorted.clear();
}

/// Of a call's spans from that one on: of one that goes on, what came before stays as it is.
static std::vector<UnreadStretch> unreadFrom(size_t from, const Trace &trace, const CallRecord &call, const CpuSteps &steps)
{
    CallRecord rest;
    rest.attempts = call.attempts;
    rest.spans.assign(call.spans.begin() + static_cast<std::ptrdiff_t>(from), call.spans.end());
    const qint64 begin = trace.spans()[static_cast<size_t>(rest.spans.front())].begin;
    const auto chunk =
        std::lower_bound(call.chunks.begin(), call.chunks.end(), begin, [](const Chunk &one, qint64 ns) { return one.ns < ns; });
    rest.chunks.assign(chunk, call.chunks.end());
    return unreadOf(trace, rest, steps);
}

const std::vector<UnreadStretch> &TraceIndex::unread(int call) const
{
    static const std::vector<UnreadStretch> none;
    if (call < 0 || call >= calls() || m_steps.isEmpty())
        return none;
    Unread &unread = at(m_unread, call);
    if (unread.isFinal || unread.version == m_version)
        return unread.stretches;
    const CallRecord &record = m_trace->calls()[static_cast<size_t>(call)];
    const bool isSame = unread.version > 0 && !unread.isOpen && !record.finished && unread.spans == record.spans.size() &&
                        unread.chunks == record.chunks.size();
    unread.version = m_version;
    if (isSame)
        return unread.stretches;
    // The last two spans that were known may have got more: the one that went on, and the first chunk after the one before it. With a new
    // attempt the chunks of the last one are no longer told apart.
    const size_t from = unread.spans < 2 ? 0 : unread.spans - 2;
    const bool isMore = from > 0 && !record.finished && record.spans.size() > from &&
                        m_trace->spans()[static_cast<size_t>(record.spans[from])].attempt + 1 == record.attempts;
    const qint32 first = isMore ? record.spans[from] : 0;
    std::erase_if(unread.stretches, [&](const UnreadStretch &stretch) { return stretch.span >= first; });
    const std::vector<UnreadStretch> more = isMore ? unreadFrom(from, *m_trace, record, m_steps) : unreadOf(*m_trace, record, m_steps);
    unread.stretches.insert(unread.stretches.end(), more.begin(), more.end());
    unread.spans = record.spans.size();
    unread.chunks = record.chunks.size();
    unread.isOpen = !record.spans.empty() && m_trace->spans()[static_cast<size_t>(record.spans.back())].end == Trace::open;
    unread.isFinal = record.finished;
    return unread.stretches;
}

std::span<const UnreadStretch> TraceIndex::unread(int call, qint64 begin, qint64 end) const
{
    const std::vector<UnreadStretch> &all = unread(call);
    const auto first = std::partition_point(all.begin(), all.end(), [begin](const UnreadStretch &one) { return one.end <= begin; });
    const auto last = std::partition_point(first, all.end(), [end](const UnreadStretch &one) { return one.begin < end; });
    return {first, last};
}

const LaneSpans &TraceIndex::lane(const std::vector<LaneSpans> &lanes, int number)
{
    static const LaneSpans none;
    return static_cast<size_t>(number) < lanes.size() ? lanes[static_cast<size_t>(number)] : none;
}

const std::vector<qint64> &TraceIndex::reads(int executor) const
{
    static const std::vector<qint64> none;
    return static_cast<size_t>(executor) < m_reads.size() ? m_reads[static_cast<size_t>(executor)] : none;
}

qint64 TraceIndex::contentEnd(qint64 now) const
{
    if (!m_trace)
        return 0;
    return m_trace->isFinished() ? m_end : std::max(m_end, now);
}

} // namespace interleave
