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
/// Several as one comparison: runs of one model and variant become its repeats, and where scenarios differ each run is named by its file.
/// The first that cannot be read is the error.
Result<QList<SavedRun>> openRuns(const QStringList &paths);
/// The scenario alone, without computing a report.
Result<Scenario> scenarioOfRun(const QString &path);
/// What the run needed and is lost (run_inputs.h), in one sentence; empty: nothing. `scenario`: the run's, with what was named anew.
QString lostInputOf(const QString &path, const Scenario &scenario);
/// By its name or, whatever that is, by its first line.
bool isRunFile(const QString &path);
/// When the calls of a run were planned, or the requests of a trace of a real service came (setup/prompts/length_trace.h): nanoseconds
/// after the first; without a time scale.
Result<std::vector<qint64>> scheduleOf(const QString &path);

} // namespace interleave
