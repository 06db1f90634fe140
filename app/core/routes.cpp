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
    return routes;
}

} // namespace interleave
