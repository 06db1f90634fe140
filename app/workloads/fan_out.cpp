// Fan out: the same prompt in three branches, each a call, the analysis of its reply, a tool that
// waits and one that works; another tool adds up how long the replies are; a last
// call is about all of them.
#include "workloads/workload.h"

#include "json/json.h"

#include <nlohmann/json.hpp>

namespace interleave {

static Task<WorkResult> oneOfThree(JobContext &context, const Unit &unit)
{
    Prompt prompt = unit.job.prompt;
    prompt.text += QStringLiteral(" (") + unit.branch.name + QStringLiteral(")");
    const StepId ask = context.begin(StepKind::Call, unit.branch.name);
    const Reply reply = co_await context.call(ask, prompt);
    if (!isSuccess(reply.outcome))
        co_return WorkResult{reply.outcome, {}, reply.error};
    const StepId scored = context.begin(StepKind::Analysis, QStringLiteral("score"), {ask});
    co_await context.compute(scored, CpuWork{reply.text});
    const StepId lookedUp = context.begin(StepKind::Tool, QStringLiteral("wait"), {ask});
    co_await context.tool(lookedUp, ToolWork{QStringLiteral("wait"), {"{\"ms\":5}"}});
    const StepId worked = context.begin(StepKind::Tool, QStringLiteral("burn"), {lookedUp});
    co_await context.tool(worked, ToolWork{QStringLiteral("burn"), {"{\"ms\":1}"}});
    co_return WorkResult{Outcome::Ok, {compact(Json(utf8(reply.text)))}, {}};
}

Task<WorkResult> fanOut(JobContext &context, const Unit &unit)
{
    if (!unit.isWhole())
        co_return co_await oneOfThree(context, unit);
    std::vector<StepId> branches;
    const std::vector<WorkResult> replies = co_await context.all(
        {{QStringLiteral("view 1"), {}}, {QStringLiteral("view 2"), {}}, {QStringLiteral("view 3"), {}}}, {}, &branches);
    QStringList texts;
    QStringList lengths;
    for (const WorkResult &reply : replies) {
        if (!isSuccess(reply.outcome))
            co_return reply;
        texts.append(textOf(parseJson(reply.value.json)));
        lengths.append(QString::number(texts.last().size()));
    }
    const StepId counted = context.begin(StepKind::Tool, QStringLiteral("calculator"), branches);
    const Json arguments{{"expression", utf8(lengths.join(QLatin1Char('+')))}};
    const WorkResult sum = co_await context.tool(counted, ToolWork{QStringLiteral("calculator"), {compact(arguments)}});

    Prompt about = unit.job.prompt;
    about.text = QStringLiteral("Join these, %1: %2").arg(QString::fromUtf8(sum.value.json), texts.join(QLatin1Char(' ')));
    const StepId last = context.begin(StepKind::Call, QStringLiteral("join"), {counted});
    const Reply reply = co_await context.call(last, about);
    co_return WorkResult{reply.outcome, {}, reply.error};
}

} // namespace interleave
