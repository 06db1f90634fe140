// A run from its file (*.itrace) again: trace, scenario and report. Used by the command line and the window to open saved
// runs. Any thread; reading blocks.
#pragma once

#include "core/result.h"
#include "core/scenario.h"
#include "trace/finished_run.h"

namespace interleave {

struct SavedRun {
    Scenario scenario;
    FinishedRun run;
};

Result<SavedRun> openRun(const QString &path);
/// The scenario alone, without computing a report.
Result<Scenario> scenarioOfRun(const QString &path);
/// When its calls were planned, nanoseconds after the first; without its time scale.
Result<std::vector<qint64>> scheduleOfRun(const QString &path);

} // namespace interleave
