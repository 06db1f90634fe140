// Requests and input tokens per minute that the simulated service allows, as two token buckets. A bucket holds one
// minute's worth and refills evenly, so a client that keeps within the limit in every minute is never refused. A value of
// the server thread; time comes from outside.
#pragma once

#include "core/token_bucket.h"
#include "simulator/llm/profile.h"
#include "simulator/protocols/refusal.h"

namespace interleave {

/// What the limits leave at some moment, for the headers that tell it.
struct QuotaState {
    using Part = BucketState;
    Part requests;
    Part tokens; ///< of input
};

class Quota
{
public:
    Quota(RateLimit limit, double timeScale);
    QuotaState state(qint64 nowNs);
    /// Takes one request of so many input tokens from both buckets, or from neither and says why.
    std::optional<ServiceRefusal> take(qint64 nowNs, int inputTokens);

private:
    RateLimit m_limit;
    TokenBucket m_requests;
    TokenBucket m_tokens;
};

} // namespace interleave
