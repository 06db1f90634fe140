#include "simulator/quota.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace interleave {

TokenBucket::TokenBucket(int perMinute, double timeScale)
    : m_capacity(perMinute > 0 && timeScale > 0 ? perMinute : std::numeric_limits<double>::infinity())
    , m_perNs(timeScale > 0 ? perMinute / (60e9 * timeScale) : 0)
    , m_level(m_capacity)
{
}

void TokenBucket::refill(qint64 nowNs)
{
    if (m_lastNs != 0)
        m_level = std::min(m_capacity, m_level + static_cast<double>(nowNs - m_lastNs) * m_perNs);
    m_lastNs = nowNs;
}

double TokenBucket::waitS(qint64 nowNs, double amount)
{
    refill(nowNs);
    const double missing = std::min(amount, m_capacity) - m_level;
    return missing > 1e-9 ? missing / m_perNs / 1e9 : 0;
}

QuotaState::Part TokenBucket::state(qint64 nowNs)
{
    if (std::isinf(m_capacity))
        return {};
    refill(nowNs);
    return {.limit = static_cast<int>(m_capacity),
            .left = static_cast<int>(std::max(m_level, 0.0)),
            .fullInS = (m_capacity - m_level) / m_perNs / 1e9};
}

Quota::Quota(RateLimit limit, double timeScale)
    : m_limit(limit)
    , m_requests(limit.requestsPerMinute, timeScale)
    , m_tokens(limit.tokensPerMinute, timeScale)
{
}

QuotaState Quota::state(qint64 nowNs) { return {.requests = m_requests.state(nowNs), .tokens = m_tokens.state(nowNs)}; }

std::optional<Refusal> Quota::take(qint64 nowNs, int inputTokens)
{
    const double requestWaitS = m_requests.waitS(nowNs, 1);
    const double tokenWaitS = m_tokens.waitS(nowNs, inputTokens);
    if (requestWaitS > 0 && requestWaitS >= tokenWaitS)
        return Refusal{Refusal::Kind::RequestRate, requestWaitS, m_limit.requestsPerMinute};
    if (tokenWaitS > 0)
        return Refusal{Refusal::Kind::TokenRate, tokenWaitS, m_limit.tokensPerMinute};
    m_requests.take(1);
    m_tokens.take(inputTokens);
    return std::nullopt;
}

} // namespace interleave
