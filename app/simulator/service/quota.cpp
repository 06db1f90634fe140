#include "simulator/service/quota.h"

namespace interleave {

Quota::Quota(RateLimit limit, double timeScale)
    : m_limit(limit)
    , m_requests(limit.requestsPerMinute, timeScale)
    , m_tokens(limit.tokensPerMinute, timeScale)
{
}

QuotaState Quota::state(qint64 nowNs) { return {.requests = m_requests.state(nowNs), .tokens = m_tokens.state(nowNs)}; }

std::optional<ServiceRefusal> Quota::take(qint64 nowNs, int inputTokens)
{
    const double requestWaitS = m_requests.waitS(nowNs, 1);
    const double tokenWaitS = m_tokens.waitS(nowNs, inputTokens);
    if (requestWaitS > 0 && requestWaitS >= tokenWaitS)
        return ServiceRefusal{ServiceRefusal::Kind::RequestRate, requestWaitS, m_limit.requestsPerMinute};
    if (tokenWaitS > 0)
        return ServiceRefusal{ServiceRefusal::Kind::TokenRate, tokenWaitS, m_limit.tokensPerMinute};
    m_requests.take(1);
    m_tokens.take(inputTokens);
    return std::nullopt;
}

} // namespace interleave
