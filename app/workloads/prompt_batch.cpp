// Prompt batch: every prompt is a job of its own: one call, then the analysis of its reply.
#include "workloads/workload.h"

namespace interleave {

Job promptBatchJob(const Scenario &scenario, int call)
{
    Job job;
    job.call = call;
    job.prompt = scenario.promptOfCall(call);
    job.prompt.text.replace(QStringLiteral("{{call}}"), QString::number(call + 1)); // makes a prompt that no call before it had
    return job;
}

Task<void> promptBatch(JobContext context, Job job)
{
    const Reply reply = co_await context.environment.call(context.call, job.prompt, job.plannedNs);
    if (isSuccess(reply.outcome))
        co_await context.environment.compute(context.call, reply.text, context.cpu);
}

} // namespace interleave
