// Prompt batch: every prompt is a job of its own: one call, then the analysis of its reply.
#include "workloads/workload.h"

namespace interleave {

std::vector<Job> promptBatchJobs(const Scenario &scenario)
{
    std::vector<Job> jobs;
    for (int call = 0; call < scenario.plannedCalls(); ++call)
        jobs.push_back({call, scenario.promptOfCall(call), QStringLiteral("prompt_batch")});
    return jobs;
}

Task<void> promptBatch(JobContext context, Job job)
{
    const Reply reply = co_await context.environment.call(context.call, job.prompt);
    if (isSuccess(reply.outcome))
        co_await context.environment.compute(context.call, reply.text, context.cpu);
}

} // namespace interleave
