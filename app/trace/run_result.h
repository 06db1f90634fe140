// The result of a run: did its calls do what was planned, or its jobs, where jobs have several steps (there a call may fail or be given up,
// and the job do what it should)? The other judgement, of the measurement, is in trace/validity.h;
// wherever one is shown, so is the other. A value, any thread.
//   complete  every planned call is ok or a cache hit; every job is ok
//   partial   some are not: they failed, were cancelled or dropped
//   failed    none is
#pragma once

#include <QString>

namespace interleave {

class Trace;

enum class RunState : quint8 { Complete, Partial, Failed };

struct RunResult {
    RunState state = RunState::Complete;
    int failed = 0; ///< calls, or jobs, that are not ok, cancelled ones among them
    int planned = 0;
    int cancelled = 0;
    bool isOfJobs = false;

    bool isComplete() const { return state == RunState::Complete; }
    /// "complete", "3 of 4 failed", "all 4 failed", "3 of 4 failed, 1 cancelled".
    QString text() const;
    /// Of the report: "complete", "partial", "failed".
    QLatin1StringView name() const;
    /// Of several runs.
    void add(const RunResult &other);
};

RunResult resultOf(int planned, int ok, int cancelled = 0, bool isOfJobs = false);

/// Jobs of a run, without its warm-up. Those that a stop of the run cancelled are neither ok nor failed.
struct JobCounts {
    int planned = 0, ok = 0, failed = 0;
    QString failure; ///< what the first that failed said
};
JobCounts countJobs(const Trace &trace);
/// Of a finished run, without its warm-up.
RunResult resultOf(const Trace &trace);

/// "VALID", "SUSPECT", "VALID · 3 of 4 failed": the measurement, and the result where it is not complete.
QString verdictText(bool valid, const RunResult &result);
/// Of several runs: "VALID", "2 of 5 SUSPECT · 3 of 20 failed".
QString verdictText(int suspect, int runs, const RunResult &result);

} // namespace interleave
