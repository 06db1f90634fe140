#include "core/routes.h"

#include "core/origin.h"

namespace interleave {

static Endpoint resolved(const Endpoint &own, const Route &route)
{
    Endpoint endpoint = own;
    if (!route.provider.isEmpty())
        endpoint.provider = route.provider;
    if (!route.baseUrl.isEmpty())
        endpoint.baseUrl = route.baseUrl;
    if (!route.modelName.isEmpty())
        endpoint.modelName = route.modelName;
    leaveSecretsBehind(own, endpoint);
    if (!route.baseUrl.isEmpty() || endpoint.provider != own.provider)
        endpoint.apiKeyEnv.clear(); // a route that is told apart names its own
    if (!route.apiKeyEnv.isEmpty())
        endpoint.apiKeyEnv = route.apiKeyEnv;
    return endpoint;
}

QStringList modelsOfSteps(const Scenario &scenario)
{
    QStringList models;
    const auto add = [&](const QString &name) {
        if (!name.isEmpty() && name != scenario.endpoint.modelName && !models.contains(name))
            models.append(name);
    };
    if (scenario.workload == u"workflow" && scenario.workflow.isThere()) {
        for (const WorkflowBlock &block : scenario.workflow->blocks) {
            for (const WorkflowStep &step : block.steps) {
                add(step.modelName);
                add(step.agent.modelName);
            }
        }
    } else if (scenario.workload == u"agent" && scenario.agent.isThere()) {
        add(scenario.agent->modelName);
    } else if (scenario.workload == u"team" && scenario.team.isThere()) {
        for (const TeamRole &role : scenario.team->roles)
            add(role.agent.modelName);
        for (const std::optional<Agent> *agent : {&scenario.team->plan, &scenario.team->decision}) {
            if (*agent)
                add((*agent)->modelName);
        }
    }
    return models;
}

QList<Endpoint> routesOf(const Scenario &scenario)
{
    const RoutingPolicy &routing = scenario.traffic.routing;
    QList<Endpoint> routes{scenario.endpoint};
    for (const RoutingRule &rule : routing.rules)
        routes.append(resolved(scenario.endpoint, rule.to));
    for (const QList<Route> &list : {routing.fallbacks, routing.cheapestOf}) {
        for (const Route &route : list)
            routes.append(resolved(scenario.endpoint, route));
    }
    for (const QString &model : modelsOfSteps(scenario)) {
        routes.append(scenario.endpoint);
        routes.last().modelName = model;
    }
    return routes;
}

} // namespace interleave
