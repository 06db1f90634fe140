// Requests and tokens per minute of the client's own accord: token buckets that hold a little less than the service's, so that
// who keeps to them is not refused over the jitter of the network. First come, first served. Thread of the loop.
#pragma once

#include "async/semaphore.h"
#include "async/task.h"
#include "core/token_bucket.h"
#include "core/traffic_policy.h"

namespace interleave {

class RateLimiter
{
public:
    /// A time scale of 0.1 makes a minute of 6 s.
    RateLimiter(RateLimits limits, double timeScale);

    /// False: acquire() will wait. Always true without limits.
    bool isFree(qint64 nowNs, int tokens);
    Task<void> acquire(int tokens);
    /// An attempt used `actual` tokens where `estimated` were taken.
    void correct(int estimated, int actual);

private:
    double waitS(qint64 nowNs, int tokens);

    RateLimits m_limits;
    TokenBucket m_requests;
    TokenBucket m_tokens;
    Semaphore m_turn{1};
};

} // namespace interleave
