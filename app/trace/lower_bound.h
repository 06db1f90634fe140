// The least makespan that a run's work could have, and what sets it. Used by the report and the invariants; any thread.
// max of: CPU time of the CPU steps / executors; time in flight / concurrency limit; the longest chain of what one call has to
// do one after the other (its exchanges and back-offs, then the CPU time on its reply; waits for a free place left out).
#pragma once

#include "core/scenario.h"
#include "trace/trace.h"

namespace interleave {

struct LowerBound {
    qint64 ns = 0;
    QString reason; ///< what sets it, in words
};

LowerBound lowerBoundOf(const Trace &trace, const Scenario &scenario);

} // namespace interleave
