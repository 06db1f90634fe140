// Whether an attempt that failed is worth another, and after which delay. Pure functions; any thread.
#pragma once

#include "core/reply.h"
#include "core/traffic_policy.h"

namespace interleave {

/// Worth trying again by what it is: a status of isRetryableStatus() and what failed on the network before anything of
/// the reply came, unless the server says otherwise. Never after the first content chunk: what was streamed is paid for, and
/// the reader has seen it.
bool isRetryable(const Reply &reply);

/// Delay before attempt `attempt` + 1, nanoseconds. `random` is uniform in [0, 1). Exponential: base · 2^attempt; full jitter:
/// uniform between 0 and that (Brooker, "Exponential Backoff And Jitter", 2015), both at most the cap. A delay that the server
/// asked for is a least one: exponential waits for the longer of the two, full jitter adds its own to the server's, so that
/// clients who were told the same do not come back together.
qint64 retryDelayNs(const RetryPolicy &policy, const Reply &reply, int attempt, double random);

/// The server asks for a longer delay than the policy waits for: no one sleeps for a day unasked.
bool asksForTooMuch(const RetryPolicy &policy, const Reply &reply);

} // namespace interleave
