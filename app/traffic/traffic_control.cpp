#include "traffic/traffic_control.h"

namespace interleave {

TrafficControl::TrafficControl(const Scenario &scenario, const PriceTable &prices, double timeScale, std::unique_ptr<ResponseCache> cache)
    : m_routes(routesOf(scenario))
    , m_retry(scenario.traffic.retry)
    , m_limits(scenario.traffic.limits)
    , m_timeScale(timeScale)
    , m_router(scenario, prices)
    , m_inFlight(scenario.concurrency)
    , m_cache(std::move(cache))
{
}

int TrafficControl::tokensFor(const Ask &ask) const
{
    const double output = ask.prompt.maxOutputTokens && m_meanOutput <= 0 ? *ask.prompt.maxOutputTokens : m_meanOutput;
    return ask.tokens + static_cast<int>(output);
}

RateLimiter &TrafficControl::rateOf(int route)
{
    const Endpoint &endpoint = m_routes[route];
    return m_rates.try_emplace({endpoint.baseUrl, endpoint.modelName}, m_limits, m_timeScale).first->second;
}

Task<Verdict> TrafficControl::enter(Ask ask)
{
    Verdict verdict;
    verdict.route = m_router.choose(ask);
    if (ask.attempt == 0)
        ++m_calls;
    if (m_cache && ask.attempt == 0) {
        verdict.cached = m_cache->find(m_routes[verdict.route], ask.prompt);
        if (verdict.cached)
            co_return verdict;
    }
    if (ask.isRetry && m_retry.budget > 0) {
        verdict.isAllowed = m_retries < m_retry.budget * m_calls;
        if (!verdict.isAllowed)
            co_return verdict;
        ++m_retries;
    }
    verdict.tokens = tokensFor(ask);
    RateLimiter &rate = rateOf(verdict.route);
    if (ask.waits && !(m_inFlight.isFree() && rate.isFree(Loop::current().now(), verdict.tokens)))
        ask.waits();
    Permit permit = co_await m_inFlight.acquire();
    co_await rate.acquire(verdict.tokens);
    permit.keep(); // until leave()
    co_return verdict;
}

void TrafficControl::leave(const AttemptReport &report)
{
    Permit(m_inFlight).release();
    const Usage &usage = report.reply.usage;
    if (report.reply.outcome == Outcome::Ok) {
        rateOf(report.route).correct(report.tokens, usage.input + usage.output);
        m_meanOutput += (m_meanOutput > 0 ? 0.1 : 1) * (usage.output - m_meanOutput);
        if (m_cache)
            m_cache->keep(m_routes[report.route], report.prompt, report.reply);
    }
    m_router.learn(report);
}

} // namespace interleave
