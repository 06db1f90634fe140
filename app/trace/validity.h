// Was it the client, or something else on this machine, that set the pace? A run's measurement verdict, from what the client
// recorded about itself. The other judgement, of the result, is in trace/run_result.h. Used by the report; any thread.
//
// The run is SUSPECT, with a reason each, when
//   - it was stopped before its end
//   - the client's own part may be more than 5 % of the p50 or 10 % of the p99 of latency or first chunk that are reported, and
//     more than 1 ms (trace/own_share.h has the formula, trace/client_parts.h the parts: schedule delay, waits for a connection,
//     lateness of the loop, CPU time of its own)
//   - of the latency or first chunk, CPU time of the client alone is more than 5 % of the p50
//   - other programs took the CPU that was needed (trace/other_programs.h)
//   - beside the CPU steps the client used more than 80 % of the machine's cores
//   - a rule that must always hold is broken (trace/invariants.h; the report adds it)
// Stretches in which a CPU step kept the loop busy are the execution model's doing: left out here, and told by themselves.
//
// Figures beside the reasons: percentiles of
//   loop lag         an event loop ran that much late (the recorder leaves out analyses on the loop)
//   schedule delay   released to the execution model - planned
//   observer error   a chunk was recorded - the server sent it, where the server tells; analyses on the loop are in it
#pragma once

#include "trace/trace.h"

#include <QStringList>

#include <optional>

namespace interleave {

struct Validity {
    bool valid = true;
    QStringList reasons; ///< one sentence each; empty when valid
    std::optional<double> loopLagMsP99, scheduleDelayMsP99, observerErrorMsP50, observerErrorMsP99;
    double clientCpuCores = 0; ///< CPU time of all its processes / makespan; CPU steps included

    /// One more reason not to trust the measurement.
    void doubt(const QString &reason)
    {
        valid = false;
        reasons.append(reason);
    }
};

Validity judge(const Trace &trace);

} // namespace interleave
