// Was it the client that set the pace? A run's verdict, from what the client recorded about itself. Used by the report; any
// thread.
//
// One tolerance for every delay that the client adds: 20 ms or 2 % of the median service time, whichever is more. A desktop
// that is otherwise idle runs timers and reads sockets later than 20 ms only when something is wrong; and 2 % of a service time
// is less than repeats of the same run differ by. Each delay is judged by its 99th percentile, or by its maximum where samples
// are too few for one (the figure itself is withheld then):
//   loop lag         an event loop ran that much late (the recorder leaves out analyses on the loop: they are the model's doing)
//   schedule delay   released to the execution model - planned
//   observer error   a chunk was recorded - the server sent it, where the server tells; analyses on the loop meanwhile are left
//                    out of the verdict, but not out of the figures
//   connection wait  an attempt waited for a free connection; analyses on the loop meanwhile are left out here too
// Beside them: CPU time of the client without the CPU steps, which may take 80 % of the machine's cores and no more.
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
};

Validity judge(const Trace &trace);

} // namespace interleave
