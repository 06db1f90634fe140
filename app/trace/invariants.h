// What must hold on every finished or stopped run, whatever the network did. When one does not, the trace is wrong and so are
// its figures. Used by the report; any thread.
//   little        Little's law: area under the number of calls in flight (swept over their spans on the wire) = sum of what
//                 each spent in flight (from its own times), to 1e-6
//   limits        never more calls in flight than the scenario's limit, never more CPU steps than executors, never two at
//                 once on one executor, no more workers or pool threads than the scenario allows
//   lowerBound    makespan >= lower bound, to 0.1 %: the CPU's clock and the monotonic one are two clocks
//   phasesTile    the phases of a call follow each other to the nanosecond from its plan to its end; no gap, no overlap, none left
//                 open, and those of an attempt are not mixed with another's
//   attemptsAddUp attempts = served + rejected + cancelled, each call's are numbered from 0 and none follows a served one;
//                 every planned call ended in exactly one outcome
//   criticalPathTiles
//                 the segments of the critical path follow each other to the nanosecond from the first plan to the last end, each
//                 inside its span, and none is unexplained
#pragma once

#include "core/scenario.h"
#include "trace/critical_path.h"

#include <QStringList>

namespace interleave {

struct Invariants {
    bool little = true;
    bool limits = true;
    bool lowerBound = true;
    bool phasesTile = true;
    bool attemptsAddUp = true;
    bool criticalPathTiles = true;
    QStringList broken; ///< one sentence per broken one: which call, and when

    bool allHold() const { return little && limits && lowerBound && phasesTile && attemptsAddUp && criticalPathTiles; }
};

/// `path`: the critical path of the trace.
Invariants checkInvariants(const Trace &trace, const Scenario &scenario, const CriticalPath &path);
Invariants checkInvariants(const Trace &trace, const Scenario &scenario);

} // namespace interleave
