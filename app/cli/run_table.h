// Finished runs as a person reads them in a terminal: one line per execution model, and below it what needs saying. Values;
// any thread.
#pragma once

#include "core/scenario.h"
#include "trace/finished_run.h"

#include <QList>

namespace interleave::cli {

/// "5 calls to the simulator (profile article), concurrency 5, ..."
QString summaryOf(const Scenario &scenario);

/// One line per model, in the order of the runs; with several repeats the makespan and speed-up are medians and the other
/// figures those of the run with the median makespan.
QString runTable(const QList<FinishedRun> &runs);
/// What the traffic policy did in each run, and what it cost; empty when it did nothing.
QString trafficTable(const QList<FinishedRun> &runs);
/// Why runs are SUSPECT, how calls failed, and why speed-ups are not told: one line each; empty when there is nothing to say.
QString runNotes(const QList<FinishedRun> &runs);

} // namespace interleave::cli
