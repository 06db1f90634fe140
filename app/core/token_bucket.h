// A token bucket: it holds one minute's worth and refills evenly, so who keeps within the limit in every minute never waits.
// The simulator's quotas are made of it. A value; time comes from outside.
#pragma once

#include <QtGlobal>

namespace interleave {

/// What a bucket holds at some moment.
struct BucketState {
    int limit = 0; ///< 0: unlimited
    int left = 0;
    double fullInS = 0; ///< real seconds until it is full again
};

class TokenBucket
{
public:
    TokenBucket(int perMinute, double timeScale); ///< 0 a minute: unlimited. A time scale of 0.1 makes a minute of 6 s
    /// Seconds until `amount` is there; 0: now. More than a minute's worth needs a full bucket and leaves a debt.
    double waitS(qint64 nowNs, double amount);
    void take(double amount) { m_level -= amount; }
    BucketState state(qint64 nowNs);

private:
    void refill(qint64 nowNs);

    double m_capacity;
    double m_perNs;
    double m_level;
    qint64 m_lastNs = -1; ///< of the last refill; -1: there was none
};

} // namespace interleave
