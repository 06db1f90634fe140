// A workload makes jobs of a scenario and says, as a coroutine, what one job does. To add one: a file beside
// prompt_batch.cpp and a line in workloads.cpp. Used by the run (jobs) and by every environment (the coroutine).
#pragma once

#include "core/scenario.h"
#include "environment/job_context.h"
#include "tools/tool.h"

#include <QString>

#include <vector>

namespace interleave {

struct Workload {
    QString id;
    QString title;
    QString sentence;
    Job (*job)(const Scenario &scenario, int number); ///< the job of this number
    JobFunction run;
    int callsOfJob = 1;       ///< when nothing fails; 0: that is decided while it runs
    bool usesReplies = false; ///< what a reply says decides what follows: a prediction must make its text
    bool hasBranches = false; ///< one job may keep several workers busy
};

/// Those that a person can choose, in menu order.
const std::vector<Workload> &workloads();
/// In addition to them, those that only files name. Null: no such workload.
const Workload *findWorkload(const QString &id);
/// The one that the scenario asks for.
const Workload &workloadOf(const Scenario &scenario);

/// What a run's environments carry out. `prices`: of its calls, for agents whose dollars are bounded.
JobProgram programOf(const Scenario &scenario, const PriceTable &prices);
/// The tool of a name that models and workflows use, by the scenario's own settings or by itself. Null: there is none.
const Tool *toolNamed(const Scenario &scenario, const QString &name);
/// What is missing for the scenario's workload, or is named and not known: a step, a column, a tool. Empty: nothing.
QString problemOfWorkload(const Scenario &scenario);

/// Each prompt with each row of the table.
Job promptBatchJob(const Scenario &scenario, int number);
Task<WorkResult> promptBatch(JobContext &context, const Unit &unit);
Task<WorkResult> workflow(JobContext &context, const Unit &unit);
Task<WorkResult> agent(JobContext &context, const Unit &unit);
Task<WorkResult> team(JobContext &context, const Unit &unit);
Task<WorkResult> chain(JobContext &context, const Unit &unit);
Task<WorkResult> fanOut(JobContext &context, const Unit &unit);

} // namespace interleave
