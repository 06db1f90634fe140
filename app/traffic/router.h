// Chooses where a call goes: to the model that its step names, else by the first rule that matches, else to the cheapest of the policy's
// candidates that meets the objectives so far, else the scenario's own endpoint. Thread of the loop.
#pragma once

#include "core/routes.h"
#include "traffic/traffic.h"

#include <vector>

namespace interleave {

class PriceTable;

class Router
{
public:
    Router(const Scenario &scenario, const PriceTable &prices);

    /// Which of routesOf(scenario).
    int choose(const Ask &ask);
    void learn(const AttemptReport &report);

private:
    struct Candidate {
        int route = 0;
        double price = 0; ///< USD of a million input tokens and a million output tokens
        double good = 1;  ///< share of calls that met the objectives, an average that forgets
        int asked = 0;
        bool isProven() const { return asked >= 5; }
    };
    int cheapest();

    RoutingPolicy m_policy;
    Objectives m_objectives;
    int m_firstFallback;
    QString m_ownModel;       // of the endpoint
    QStringList m_stepModels; // that steps name; the last routes
    int m_firstStepModel;
    std::vector<Candidate> m_candidates; // cheapest first
    int m_turn = 0;
};

} // namespace interleave
