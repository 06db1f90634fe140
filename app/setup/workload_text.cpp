#include "setup/workload_text.h"

#include "workloads/workload.h"
#include "json/agent_json.h"
#include "json/json.h"
#include "json/workflow_json.h"

#include <nlohmann/json.hpp>

namespace interleave {

using namespace Qt::StringLiterals;

static QByteArray jsonOfWorkload(const Scenario &scenario)
{
    if (scenario.workload == "workflow"_L1)
        return scenario.workflow.json();
    if (scenario.workload == "agent"_L1)
        return scenario.agent.json();
    return scenario.workload == "team"_L1 ? scenario.team.json() : QByteArray();
}

bool hasWorkloadText(const Scenario &scenario) { return !jsonOfWorkload(scenario).isEmpty(); }

QString workloadText(const Scenario &scenario)
{
    return hasWorkloadText(scenario) ? QString::fromUtf8(pretty(parseOrderedJson(jsonOfWorkload(scenario)))) : QString();
}

Result<Scenario> withWorkloadText(Scenario scenario, const QString &text)
{
    const QString problem = readJson(text.toUtf8(), scenario.workload, [&](FieldReader &fields) {
        if (scenario.workload == "workflow"_L1)
            scenario.workflow = {fields.json(), readWorkflow(fields)};
        else if (scenario.workload == "agent"_L1)
            scenario.agent = {fields.json(), readAgent(fields)};
        else
            scenario.team = {fields.json(), readTeam(fields)};
    });
    if (!problem.isEmpty())
        return Error{problem};
    if (const QString missing = problemOfWorkload(scenario); !missing.isEmpty())
        return Error{missing};
    return scenario;
}

} // namespace interleave
