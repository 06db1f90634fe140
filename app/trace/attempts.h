// The attempts of a call, cut out of its spans: what an exchange was made of, when it was on the wire, how it ended. Used by
// the report's figures, the invariants and the exports. Functions of a finished trace; any thread.
#pragma once

#include "trace/trace.h"

#include <vector>

namespace interleave {

struct Attempt {
    int number = 0;
    qint64 begin = 0; ///< of its first span
    qint64 sent = -1; ///< request handed to the socket: its Ttft begins; -1: never
    qint64 end = 0;   ///< of its last span
    Outcome outcome = Outcome::Ok;
    std::vector<qint32> spans; ///< indices into Trace::spans(), in order of begin
};

/// A stretch of time; nanoseconds, end not included.
struct Interval {
    qint64 begin = 0;
    qint64 end = 0;
    qint32 call = -1;
};

/// A tool that waits for something outside keeps no executor busy.
inline bool isCpuStep(const Span &span) { return isCpuStep(span.phase) && span.executor != noExecutor; }

/// In order of number.
std::vector<Attempt> attemptsOf(const Trace &trace, const CallRecord &call);

/// When its calls are in flight: each attempt from `sent` to its end, the last one to `done`.
std::vector<Interval> timesInFlight(const Trace &trace);

/// When its CPU steps (Analyze and Tool) are under way, whether or not they have a core.
std::vector<Interval> timesOfCpuSteps(const Trace &trace);

/// Executors that CPU steps run on: the workers where there are any, else the analysis pool, else the one loop.
int executorsOfCpuSteps(const Trace &trace);

/// Cores of the machine that the run was made on, from its header; 0: not recorded.
int coresOf(const Trace &trace);

/// First planned start to last end; equal when nothing was planned.
Interval windowOf(const Trace &trace);

} // namespace interleave
