#include "workloads/workload.h"

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

const std::vector<Workload> &workloads()
{
    static const std::vector<Workload> list{
        {u"prompt_batch"_s, u"Prompt batch"_s, u"Every prompt is one call, then the analysis of its reply."_s, promptBatchJob, promptBatch,
         1},
        {u"workflow"_s, u"Workflow"_s, u"Every job is a graph of steps: calls, tools and analyses that wait for each other's results."_s,
         promptBatchJob, workflow, 0, true, true},
        {u"agent"_s, u"Agent"_s, u"Every job is an agent that calls tools, which really run, until it answers."_s, promptBatchJob, agent, 0,
         true, true},
        {u"team"_s, u"Team of agents"_s, u"Every job is several agents: side by side, under an orchestrator, or over a shared board."_s,
         promptBatchJob, team, 0, true, true},
    };
    return list;
}

/// The smallest jobs of several steps: no menu shows them.
static const std::vector<Workload> &smallWorkloads()
{
    static const std::vector<Workload> list{
        {u"chain"_s, u"Chain"_s, u"Every prompt is a call, and then a second one about the first one's reply."_s, promptBatchJob, chain, 2,
         true, false},
        {u"fan_out"_s, u"Fan out"_s, u"Every prompt is asked three times at once, and the replies are asked about in a last call."_s,
         promptBatchJob, fanOut, 4, true, true},
    };
    return list;
}

static const Workload *find(const std::vector<Workload> &list, const QString &id)
{
    const auto found = std::find_if(list.begin(), list.end(), [&](const Workload &each) { return each.id == id; });
    return found == list.end() ? nullptr : &*found;
}

const Workload *findWorkload(const QString &id)
{
    const Workload *shown = find(workloads(), id);
    return shown ? shown : find(smallWorkloads(), id);
}

JobProgram programOf(const Scenario &scenario, const PriceTable &prices) { return {workloadOf(scenario).run, scenario, prices}; }

const Tool *toolNamed(const Scenario &scenario, const QString &name)
{
    for (const ToolSettings &settings : scenario.tools) {
        if (settings.name == name)
            return findTool(settings.tool());
    }
    return findTool(name);
}

const Workload &workloadOf(const Scenario &scenario)
{
    const Workload *workload = findWorkload(scenario.workload);
    return workload ? *workload : workloads().front();
}

} // namespace interleave
