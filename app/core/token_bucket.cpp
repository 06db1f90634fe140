#include "core/token_bucket.h"

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
    if (m_lastNs >= 0)
        m_level = std::min(m_capacity, m_level + static_cast<double>(nowNs - m_lastNs) * m_perNs);
    m_lastNs = nowNs;
}

BucketState TokenBucket::state(qint64 nowNs)
{
    if (std::isinf(m_capacity))
        return {};
    refill(nowNs);
    return {.limit = static_cast<int>(m_capacity),
            .left = static_cast<int>(std::max(m_level, 0.0)),
            .fullInS = (m_capacity - m_level) / m_perNs / 1e9};
}

double TokenBucket::waitS(qint64 nowNs, double amount)
{
    refill(nowNs);
    const double missing = std::min(amount, m_capacity) - m_level;
    return missing > 1e-9 ? missing / m_perNs / 1e9 : 0;
}

} // namespace interleave
