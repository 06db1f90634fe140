// Where the calls of a scenario may go: its own endpoint and every route of its policy, each as a whole endpoint. Used by what
// chooses among them, by what calls them and by what tells of them before. A function of the scenario, any thread.
#pragma once

#include "core/scenario.h"

namespace interleave {

/// Every endpoint that a call of the scenario may go to: 0 is the scenario's own, then rules, fallbacks and candidates in their
/// order, and then the models that steps and agents name. What a route does not say is the scenario's own; but its key goes to no other
/// address and to no other provider. A route that names another provider's service has its address only in a scenario that withKnownNames()
/// (setup/catalog) gave.
QList<Endpoint> routesOf(const Scenario &scenario);

/// Models that steps, agents and members of the scenario's workload name, each once, without the endpoint's own.
QStringList modelsOfSteps(const Scenario &scenario);

} // namespace interleave
