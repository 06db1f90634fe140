// The spans of one lane, packed for drawing: begins, ends and phases side by side, so that a million spans are read in a
// few milliseconds. It grows with the trace and never looks at old spans again. Times are relative to the run's origin.
// Used by SpanDrawList. A value, any thread.
#pragma once

#include "core/phase.h"

#include <QtGlobal>

#include <limits>
#include <utility>
#include <vector>

namespace interleave {

class LaneSpans
{
public:
    static constexpr qint64 open = std::numeric_limits<qint64>::max();

    /// `end` may be `open`. Begins nearly always grow; one that does not (two writers met) is put in its place.
    void add(qint32 span, qint64 begin, qint64 end, Phase phase, bool failed);
    /// Closes the span that was added open.
    void close(qint32 span, qint64 end, bool failed);

    size_t size() const { return m_begin.size(); }
    qint64 begin(size_t i) const { return m_begin[i]; }
    qint64 end(size_t i) const { return m_end[i]; }
    Phase phase(size_t i) const { return m_phase[i]; }
    bool failed(size_t i) const { return m_failed[i] != 0; }
    /// Index into Trace::spans().
    qint32 span(size_t i) const { return m_span[i]; }
    bool hasOpen() const { return m_openCount > 0; }
    /// Position of the latest open span, or -1.
    int lastOpen() const;
    /// How long its closed Analyze and Tool spans lasted together.
    qint64 cpuStepsNs() const { return m_cpuStepsNs; }
    int failures() const { return m_failures; }

    /// Positions [first, last) that may touch [begin, end): two binary searches, exact also where spans overlap.
    std::pair<size_t, size_t> touching(qint64 begin, qint64 end) const;

private:
    void updateReach(size_t from);
    void count(size_t closed);

    std::vector<qint64> m_begin;
    std::vector<qint64> m_end;
    std::vector<qint64> m_reach; // latest end of this and all spans before it: grows, so it can be searched
    std::vector<qint32> m_span;
    std::vector<Phase> m_phase;
    std::vector<quint8> m_failed; // not vector<bool>: read in the innermost loop
    qint64 m_cpuStepsNs = 0;
    int m_openCount = 0;
    int m_failures = 0;
};

} // namespace interleave
