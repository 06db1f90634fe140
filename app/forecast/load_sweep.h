// A load sweep as a comparison of variants: one user, then the most, then the levels between, each a closed loop of so many
// users without think time. Used by the command line and the window. Values; any thread.
#pragma once

#include "core/scenario.h"
#include "trace/finished_run.h"
#include "trace/knee.h"

namespace interleave {

/// The scenario with one variant a level, under its first model that can have more than one call in flight. Levels double from 1 to
/// `mostUsers`; each makes `callsPerUser` calls for every user, at least 30, after a warm-up of one call for every user.
Scenario sweepOf(Scenario scenario, int mostUsers, int callsPerUser);

struct LoadSweep {
    QList<LoadPoint> points; ///< ascending by users; of several repeats the one with the median throughput
    Knee knee;
};

/// Of the runs of a sweepOf() scenario.
LoadSweep loadSweepOf(const QList<FinishedRun> &runs);

} // namespace interleave
