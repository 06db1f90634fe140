// Prompt batch: every prompt is a job of its own: one call, then the analysis of its reply.
#include "workloads/workload.h"

namespace interleave {

Job promptBatchJob(const Scenario &scenario, int number)
{
    Job job;
    job.number = number;
    job.prompt = scenario.promptOfCall(number);
    job.prompt.text.replace(QStringLiteral("{{call}}"), QString::number(number + 1)); // makes a prompt that no call before it had
    job.row = scenario.rowOfJob(number);
    return job;
}

Task<WorkResult> promptBatch(JobContext &context, const Unit &unit)
{
    const StepId call = context.begin(StepKind::Call, {});
    const Reply reply = co_await context.call(call, unit.job.prompt);
    if (!isSuccess(reply.outcome))
        co_return WorkResult{reply.outcome, {}, reply.error};
    const StepId analysis = context.begin(StepKind::Analysis, {}, {call});
    co_return co_await context.compute(analysis, CpuWork{reply.text});
}

} // namespace interleave
