// What the timeline keeps of one trace: its spans sorted into lanes, ready for drawing, and when each executor read a
// chunk. update() looks only at what was added since the last time, so its cost follows the news and not the size of the
// trace. Times are relative to the run's origin. One per shown run, in the GUI thread (a value; needs no window).
#pragma once

#include "trace/run_result.h"
#include "trace/trace.h"
#include "trace/unread.h"
#include "ui/timeline/lane_spans.h"

#include <span>

namespace interleave {

class TraceIndex
{
public:
    TraceIndex() = default;
    explicit TraceIndex(TracePtr trace) { setTrace(std::move(trace)); }

    /// Another trace, or null. The same one again only updates.
    void setTrace(TracePtr trace);
    /// Takes in what the trace gained. False if there was nothing.
    bool update();

    bool isEmpty() const { return !m_trace; }
    const Trace *trace() const { return m_trace.get(); }
    const TracePtr &tracePtr() const { return m_trace; }
    /// Relative to the run's origin.
    qint64 relative(qint64 ns) const { return ns - m_trace->origin(); }

    int calls() const { return m_trace ? static_cast<int>(m_trace->calls().size()) : 0; }
    int executors() const { return m_trace ? static_cast<int>(m_trace->executors().size()) : 0; }
    /// Empty for a call or an executor that has no spans yet.
    const LaneSpans &call(int number) const { return lane(m_calls, number); }
    const LaneSpans &executor(int number) const { return lane(m_executors, number); }
    /// When this executor read chunks, sorted.
    const std::vector<qint64> &reads(int executor) const;
    /// Where a call's bytes lay unread (trace/unread.h), on the clock of the trace. Valid until the next call of it.
    const std::vector<UnreadStretch> &unread(int call) const;
    /// Those of them that touch [begin, end), on the clock of the trace.
    std::span<const UnreadStretch> unread(int call, qint64 begin, qint64 end) const;
    bool hasOpen() const { return !m_open.empty(); }

    /// Where the content ends: latest end of a call or executor, at least `now` while the run lasts.
    qint64 contentEnd(qint64 now) const;
    /// The report's makespan (trace/attempts.h). Of a finished run; else 0.
    qint64 makespan() const { return m_lastEnd - m_firstPlanned; }
    /// Where it ends on the axis.
    qint64 makespanEnd() const { return m_lastEnd; }
    /// Of a finished run.
    const RunResult &result() const { return m_result; }

private:
    static const LaneSpans &lane(const std::vector<LaneSpans> &lanes, int number);
    void addSpan(qint32 number);
    void addReads(const Span &span);
    void sortReads();
    void measure();

    TracePtr m_trace;
    quint64 m_version = 0;
    size_t m_seen = 0; // spans of the trace taken in so far
    std::vector<qint32> m_open;
    std::vector<LaneSpans> m_calls;
    std::vector<LaneSpans> m_executors;
    std::vector<std::vector<qint64>> m_reads;
    std::vector<std::pair<int, size_t>> m_unsorted; // executor, from which position on its reads are not yet sorted
    CpuSteps m_steps;
    struct Unread {
        std::vector<UnreadStretch> stretches;
        quint64 version = 0; // of the trace when they were found: a frame asks for them once for every bar with words
        size_t spans = 0;    // of the call then,
        size_t chunks = 0;
        bool isOpen = false;  // and whether its last span went on: if not, only a new one brings more
        bool isFinal = false; // of a finished call, which gets no more
    };
    mutable std::vector<Unread> m_unread; // by call
    std::vector<size_t> m_chunksSeen;     // per call
    qint64 m_end = 0;
    qint64 m_firstPlanned = 0;
    qint64 m_lastEnd = 0;
    RunResult m_result;
};

} // namespace interleave
