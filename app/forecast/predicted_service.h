// What attempts meet in virtual time under a simulator profile: plans, limits and faults, in the order in which attempts arrive.
// Used by predict(), in its thread.
#pragma once

#include "core/scenario.h"
#include "environment/virtual_environment.h"
#include "simulator/llm/profile.h"
#include "simulator/service/quota.h"

#include <map>
#include <optional>

namespace interleave {

class PredictedService
{
public:
    /// Beyond `mostEntries` it plans nothing any more: many attempts may arrive together before anybody asks for entries().
    PredictedService(const Scenario &scenario, Profile profile, std::optional<Script> script, qint64 mostEntries);
    VirtualService serve(const VirtualRequest &request);
    /// About how many entries the trace will have for all that was served so far, and text that is kept, by 64 characters: what memory and
    /// most of the time go by. Grows before they are recorded.
    qint64 entries() const { return m_entries; }

private:
    Fault faultOf(const SampleKey &key, const VirtualRequest &request);

    const Scenario m_scenario;
    const Profile m_profile;
    const std::optional<Script> m_script;
    const QList<Endpoint> m_routes;
    std::map<QString, Quota> m_quotas; // by model, as the simulator counts
    const qint64 m_mostEntries;
    qint64 m_entries = 0;
    qint64 m_firstNs = -1; ///< when the first attempt arrived: the clock of faults with a schedule
};

} // namespace interleave
