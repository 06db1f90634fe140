#include "traffic/router.h"

#include "core/clock.h"
#include "core/price_table.h"

#include <algorithm>
#include <limits>

namespace interleave {

static constexpr double wantedShare = 0.9; // of calls that meet the objectives
static constexpr double memory = 0.1;      // weight of the newest call
static constexpr int tryAgainEvery = 50;   // calls after which one that failed the objectives gets another chance

Router::Router(const Scenario &scenario, const PriceTable &prices)
    : m_policy(scenario.traffic.routing)
    , m_objectives(scenario.objectives)
    , m_firstFallback(1 + static_cast<int>(m_policy.rules.size()))
    , m_ownModel(scenario.endpoint.modelName)
    , m_stepModels(modelsOfSteps(scenario))
{
    const QList<Endpoint> routes = routesOf(scenario);
    m_firstStepModel = static_cast<int>(routes.size() - m_stepModels.size());
    int route = m_firstFallback + static_cast<int>(m_policy.fallbacks.size());
    for (; route < m_firstStepModel; ++route) {
        const double price = prices.costUsd(routes[route], Usage{.input = 1'000'000, .output = 1'000'000})
                                 .value_or(std::numeric_limits<double>::max()); // unknown: the dearest
        m_candidates.push_back({route, price});
    }
    std::sort(m_candidates.begin(), m_candidates.end(),
              [](const Candidate &a, const Candidate &b) { return a.price != b.price ? a.price < b.price : a.route < b.route; });
}

static bool matches(const RoutingRule &rule, const Prompt &prompt)
{
    const qsizetype length = prompt.text.size();
    return length >= rule.promptCharsAtLeast && (rule.promptCharsAtMost == 0 || length <= rule.promptCharsAtMost) &&
           (rule.callClass.isEmpty() || rule.callClass == prompt.callClass);
}

int Router::choose(const Ask &ask)
{
    if (ask.fallback > 0)
        return m_firstFallback + ask.fallback - 1;
    if (const QString &named = ask.prompt.modelName; !named.isEmpty())
        return named == m_ownModel ? 0 : m_firstStepModel + static_cast<int>(m_stepModels.indexOf(named));
    for (qsizetype rule = 0; rule < m_policy.rules.size(); ++rule) {
        if (matches(m_policy.rules[rule], ask.prompt))
            return 1 + static_cast<int>(rule);
    }
    return m_candidates.empty() ? 0 : cheapest();
}

int Router::cheapest()
{
    const bool tryAgain = ++m_turn % tryAgainEvery == 0;
    for (const Candidate &candidate : m_candidates) {
        if (!candidate.isProven() || candidate.good >= wantedShare || tryAgain)
            return candidate.route;
    }
    return std::max_element(m_candidates.begin(), m_candidates.end(),
                            [](const Candidate &a, const Candidate &b) { return a.good < b.good; })
        ->route;
}

void Router::learn(const AttemptReport &report)
{
    const auto candidate =
        std::find_if(m_candidates.begin(), m_candidates.end(), [&](const Candidate &c) { return c.route == report.route; });
    if (candidate == m_candidates.end() || !report.wasMade || report.reply.outcome == Outcome::Cancelled)
        return;
    const bool good = report.reply.outcome == Outcome::Ok &&
                      (m_objectives.latencyS <= 0 || secondsFromNs(report.serviceNs) <= m_objectives.latencyS) &&
                      (m_objectives.ttftS <= 0 || secondsFromNs(report.ttftNs) <= m_objectives.ttftS);
    ++candidate->asked;
    candidate->good += memory * ((good ? 1 : 0) - candidate->good);
}

} // namespace interleave
