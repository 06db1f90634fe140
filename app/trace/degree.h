// Degree of concurrency and degree of parallelism: what is under way at once, over time. Functions of a finished trace; any
// thread.
//   concurrency  calls in flight, from their request handed to the socket to their reply complete:
//                mean = integral over the makespan / makespan
//   parallelism  executors on a CPU: mean = CPU time of the CPU steps / makespan (thread CPU clock)
// Steps that share a core are not parallel, however many are under way. So the maximum of parallelism adds up, at each moment,
// the part of its own duration that each step was on a CPU (CPU time / duration), and rounds: three analyses that take turns
// on two cores count as two. It is at least 1 when there was any step, and never above the steps at once, the executors, or the
// machine's cores where the run recorded them.
#pragma once

#include "trace/attempts.h"

namespace interleave {

struct Degree {
    int max = 0;
    double mean = 0; ///< integral over time / makespan
};

/// One step of a count over time: `count` from `ns` on.
struct Step {
    qint64 ns = 0;
    int count = 0;
};

/// How many of the intervals hold at each moment: one step where the count changes, the last one to 0. Where one ends as
/// another begins, the two are not at once.
std::vector<Step> countOverTime(const std::vector<Interval> &intervals);

Degree degreeOfConcurrency(const Trace &trace);
Degree degreeOfParallelism(const Trace &trace);

} // namespace interleave
