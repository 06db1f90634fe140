// What the log has of a run: where it goes, each attempt that failed, how it ended. Used by RunController; main thread.
#pragma once

#include "run/run_controller.h"
#include "trace/event.h"

#include <vector>

namespace interleave::run_log {

/// `number`: from 1, of `count`.
void started(const PlannedRun &run, qsizetype number, qsizetype count, const QString &simulatorUrl);
void recorded(const std::vector<Event> &events);
void ended(const FinishedRun &run);

} // namespace interleave::run_log
