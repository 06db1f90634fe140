// One logical call under the traffic policy, as every execution model and both environments make it: cache, limits, attempts,
// back-off and fallbacks, every step recorded. Thread of the loop.
#pragma once

#include "core/job.h"
#include "core/scenario.h"
#include "trace/recorder.h"
#include "traffic/traffic.h"

namespace interleave {

struct AttemptOrder {
    StepId call;
    int number = 0; ///< of the attempt, from 0
    int route = 0;  ///< which of routesOf(scenario)
    Prompt prompt;
    qint64 deadlineNs = -1;       ///< of the whole call; -1: none
    bool onNewConnection = false; ///< the one before it met a dead one
};

/// How an attempt ended. Times are those of the loop's clock; -1: it did not come to that.
struct AttemptResult {
    Reply reply;
    qint64 sentNs = -1;
    qint64 firstChunkNs = -1;
    qint64 endNs = 0; ///< response complete and decoded
};

/// Makes single attempts: over the network, or in virtual time. Records the phases and chunks of an attempt, nothing else.
class AttemptMaker
{
public:
    virtual ~AttemptMaker() = default;
    virtual Task<AttemptResult> attempt(AttemptOrder order) = 0;
};

/// The same for all calls of one thread.
struct CallContext {
    Scenario scenario; ///< its policy, seed and routes; the prompts are not looked at
    QList<Endpoint> routes;
    int repeat = 0;
    Traffic &traffic;
    RecorderBuffer &buffer;
    int executor = 0;
    AttemptMaker &attempts;
};

/// Never fails: the reply has the outcome. The context outlives the task.
Task<Reply> policyCall(const CallContext &context, StepId call, CallTimes times, Prompt prompt);

} // namespace interleave
