// What attempts meet in virtual time under a simulator profile: plans, limits and faults, in the order in which attempts arrive.
// Used by predict(), in its thread.
#pragma once

#include "core/scenario.h"
#include "environment/virtual_environment.h"
#include "simulator/profile.h"
#include "simulator/quota.h"

#include <map>

namespace interleave {

class PredictedService
{
public:
    PredictedService(const Scenario &scenario, Profile profile);
    VirtualService serve(const VirtualRequest &request);

private:
    Fault faultOf(const SampleKey &key, const VirtualRequest &request);

    const Scenario m_scenario;
    const Profile m_profile;
    const QList<Endpoint> m_routes;
    std::map<QString, Quota> m_quotas; // by model, as the simulator counts
    qint64 m_firstNs = -1;             ///< when the first attempt arrived: the clock of faults with a schedule
};

} // namespace interleave
