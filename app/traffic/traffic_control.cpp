#include "traffic/traffic_control.h"

#include <algorithm>
#include <limits>
#include <map>

namespace interleave {

static int sumOf(int a, int b) { return static_cast<int>(std::min<qint64>(qint64(a) + b, std::numeric_limits<int>::max())); }

TrafficControl::TrafficControl(const Scenario &scenario, const PriceTable &prices, std::unique_ptr<ResponseCache> cache, qint64 minuteNs)
    : m_routes(routesOf(scenario))
    , m_retry(scenario.traffic.retry)
    , m_router(scenario, prices)
    , m_queue(scenario.concurrency)
    , m_cache(cache ? std::make_unique<CacheDesk>(std::move(cache)) : nullptr)
{
    std::map<std::pair<QString, QString>, LimitQueue::Line *> known;
    for (const Endpoint &route : m_routes) {
        LimitQueue::Line *&line = known[{route.baseUrl, route.modelName}];
        if (!line)
            line = &m_queue.addLine(RateLimiter(scenario.traffic.limits, minuteNs));
        m_lines.push_back(line);
    }
    for (const ToolSettings &tool : scenario.tools) {
        if (tool.limit > 0)
            m_tools.try_emplace(tool.name, tool.limit);
    }
}

Task<Verdict> TrafficControl::enterTool(const Ask &ask)
{
    Verdict verdict;
    verdict.tool = ask.tool;
    const auto limit = m_tools.find(ask.tool);
    if (limit == m_tools.end())
        co_return verdict;
    const bool waits = !limit->second.isFree();
    if (waits && ask.waits)
        ask.waits();
    Permit place = co_await limit->second.acquire();
    place.keep(); // until leave()
    if (waits)
        verdict.letInNs = Loop::current().readySince();
    co_return verdict;
}

int TrafficControl::tokensFor(const Ask &ask) const
{
    const double output = ask.prompt.maxOutputTokens && m_meanOutput <= 0 ? *ask.prompt.maxOutputTokens : m_meanOutput;
    return ask.tokens + static_cast<int>(output);
}

Task<Verdict> TrafficControl::enter(const Ask &ask)
{
    if (!ask.tool.isEmpty())
        co_return co_await enterTool(ask);
    Verdict verdict;
    verdict.route = m_router.choose(ask);
    if (ask.attempt == 0)
        ++m_calls;
    if (m_cache && ask.attempt == 0) {
        verdict.cached = co_await m_cache->find(m_routes[verdict.route], ask.prompt);
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
    LimitQueue::Place place(m_queue, *m_lines[static_cast<size_t>(verdict.route)], ask.call, verdict.tokens);
    const bool waits = !place.isLetIn();
    if (waits && ask.waits)
        ask.waits();
    while (!place.isLetIn())
        co_await place;
    place.keep(); // until leave()
    if (waits)
        verdict.letInNs = Loop::current().readySince();
    co_return verdict;
}

void TrafficControl::leave(const AttemptReport &report)
{
    if (!report.tool.isEmpty()) {
        if (const auto limit = m_tools.find(report.tool); limit != m_tools.end())
            Permit(limit->second).release();
        return;
    }
    RateLimiter &rate = m_lines[static_cast<size_t>(report.route)]->rate;
    const Usage &usage = report.reply.usage;
    if (!report.wasMade) {
        rate.giveBack(report.call, report.tokens);
    } else if (report.reply.outcome == Outcome::Ok) {
        const int output = usage.output.value_or(estimatedTokens(report.reply.text.size()));
        if (usage.input)
            rate.correct(Loop::current().now(), report.call, report.tokens, sumOf(*usage.input, output));
        m_meanOutput += (m_meanOutput > 0 ? 0.1 : 1) * (output - m_meanOutput);
        if (m_cache)
            m_cache->keep(m_routes[report.route], report.prompt, report.reply);
    }
    m_router.learn(report);
    m_queue.leave(); // last: the next one meets all of this
}

} // namespace interleave
