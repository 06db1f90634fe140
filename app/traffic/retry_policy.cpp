#include "traffic/retry_policy.h"

#include "core/clock.h"

#include <algorithm>
#include <cmath>

namespace interleave {

bool isRetryable(const Reply &reply)
{
    if (isSuccess(reply.outcome) || reply.outcome == Outcome::Cancelled || reply.outcome == Outcome::Dropped || reply.hasContent ||
        reply.retryHint == RetryHint::Never)
        return false;
    if (reply.retryHint == RetryHint::Retry)
        return true;
    if (reply.outcome == Outcome::NetworkError || reply.outcome == Outcome::Timeout)
        return true;
    // an error in the middle of a stream that had not begun counts by its outcome
    if (reply.outcome == Outcome::RateLimited)
        return true;
    return reply.outcome == Outcome::HttpError && isRetryableStatus(reply.httpStatus);
}

bool asksForTooMuch(const RetryPolicy &policy, const Reply &reply)
{
    return policy.honoursServerDelay && reply.retryAfterS.value_or(0) > policy.serverDelayCapS;
}

qint64 retryDelayNs(const RetryPolicy &policy, const Reply &reply, int attempt, double random)
{
    const double server = policy.honoursServerDelay ? reply.retryAfterS.value_or(0) : 0;
    const double full = std::min(policy.capS, policy.baseS * std::exp2(std::min(attempt, 60)));
    switch (policy.backoff) {
    case Backoff::None:
        return nsFromSeconds(server);
    case Backoff::Exponential:
        return nsFromSeconds(std::max(server, full));
    case Backoff::FullJitter:
        return nsFromSeconds(server + random * full);
    }
    return 0;
}

} // namespace interleave
