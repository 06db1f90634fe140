// Carries out a scenario's traffic policy for a whole run, the same under every execution model: routing, cache, retry
// budget, the limit on calls in flight, and the rate limits, in this order. Made per run; thread of the loop.
#pragma once

#include "async/semaphore.h"
#include "core/scenario.h"
#include "core/time_scale.h"
#include "traffic/rate_limiter.h"
#include "traffic/response_cache.h"
#include "traffic/router.h"
#include "traffic/traffic.h"

#include <map>
#include <memory>

namespace interleave {

class PriceTable;

class TrafficControl : public Traffic
{
public:
    /// `cache` null: none. `timeScale` as for policyTimeScale().
    TrafficControl(const Scenario &scenario, const PriceTable &prices, double timeScale, std::unique_ptr<ResponseCache> cache);

    /// Why the cache is not on disk; empty: it is, or there is none.
    QString cacheProblem() const { return m_cache ? m_cache->problem() : QString(); }

    Task<Verdict> enter(Ask ask) override;
    void leave(const AttemptReport &report) override;

private:
    int tokensFor(const Ask &ask) const;
    RateLimiter &rateOf(int route);

    QList<Endpoint> m_routes;
    RetryPolicy m_retry;
    int m_calls = 0; // that asked so far
    int m_retries = 0;
    double m_meanOutput = 0; // output tokens of a reply, an average that forgets
    RateLimits m_limits;
    double m_timeScale;
    Router m_router;
    std::map<std::pair<QString, QString>, RateLimiter> m_rates; // by endpoint and model, as the services count
    Semaphore m_inFlight;
    std::unique_ptr<ResponseCache> m_cache;
};

} // namespace interleave
