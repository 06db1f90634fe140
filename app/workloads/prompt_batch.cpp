// Prompt batch: every prompt is a job of its own: one call, then the analysis of its reply.
#include "workloads/scope.h"
#include "workloads/workload.h"
#include "json/json.h"

namespace interleave {

static void fill(const Scope &row, QString &text)
{
    if (const Result<QString> filled = row.fill(text))
        text = *filled;
}

Job promptBatchJob(const Scenario &scenario, int number)
{
    Job job;
    job.number = number;
    job.prompt = scenario.promptOfCall(number);
    job.prompt.text.replace(QStringLiteral("{{call}}"), QString::number(number + 1)); // makes a prompt that no call before it had
    job.row = scenario.rowOfJob(number);
    if (!job.row.json.isEmpty()) { // its names were looked at before the run
        const Scope row(parseJson(job.row.json));
        fill(row, job.prompt.text);
        fill(row, job.prompt.system);
    }
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
