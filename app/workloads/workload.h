// A workload makes jobs of a scenario and says, as a coroutine, what one job does. To add one: a file beside
// prompt_batch.cpp and a line in workloads.cpp. Used by the run (jobs) and by every environment (the coroutine).
#pragma once

#include "core/scenario.h"
#include "environment/environment.h"

#include <QString>

#include <vector>

namespace interleave {

struct Workload {
    QString id;
    QString title;
    QString sentence;
    Job (*job)(const Scenario &scenario, int call); ///< the job whose (first) call has this number
    JobFunction run;
};

const std::vector<Workload> &workloads();
/// Null: no such workload.
const Workload *findWorkload(const QString &id);

Job promptBatchJob(const Scenario &scenario, int call);
Task<void> promptBatch(JobContext context, Job job);

} // namespace interleave
