// How far a queue of runs is, as a whole: a sweep or a comparison is one piece of work to who waits for it. Used by the command line's
// progress line and the window's status bar; any thread.
#pragma once

#include "run/run_controller.h"

#include <optional>

namespace interleave {

/// Calls that a run of the scenario will plan; nothing: a duration or a replay decides.
std::optional<int> knownCalls(const Scenario &scenario);

struct QueueProgress {
    int done = 0;        ///< measured calls that are over, of all runs
    int planned = 0;     ///< measured calls of all runs; 0: not known beforehand
    double fraction = 0; ///< of the whole queue, 0 to 1: by calls where they are known, else by runs and their durations
};

/// `trace`: of the run that goes on, `current` in the queue (-1: none does), begun `elapsedS` ago.
QueueProgress progressOf(const QList<PlannedRun> &queue, const QList<FinishedRun> &finished, int current, const Trace &trace,
                         double elapsedS);

} // namespace interleave
