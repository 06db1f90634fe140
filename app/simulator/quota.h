// Requests and input tokens per minute that the simulated service allows, as two token buckets. A bucket holds one
// minute's worth and refills evenly, so a client that keeps within the limit in every minute is never refused. A value of
// the server thread; time comes from outside.
#pragma once

#include "simulator/profile.h"
#include "simulator/refusal.h"

namespace interleave {

/// What the limits leave at some moment, for the headers that tell it.
struct QuotaState {
    struct Part {
        int limit = 0; ///< 0: unlimited
        int left = 0;
        double fullInS = 0; ///< real seconds until all of it is there again
    };
    Part requests;
    Part tokens; ///< of input
};

class TokenBucket
{
public:
    TokenBucket(int perMinute, double timeScale); ///< 0 a minute: unlimited
    /// Seconds until `amount` is there; 0: now. More than a minute's worth needs a full bucket and leaves a debt.
    double waitS(qint64 nowNs, double amount);
    void take(double amount) { m_level -= amount; }
    QuotaState::Part state(qint64 nowNs);

private:
    void refill(qint64 nowNs);

    double m_capacity;
    double m_perNs;
    double m_level;
    qint64 m_lastNs = 0;
};

class Quota
{
public:
    Quota(RateLimit limit, double timeScale);
    QuotaState state(qint64 nowNs);
    /// Takes one request of so many input tokens from both buckets, or from neither and says why.
    std::optional<Refusal> take(qint64 nowNs, int inputTokens);

private:
    RateLimit m_limit;
    TokenBucket m_requests;
    TokenBucket m_tokens;
};

} // namespace interleave
