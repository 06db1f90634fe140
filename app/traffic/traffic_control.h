// Carries out a scenario's traffic policy for a whole run, the same under every execution model: routing, cache, retry
// budget, then the limit on calls in flight and the rate limits together. Made per run; thread of the loop.
#pragma once

#include "async/semaphore.h"
#include "core/scenario.h"
#include "traffic/cache_desk.h"
#include "traffic/limit_queue.h"
#include "traffic/router.h"
#include "traffic/traffic.h"

#include <map>
#include <memory>
#include <vector>

namespace interleave {

class PriceTable;

class TrafficControl : public Traffic
{
public:
    /// `cache` null: none. `minuteNs`: tests have shorter minutes.
    TrafficControl(const Scenario &scenario, const PriceTable &prices, std::unique_ptr<ResponseCache> cache,
                   qint64 minuteNs = 60'000'000'000);

    /// Why the cache is not on disk; empty: it is, or there is none.
    QString cacheProblem() const { return m_cache ? m_cache->problem() : QString(); }

    Task<Verdict> enter(const Ask &ask) override;
    void leave(const AttemptReport &report) override;

private:
    int tokensFor(const Ask &ask) const;
    Task<Verdict> enterTool(const Ask &ask);

    QList<Endpoint> m_routes;
    RetryPolicy m_retry;
    int m_calls = 0; // that asked so far
    int m_retries = 0;
    double m_meanOutput = 0; // output tokens of a reply, an average that forgets
    Router m_router;
    LimitQueue m_queue;
    std::vector<LimitQueue::Line *> m_lines; // of each route; the same for those of one endpoint and model, as the services count
    std::unique_ptr<CacheDesk> m_cache;      // null: none
    std::map<QString, Semaphore> m_tools;    // those that have a limit, by name
};

} // namespace interleave
