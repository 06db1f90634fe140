// Workflow: a graph of steps. A step starts when its own inputs are ready. Steps that follow each other are a line, which one unit of work
// does in order; lines that may run side by side are branches, as are the items of a map and the ways of a race: where they run is the
// execution model's choice.
#include "core/workflow.h"

#include "workloads/agent.h"
#include "workloads/scope.h"
#include "workloads/workload.h"
#include "json/json.h"

#include <QRegularExpression>

#include <nlohmann/json.hpp>

namespace interleave {

using namespace Qt::StringLiterals;
using Kind = WorkflowStep::Kind;

namespace {

WorkResult failed(const QString &sentence) { return {Outcome::ProtocolError, {}, sentence}; }
WorkResult gave(const Json &value) { return {Outcome::Ok, {compact(value)}, {}}; }
size_t at(int place) { return static_cast<size_t>(place); }

/// What a branch needs to know: which block, line or step it is, and the values that it asks for.
Value inputOf(const char *what, int number, int block, Json scope)
{
    return {compact(Json{{what, number}, {"block", block}, {"scope", std::move(scope)}})};
}

/// The steps of one block, in one unit of work.
class BlockRun
{
public:
    BlockRun(JobContext &context, const Workflow &workflow, int block, Scope scope)
        : m_context(context)
        , m_workflow(workflow)
        , m_number(block)
        , m_block(workflow.blocks[at(block)])
        , m_scope(std::move(scope))
    {
    }

    /// All of it: lines that can run alone here, lines side by side as branches.
    Task<WorkResult> whole(std::vector<StepId> causes)
    {
        m_before = std::move(causes);
        for (const int line : m_block.head) {
            if (WorkResult result = co_await runLine(line); !isSuccess(result.outcome))
                co_return result;
        }
        if (WorkResult result = co_await sideBySide(); !isSuccess(result.outcome))
            co_return result;
        for (const int line : m_block.tail) {
            if (WorkResult result = co_await runLine(line); !isSuccess(result.outcome))
                co_return result;
        }
        co_return gave(m_scope.value(m_block.steps.back().name));
    }

    /// One line of it, as a branch: an object with the value of each step.
    Task<WorkResult> line(int number)
    {
        if (WorkResult result = co_await runLine(number); !isSuccess(result.outcome))
            co_return result;
        co_return gave(m_scope.only(namesOf(m_block.lines[at(number)])));
    }

    /// One step of it, as a branch: its value.
    Task<WorkResult> step(int number) { return run(m_block.steps[at(number)], {}); }

private:
    QStringList namesOf(const WorkflowLine &line) const
    {
        QStringList names;
        for (const int step : line.steps)
            names.append(m_block.steps[at(step)].name);
        return names;
    }

    std::vector<StepId> causesOf(const WorkflowStep &step) const
    {
        std::vector<StepId> causes;
        for (const int each : step.after) {
            if (const auto ids = m_ids.find(each); ids != m_ids.end())
                causes.insert(causes.end(), ids->second.begin(), ids->second.end());
        }
        return causes.empty() ? m_before : causes;
    }

    Task<WorkResult> runLine(int number)
    {
        for (const int place : m_block.lines[at(number)].steps) {
            const WorkflowStep &step = m_block.steps[at(place)];
            WorkResult result = co_await inTime(place, causesOf(step));
            for (int retry = 0; retry < step.retries && !isSuccess(result.outcome); ++retry)
                result = co_await inTime(place, m_last);
            if (!isSuccess(result.outcome)) {
                if (step.failure == WorkflowStep::Failure::FailJob)
                    co_return WorkResult{result.outcome, {}, u"step \"%1\": %2"_s.arg(step.name, result.error)};
                result = step.failure == WorkflowStep::Failure::Default ? WorkResult{Outcome::Ok, step.fallback, {}} : gave(Json());
            }
            m_scope.set(step.name, parseJson(result.value.json));
            m_ids[place] = m_last;
        }
        co_return WorkResult();
    }

    Task<WorkResult> sideBySide()
    {
        std::vector<Branch> branches;
        for (const int number : m_block.together) {
            const WorkflowLine &line = m_block.lines[at(number)];
            const QStringList names = namesOf(line);
            Branch branch{.name = names.size() == 1 ? names.front() : names.front() + u" to "_s + names.back(),
                          .input = inputOf("line", number, m_number, scopeFor(line))};
            for (const int each : line.after) {
                if (const auto beside = std::find(m_block.together.begin(), m_block.together.end(), each); beside != m_block.together.end())
                    branch.after.push_back(static_cast<int>(beside - m_block.together.begin()));
            }
            branches.push_back(std::move(branch));
        }
        if (branches.empty())
            co_return WorkResult();
        std::vector<StepId> causes = m_before;
        if (!m_block.head.empty())
            causes = m_ids.at(m_block.lines[at(m_block.head.back())].steps.back());
        std::vector<StepId> groups;
        const std::vector<WorkResult> results =
            co_await m_context.all(std::move(branches), causes, &groups, {.until = Gathering::Until::FirstFailure});
        for (size_t i = 0; i < results.size(); ++i) {
            if (!isSuccess(results[i].outcome))
                co_return firstFailure(results);
            m_scope.merge(parseJson(results[i].value.json));
            for (const int step : m_block.lines[at(m_block.together[i])].steps)
                m_ids[step] = {groups[i]};
        }
        co_return WorkResult();
    }

    /// What a line asks for, of the values that are there.
    Json scopeFor(const WorkflowLine &line) const
    {
        QStringList names = m_block.uses;
        for (const int step : line.steps) {
            for (const int each : m_block.steps[at(step)].after)
                names.append(m_block.steps[at(each)].name);
        }
        return m_scope.only(names);
    }

    static WorkResult firstFailure(const std::vector<WorkResult> &results)
    {
        // the one that failed by itself, not those that were given up because of it
        const auto failed = std::find_if(results.begin(), results.end(), [](const WorkResult &each) {
            return !isSuccess(each.outcome) && each.outcome != Outcome::Cancelled;
        });
        return failed != results.end()
                   ? *failed
                   : *std::find_if(results.begin(), results.end(), [](const WorkResult &each) { return !isSuccess(each.outcome); });
    }

    /// Within the step's time-out, or its agent's seconds, if it has any: then it is a branch, which can be given up.
    Task<WorkResult> inTime(int place, std::vector<StepId> causes)
    {
        const WorkflowStep &step = m_block.steps[at(place)];
        Branch clock = withinItsSeconds(step.agent, {});
        if (const auto timeoutNs = static_cast<qint64>(step.timeoutS * 1e9);
            timeoutNs > 0 && (clock.timeoutNs == 0 || timeoutNs < clock.timeoutNs)) {
            clock.timeoutNs = timeoutNs;
            clock.lateSentence.clear();
        }
        if (clock.timeoutNs == 0) {
            co_return co_await run(step, std::move(causes));
        }
        QStringList names = m_block.uses;
        for (const int each : step.after)
            names.append(m_block.steps[at(each)].name);
        clock.name = step.name;
        clock.input = inputOf("step", place, m_number, m_scope.only(names));
        std::vector<Branch> alone{std::move(clock)};
        co_return (co_await m_context.all(std::move(alone), std::move(causes), &m_last)).front();
    }

    /// The step itself; its value. m_last: what stands for it, for those that wait for it.
    Task<WorkResult> run(const WorkflowStep &step, std::vector<StepId> causes)
    {
        switch (step.kind) {
        case Kind::Call:
            return call(step, std::move(causes));
        case Kind::Analyze:
            return analyze(step, std::move(causes));
        case Kind::Tool:
            return tool(step, std::move(causes));
        case Kind::Agent:
            return agent(step, std::move(causes));
        case Kind::Join:
            return join(step, std::move(causes));
        case Kind::Map:
            return map(step, std::move(causes));
        case Kind::Branch:
            return branch(step, std::move(causes));
        case Kind::Loop:
            return loop(step, std::move(causes));
        case Kind::Race:
            break;
        }
        return race(step, std::move(causes));
    }

    Task<WorkResult> call(const WorkflowStep &step, std::vector<StepId> causes)
    {
        const Result<QString> text = m_scope.fill(step.text);
        const Result<QString> system = m_scope.fill(step.system);
        if (!text || !system)
            co_return failed(text ? system.error() : text.error());
        Prompt prompt;
        prompt.text = *text;
        prompt.system = *system;
        prompt.modelName = step.modelName;
        prompt.temperature = step.temperature;
        prompt.maxOutputTokens = step.maxOutputTokens;
        prompt.callClass = step.callClass;
        if (prompt.text.trimmed().isEmpty())
            co_return failed(u"its prompt is empty"_s);
        const StepId id = begin(StepKind::Call, step, causes);
        const Reply reply = co_await m_context.call(id, prompt);
        co_return isSuccess(reply.outcome) ? gave(Json(utf8(reply.text))) : WorkResult{reply.outcome, {}, reply.error};
    }

    Task<WorkResult> analyze(const WorkflowStep &step, std::vector<StepId> causes)
    {
        const Result<QString> text = m_scope.fill(step.text);
        if (!text)
            co_return failed(text.error());
        const StepId id = begin(StepKind::Analysis, step, causes);
        co_return co_await m_context.compute(id, CpuWork{*text});
    }

    Task<WorkResult> tool(const WorkflowStep &step, std::vector<StepId> causes)
    {
        const Result<Json> arguments = m_scope.fill(parseJson(step.arguments));
        if (!arguments)
            co_return failed(arguments.error());
        const StepId id = begin(StepKind::Tool, step, causes);
        co_return co_await m_context.tool(id, ToolWork{step.tool, {compact(*arguments)}});
    }

    Task<WorkResult> agent(const WorkflowStep &step, std::vector<StepId> causes)
    {
        const Result<QString> system = m_scope.fill(step.agent.system);
        const Result<QString> task = m_scope.fill(step.agent.task);
        if (!system || !task)
            co_return failed(system ? task.error() : system.error());
        m_last = causes;
        co_return co_await workAsAgent(m_context, step.agent, *system, *task, std::move(causes));
    }

    Task<WorkResult> join(const WorkflowStep &step, std::vector<StepId> causes)
    {
        m_last = std::move(causes);
        if (!step.text.isEmpty()) {
            const Result<QString> text = m_scope.fill(step.text);
            co_return text ? gave(Json(utf8(*text))) : failed(text.error());
        }
        Json list = Json::array();
        for (const int each : step.after)
            list.push_back(m_scope.value(m_block.steps[at(each)].name));
        co_return gave(list);
    }

    Task<WorkResult> map(const WorkflowStep &step, std::vector<StepId> causes)
    {
        const Result<Json> over = m_scope.fill(parseJson(step.over));
        if (!over)
            co_return failed(over.error());
        const Json items = over->is_string() ? jsonInText(textOf(*over)) : *over;
        if (!items.is_array())
            co_return failed(u"it goes over a list, and this is none: %1"_s.arg(textOfValue(*over).left(120)));
        if (static_cast<int>(items.size()) > step.most)
            co_return failed(u"its list has %1 items, and it goes over at most %2 (\"most\")"_s.arg(items.size()).arg(step.most));
        const int block = step.blocks.front();
        std::vector<Branch> branches;
        for (size_t i = 0; i < items.size(); ++i) {
            Json scope = scopeOfBlock(block);
            scope[utf8(step.as)] = items[i];
            scope["index"] = i + 1;
            branches.push_back({.name = u"%1 %2"_s.arg(step.as).arg(i + 1), .input = inputOf("item", 0, block, std::move(scope))});
        }
        const bool isAll = step.failure == WorkflowStep::Failure::FailJob;
        const std::vector<WorkResult> results =
            co_await m_context.all(std::move(branches), causes, &m_last,
                                   {.atOnce = step.atOnce, .until = isAll ? Gathering::Until::FirstFailure : Gathering::Until::AllOver});
        if (m_last.empty())
            m_last = causes;
        Json list = Json::array();
        for (const WorkResult &result : results) {
            if (isAll && !isSuccess(result.outcome))
                co_return firstFailure(results);
            if (isSuccess(result.outcome))
                list.push_back(parseJson(result.value.json));
            else if (step.failure == WorkflowStep::Failure::Default)
                list.push_back(parseJson(step.fallback.json));
        }
        co_return gave(list);
    }

    Task<WorkResult> branch(const WorkflowStep &step, std::vector<StepId> causes)
    {
        const Result<bool> holds = isTrue(step.condition, m_scope);
        if (!holds)
            co_return failed(holds.error());
        m_last = causes;
        if (!*holds && step.blocks.size() < 2)
            co_return gave(Json());
        co_return co_await here(*holds ? step.blocks[0] : step.blocks[1], m_scope, std::move(causes));
    }

    Task<WorkResult> loop(const WorkflowStep &step, std::vector<StepId> causes)
    {
        m_last = std::move(causes);
        WorkResult result = gave(Json());
        for (int round = 1; round <= step.most; ++round) {
            Scope scope = m_scope;
            scope.set(u"round"_s, Json(round));
            scope.set(u"previous"_s, parseJson(result.value.json));
            BlockRun inner(m_context, m_workflow, step.blocks.front(), std::move(scope));
            inner.m_suffix = u" "_s + QString::number(round);
            result = co_await inner.whole(m_last);
            m_last = inner.m_last;
            if (!isSuccess(result.outcome))
                co_return result;
            const Result<bool> isOver = isTrue(step.condition, inner.m_scope);
            if (!isOver)
                co_return failed(isOver.error());
            if (*isOver)
                break;
        }
        co_return result;
    }

    Task<WorkResult> race(const WorkflowStep &step, std::vector<StepId> causes)
    {
        std::vector<Branch> ways;
        for (size_t i = 0; i < step.blocks.size(); ++i)
            ways.push_back(
                {.name = u"%1 %2"_s.arg(step.name).arg(i + 1), .input = inputOf("item", 0, step.blocks[i], scopeOfBlock(step.blocks[i]))});
        const std::vector<WorkResult> results =
            co_await m_context.all(std::move(ways), causes, &m_last, {.until = Gathering::Until::FirstGood});
        const auto first = std::find_if(results.begin(), results.end(), [](const WorkResult &each) { return isSuccess(each.outcome); });
        co_return first != results.end() ? *first : firstFailure(results);
    }

    Task<WorkResult> here(int block, Scope scope, std::vector<StepId> causes)
    {
        BlockRun inner(m_context, m_workflow, block, std::move(scope));
        inner.m_suffix = m_suffix;
        WorkResult result = co_await inner.whole(std::move(causes));
        m_last = inner.m_last;
        co_return result;
    }

    Json scopeOfBlock(int block) const { return m_scope.only(m_workflow.blocks[at(block)].uses); }

    StepId begin(StepKind kind, const WorkflowStep &step, const std::vector<StepId> &causes)
    {
        const StepId id = m_context.begin(kind, step.name + m_suffix, causes);
        m_last = {id};
        return id;
    }

    static Result<bool> isTrue(const Condition &condition, const Scope &scope)
    {
        const Result<QString> value = scope.fill(condition.value);
        const Result<QString> operand = scope.fill(condition.operand);
        if (!value || !operand)
            return Error{value ? operand.error() : value.error()};
        switch (condition.test) {
        case Condition::Test::Is:
            return value->trimmed() == operand->trimmed();
        case Condition::Test::IsNot:
            return value->trimmed() != operand->trimmed();
        case Condition::Test::Contains:
            return value->contains(*operand, Qt::CaseInsensitive);
        case Condition::Test::Matches:
            return QRegularExpression(*operand).match(*value).hasMatch();
        case Condition::Test::Less:
        case Condition::Test::More:
            break;
        }
        bool isNumber = false, isBound = false;
        const double number = value->trimmed().toDouble(&isNumber);
        const double bound = operand->trimmed().toDouble(&isBound);
        if (!isNumber || !isBound)
            return Error{u"\"%1\" and \"%2\" cannot be compared: they are not both numbers"_s.arg(value->left(60), operand->left(60))};
        return condition.test == Condition::Test::Less ? number < bound : number > bound;
    }

    JobContext &m_context;
    const Workflow &m_workflow;
    const int m_number;
    const WorkflowBlock &m_block;
    Scope m_scope;
    QString m_suffix;                         // of labels: the round of a loop
    std::vector<StepId> m_before;             // what the block waited for
    std::vector<StepId> m_last;               // what stands for the step that ran last
    std::map<int, std::vector<StepId>> m_ids; // what stands for each step that is over
};

} // namespace

Task<WorkResult> workflow(JobContext &context, const Unit &unit)
{
    if (isToolBranch(unit)) // of an agent
        co_return co_await toolOfBranch(context, unit);
    const Workflow &workflow = *context.scenario().workflow;
    if (unit.isWhole()) {
        BlockRun all(context, workflow, 0, scopeOf(unit.job));
        co_return co_await all.whole({});
    }
    const Json input = parseJson(unit.branch.input.json);
    Scope scope(interleave::at(input, "scope"));
    for (const Value &value : unit.branch.waited)
        scope.merge(parseJson(value.json));
    const auto number = [&](const char *field) { return interleave::at(input, field).get<int>(); };
    BlockRun part(context, workflow, number("block"), std::move(scope));
    if (input.contains("line"))
        co_return co_await part.line(number("line"));
    if (input.contains("step"))
        co_return co_await part.step(number("step"));
    co_return co_await part.whole({});
}

} // namespace interleave
