// LiveServices of a run: calls through transport/Caller, analysis through analysis/. Made in each thread that makes calls.
#pragma once

#include "analysis/analyzer.h"
#include "core/result.h"
#include "core/scenario.h"
#include "environment/live_services.h"
#include "transport/caller.h"

#include <QJsonArray>

namespace interleave {

/// A scenario with everything resolved that one run needs: the address that answers, the repeat.
struct RunTarget {
    Scenario scenario;
    QString simulatorUrl;        ///< root of the simulator that was started; empty: no route leads to it
    qint64 simulatorProcess = 0; ///< id of the process that serves it; 0: none of ours
    int repeat = 0;
    QString variant;              ///< of a comparison; empty: the scenario as it is
    std::vector<qint64> replayNs; ///< for a replay: planned times after the origin
};

/// Where the requests of a run go: [{"provider","model","url"}], the provider as attempts name it. Without keys.
QJsonArray requestUrlsOf(const RunTarget &target);

/// Services for one calling thread. `stop` outlives them.
std::unique_ptr<LiveServices> makeCallServices(const RunTarget &target, const StopFlag &stop, RecorderBuffer &buffer, int executor,
                                               Traffic &traffic);

} // namespace interleave
