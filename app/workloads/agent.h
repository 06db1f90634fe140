// One agent at its task: asks the model, runs the tools that it asks for, tells it what they gave, until it answers or meets a bound
// (ReAct). The workload `agent` is one agent for each job; workflows and teams have them as parts. Coroutines over JobContext.
#pragma once

#include "core/agent.h"
#include "environment/job_context.h"

namespace interleave {

/// The value is the answer, a text. `causes`: steps that it waited for. `group`: the step that its steps are parts of; none: the branch or
/// job itself.
Task<WorkResult> workAsAgent(JobContext &context, const Agent &agent, QString system, QString task, std::vector<StepId> causes,
                             StepId group = {});

/// A branch that is one agent at its task: given up when the agent's seconds are over, whatever it is at.
Branch withinItsSeconds(const Agent &agent, Branch branch);

/// A tool that is a branch of its own: several of one turn run side by side.
bool isToolBranch(const Unit &unit);
Task<WorkResult> toolOfBranch(JobContext &context, const Unit &unit);

} // namespace interleave
