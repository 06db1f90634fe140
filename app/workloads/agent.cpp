// Agent: thinks, calls tools that really run, and thinks again about what they gave (ReAct), until it answers. The tools of one turn are
// branches: where they run is the execution model's choice.
#include "workloads/agent.h"

#include "core/routes.h"
#include "tools/tool.h"
#include "workloads/scope.h"
#include "workloads/workload.h"
#include "json/json.h"

#include <nlohmann/json.hpp>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

/// What an agent has used up, against its bounds. Its seconds are its branch's (withinItsSeconds).
class Spending
{
public:
    Spending(const JobContext &context, const AgentBounds &bounds)
        : m_context(context)
        , m_bounds(bounds)
    {
    }
    void add(const Reply &reply)
    {
        ++m_turns;
        m_tokens += reply.usage.input.value_or(0) + reply.usage.output.value_or(0);
        if (m_bounds.usd && reply.outcome != Outcome::CacheHit)
            m_usd += m_context.prices().costUsd(routesOf(m_context.scenario()).value(reply.route), reply.usage).value_or(0);
    }
    /// Which bound is met; empty: none.
    QString met() const
    {
        if (m_turns >= m_bounds.turns)
            return u"%1 turns"_s.arg(m_bounds.turns);
        if (m_bounds.tokens && m_tokens >= *m_bounds.tokens)
            return u"%1 tokens"_s.arg(*m_bounds.tokens);
        if (m_bounds.usd && m_usd >= *m_bounds.usd)
            return u"%1 $"_s.arg(*m_bounds.usd, 0, 'f', 6);
        return {};
    }
    int turns() const { return m_turns; }

private:
    const JobContext &m_context;
    const AgentBounds &m_bounds;
    int m_turns = 0;
    qint64 m_tokens = 0;
    double m_usd = 0;
};

QString stoppedAt(const QString &bound) { return u"the agent was stopped at its bound of %1, before it had answered"_s.arg(bound); }

QList<ToolDefinition> definitionsOf(const Scenario &scenario, const QStringList &names)
{
    QList<ToolDefinition> definitions;
    for (const QString &name : names) {
        if (const Tool *tool = toolNamed(scenario, name))
            definitions.append({name, tool->sentence, qtObject(parseOrderedJson(tool->parameters))});
    }
    return definitions;
}

/// A model may ask for what it was not offered. Empty: it was.
QString refusalOf(const ToolCall &call, const Agent &agent)
{
    if (!call.unreadable.isEmpty())
        return u"the arguments of %1 are no JSON object: %2"_s.arg(call.name, call.unreadable.left(80));
    return agent.tools.contains(call.name) ? QString()
                                           : u"there is no tool named \"%1\"; there are: %2"_s.arg(
                                                 call.name, agent.tools.isEmpty() ? u"none"_s : agent.tools.join(u", "_s));
}

Value toolInput(const ToolCall &call, const Agent &agent)
{
    return {
        compact(OrderedJson{{"tool", utf8(call.name)}, {"arguments", jsonOf(call.arguments)}, {"refusal", utf8(refusalOf(call, agent))}})};
}

/// What the model is told: a failure too, so that it can mend its call.
ToolResult told(const ToolCall &call, const WorkResult &result)
{
    const bool isError = !isSuccess(result.outcome);
    return {call.id, call.name, isError ? result.error : QString::fromUtf8(result.value.json), isError};
}

Task<WorkResult> runTool(JobContext &context, StepId step, Value input)
{
    const Json order = parseJson(input.json);
    if (const QString refusal = textOf(at(order, "refusal")); !refusal.isEmpty()) {
        context.end(step, Outcome::ProtocolError, refusal);
        co_return WorkResult{Outcome::ProtocolError, {}, refusal};
    }
    co_return co_await context.tool(step, ToolWork{textOf(at(order, "tool")), {compact(at(order, "arguments"))}});
}

/// The tools that one turn asks for; `after` gets the steps that the next turn waits for.
Task<QList<ToolResult>> runTools(JobContext &context, const Agent &agent, QList<ToolCall> calls, StepId turn, StepId group,
                                 std::vector<StepId> &after)
{
    QList<ToolResult> results;
    const qsizetype most = agent.bounds.toolCallsOfTurn;
    if (calls.size() == 1) {
        after = {context.begin(StepKind::Tool, calls[0].name, {turn}, group)};
        results.append(told(calls[0], co_await runTool(context, after.front(), toolInput(calls[0], agent))));
        co_return results;
    }
    std::vector<Branch> branches;
    for (const ToolCall &call : calls.first(std::min(most, calls.size())))
        branches.push_back({.name = call.name, .input = toolInput(call, agent)});
    const std::vector<WorkResult> made = co_await context.all(std::move(branches), {turn}, &after, {.atOnce = agent.toolsAtOnce});
    for (qsizetype i = 0; i < calls.size(); ++i) {
        results.append(i < most
                           ? told(calls[i], made[static_cast<size_t>(i)])
                           : ToolResult{calls[i].id, calls[i].name, u"at most %1 tools are run in one turn; ask again"_s.arg(most), true});
    }
    co_return results;
}

} // namespace

Branch withinItsSeconds(const Agent &agent, Branch branch)
{
    if (agent.bounds.s) {
        branch.timeoutNs = static_cast<qint64>(*agent.bounds.s * 1e9);
        branch.lateSentence = stoppedAt(u"%1 s"_s.arg(*agent.bounds.s));
    }
    return branch;
}

bool isToolBranch(const Unit &unit) { return !unit.isWhole() && !at(parseJson(unit.branch.input.json), "tool").is_discarded(); }

Task<WorkResult> toolOfBranch(JobContext &context, const Unit &unit)
{
    return runTool(context, context.begin(StepKind::Tool, unit.branch.name), unit.branch.input);
}

Task<WorkResult> workAsAgent(JobContext &context, const Agent &agent, QString system, QString task, std::vector<StepId> causes,
                             StepId group)
{
    Prompt prompt;
    prompt.text = task;
    prompt.system = system;
    prompt.modelName = agent.modelName;
    prompt.temperature = agent.temperature;
    prompt.maxOutputTokens = agent.maxOutputTokens;
    prompt.callClass = agent.callClass;
    prompt.tools = definitionsOf(context.scenario(), agent.tools);
    Spending spending(context, agent.bounds);
    for (;;) {
        const StepId turn = context.begin(StepKind::Call, u"turn %1"_s.arg(spending.turns() + 1), causes, group);
        const Reply reply = co_await context.call(turn, prompt);
        spending.add(reply);
        if (!isSuccess(reply.outcome))
            co_return WorkResult{reply.outcome, {}, reply.error};
        if (reply.toolCalls.isEmpty())
            co_return WorkResult{Outcome::Ok, {compact(Json(utf8(reply.text)))}, {}};
        if (const QString bound = spending.met(); !bound.isEmpty())
            co_return WorkResult{Outcome::Cancelled, {}, stoppedAt(bound)};
        if (!prompt.text.isEmpty())
            prompt.history.append({Message::Role::User, std::exchange(prompt.text, {}), {}, {}});
        prompt.history.append({Message::Role::Model, reply.text, reply.toolCalls, {}});
        prompt.history.append({Message::Role::User, {}, {}, co_await runTools(context, agent, reply.toolCalls, turn, group, causes)});
    }
}

Task<WorkResult> agent(JobContext &context, const Unit &unit)
{
    if (isToolBranch(unit))
        co_return co_await toolOfBranch(context, unit);
    const Agent &agent = *context.scenario().agent;
    if (unit.isWhole() && agent.bounds.s) { // in a branch of its own, which can be given up in time
        std::vector<Branch> alone{withinItsSeconds(agent, {.name = u"agent"_s})};
        co_return (co_await context.all(std::move(alone))).front();
    }
    const Scope scope = scopeOf(unit.job);
    const Result<QString> system = scope.fill(agent.system.isEmpty() ? unit.job.prompt.system : agent.system);
    const Result<QString> task = scope.fill(agent.task.isEmpty() ? unit.job.prompt.text : agent.task);
    if (!system || !task)
        co_return WorkResult{Outcome::ProtocolError, {}, system ? task.error() : system.error()};
    co_return co_await workAsAgent(context, agent, *system, *task, {});
}

} // namespace interleave
