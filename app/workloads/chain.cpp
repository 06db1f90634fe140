// Chain: a call and the analysis of its reply, then a call about what the first one said, and the analysis of that.
#include "workloads/workload.h"

namespace interleave {

Task<WorkResult> chain(JobContext &context, const Unit &unit)
{
    const StepId draft = context.begin(StepKind::Call, QStringLiteral("draft"));
    const Reply first = co_await context.call(draft, unit.job.prompt);
    if (!isSuccess(first.outcome))
        co_return WorkResult{first.outcome, {}, first.error};
    const StepId scored = context.begin(StepKind::Analysis, QStringLiteral("score the draft"), {draft});
    const WorkResult score = co_await context.compute(scored, CpuWork{first.text});

    Prompt about = unit.job.prompt;
    about.text = QStringLiteral("Shorten this (%1): %2").arg(QString::fromUtf8(score.value.json), first.text);
    const StepId revision = context.begin(StepKind::Call, QStringLiteral("revision"), {draft, scored});
    const Reply second = co_await context.call(revision, about);
    if (!isSuccess(second.outcome))
        co_return WorkResult{second.outcome, {}, second.error};
    const StepId end = context.begin(StepKind::Analysis, QStringLiteral("score the revision"), {revision});
    co_return co_await context.compute(end, CpuWork{second.text});
}

} // namespace interleave
