#include "traffic/rate_limiter.h"

#include <algorithm>
#include <cmath>

namespace interleave {

static constexpr double margin = 1.02;

static double perUnitNs(int perMinute, Pacing pacing, qint64 minuteNs)
{
    return perMinute > 0 && pacing == Pacing::Even ? static_cast<double>(minuteNs) * margin / perMinute : 0;
}

RateLimiter::RateLimiter(RateLimits limits, qint64 minuteNs)
    : m_limits(limits)
    , m_requestSpacing(perUnitNs(limits.requestsPerMinute, limits.pacing, minuteNs))
    , m_tokenSpacing(perUnitNs(limits.tokensPerMinute, limits.pacing, minuteNs))
    , m_requests(limits.requestsPerMinute, static_cast<qint64>(static_cast<double>(minuteNs) * margin))
    , m_tokens(limits.tokensPerMinute, static_cast<qint64>(static_cast<double>(minuteNs) * margin))
{
}

qint64 RateLimiter::Spacing::readyNs(qint64 nowNs) const
{
    return m_perUnitNs > 0 ? std::max(nowNs, static_cast<qint64>(std::ceil(m_nextNs))) : nowNs;
}

/// A place that is used a little late does not move those after it: timers are late by half a millisecond in the mean, and a thousand a
/// second would become seven hundred. The least interval between two is what the limit itself asks for, as the margin is twice that.
void RateLimiter::Spacing::take(qint64 nowNs, double amount)
{
    constexpr double fineNs = 20e6, timerNs = 2e6;
    const double intervalNs = amount * m_perUnitNs;
    const double lateNs = intervalNs < fineNs ? timerNs : intervalNs * (margin - 1) / 2;
    const auto now = static_cast<double>(nowNs);
    m_nextNs = (now - m_nextNs <= lateNs ? m_nextNs : now) + intervalNs;
}

qint64 RateLimiter::readyNs(qint64 nowNs, int tokens)
{
    qint64 ns = nowNs;
    if (m_limits.requestsPerMinute > 0)
        ns = std::max({ns, m_requestSpacing.readyNs(nowNs), m_limits.pacing == Pacing::Burst ? m_requests.fitsNs(nowNs, 1) : nowNs});
    if (m_limits.tokensPerMinute > 0)
        ns = std::max({ns, m_tokenSpacing.readyNs(nowNs), m_tokens.fitsNs(nowNs, tokens)});
    return ns;
}

void RateLimiter::take(qint64 nowNs, StepId call, int tokens)
{
    m_lastCall = call;
    if (m_limits.requestsPerMinute > 0) {
        m_requestSpacing.take(nowNs, 1);
        if (m_limits.pacing == Pacing::Burst) // even spacing keeps the window by itself
            m_requests.spend(nowNs, call, 1);
    }
    if (m_limits.tokensPerMinute > 0) {
        m_tokenSpacing.take(nowNs, tokens);
        m_tokens.spend(nowNs, call, tokens);
    }
}

void RateLimiter::giveBack(StepId call, int tokens)
{
    m_requests.correct(call, 0);
    m_tokens.correct(call, 0);
    if (call != m_lastCall)
        return;
    m_lastCall = {};
    m_requestSpacing.add(-1);
    m_tokenSpacing.add(-tokens);
}

void RateLimiter::correct(qint64 nowNs, StepId call, int estimated, int actual)
{
    if (m_limits.tokensPerMinute <= 0 || actual == estimated)
        return;
    if (!m_tokens.correct(call, actual) && actual > estimated)
        m_tokens.spend(nowNs, call, actual - estimated); // when the service counts it is not known: the later is the safe one
    m_tokenSpacing.add(actual - estimated);
}

} // namespace interleave
