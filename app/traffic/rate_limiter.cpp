#include "traffic/rate_limiter.h"

#include "async/completion.h"
#include "core/clock.h"

#include <algorithm>

namespace interleave {

static constexpr double tokenMargin = 0.05; // of a minute's worth

RateLimiter::RateLimiter(RateLimits limits, double timeScale)
    : m_limits(limits)
    , m_requests(limits.requestsPerMinute, timeScale)
    , m_tokens(limits.tokensPerMinute, timeScale)
{
    if (limits.requestsPerMinute > 0)
        m_requests.holdLess(1);
    if (limits.tokensPerMinute > 0)
        m_tokens.holdLess(limits.tokensPerMinute * tokenMargin);
}

double RateLimiter::waitS(qint64 nowNs, int tokens)
{
    const double requests = m_limits.requestsPerMinute > 0 ? m_requests.waitS(nowNs, 1) : 0;
    return m_limits.tokensPerMinute > 0 ? std::max(requests, m_tokens.waitS(nowNs, tokens)) : requests;
}

bool RateLimiter::isFree(qint64 nowNs, int tokens) { return m_turn.isFree() && waitS(nowNs, tokens) <= 0; }

Task<void> RateLimiter::acquire(int tokens)
{
    const Permit turn = co_await m_turn.acquire();
    // A correction may lower the level while we wait.
    for (;;) {
        const qint64 now = Loop::current().now();
        const double seconds = waitS(now, tokens);
        if (seconds <= 0)
            break;
        co_await SleepUntil(now + std::max<qint64>(1000, nsFromSeconds(seconds)));
    }
    m_requests.take(1);
    m_tokens.take(tokens);
}

void RateLimiter::correct(int estimated, int actual)
{
    if (actual > estimated)
        m_tokens.take(actual - estimated);
    else
        m_tokens.giveBack(estimated - actual);
}

} // namespace interleave
