// When the steps of a trace ended, what spans are theirs, and what is in a group: what the critical path and slack walk along. Made for one
// finished trace, which outlives it; any thread.
#pragma once

#include "trace/trace.h"

#include <limits>
#include <tuple>

namespace interleave {

class StepTimes
{
public:
    explicit StepTimes(const Trace &trace);

    /// By index into Trace::steps(): of a leaf when its last span was over, or the step itself if that is later; -1: it has none.
    qint64 end(qint32 step) const { return m_ends[static_cast<size_t>(step)]; }
    /// Of a leaf. Those of a call without the work on its reply, which is a step of its own.
    std::vector<qint32> spansOf(qint32 step) const;
    /// The step directly in this group that ended last, at `ns` or before; -1: none did.
    qint32 lastIn(qint32 group, qint64 ns);

private:
    using Child = std::tuple<qint32, qint64, qint32>; // group, end, minus the step
    qint64 endOf(const StepRecord &step) const;

    const Trace &m_trace;
    std::vector<qint64> m_ends;
    std::vector<Child> m_children; // of one job, sorted
    qint32 m_jobOfChildren = -1;
};

} // namespace interleave
