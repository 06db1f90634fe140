#include "environment/job_context.h"

#include "async/task_group.h"

namespace interleave {

using namespace Qt::StringLiterals;

JobContext::JobContext(Environment &environment, const Unit &unit, Cpu cpu, Branches branches)
    : m_environment(environment)
    , m_unit(unit)
    , m_cpu(cpu)
    , m_branches(branches)
{
}

const JobContext::Times &JobContext::timesOf(StepId step) const
{
    static constexpr Times none;
    const auto number = static_cast<size_t>(step.step & StepId::mostInGroup);
    return step.isStep() && step.group() == m_unit.group && number <= m_steps.size() ? m_steps[number - 1] : none;
}

void JobContext::ended(StepId step) { m_steps[static_cast<size_t>(step.step & StepId::mostInGroup) - 1].endNs = now(); }

/// When all was there that a step waits for: the last of its causes, else its group, else this branch or job.
qint64 JobContext::since(const std::vector<StepId> &causes, StepId parent) const
{
    qint64 ns = -1;
    for (const StepId cause : causes)
        ns = std::max(ns, timesOf(cause).endNs);
    if (ns < 0)
        ns = timesOf(parent).beginNs;
    return ns >= 0 ? ns : m_unit.job.plannedNs;
}

StepId JobContext::begin(StepKind kind, const QString &label, const std::vector<StepId> &causes, StepId parent)
{
    const StepId step = m_unit.group.child(static_cast<int>(m_steps.size()) + 1);
    if (!step.isStep())
        return step; // it fails when it is to do something
    StepFacts facts;
    facts.kind = kind;
    facts.label = label;
    facts.parent = parent.isStep() ? parent.step : m_unit.group.step;
    for (const StepId cause : causes)
        facts.causes.push_back(cause.step);
    m_steps.push_back({since(causes, parent), -1});
    m_environment.recorder().beginStep(now(), step, std::move(facts), m_environment.executor());
    return step;
}

void JobContext::end(StepId group, Outcome outcome, const QString &error)
{
    if (!group.isStep())
        return;
    ended(group);
    m_environment.recorder().endStep(now(), group, m_environment.executor(), outcome, error);
}

static QString tooMany()
{
    return u"a job or a branch has at most %1 steps, and branches lie at most %2 deep; divide it into more jobs"_s.arg(StepId::mostInGroup)
        .arg(StepId::mostLevels - 1);
}

static Reply refusedCall()
{
    Reply reply;
    reply.outcome = Outcome::ProtocolError;
    reply.error = tooMany();
    return reply;
}

Task<Reply> JobContext::call(StepId step, const Prompt &prompt)
{
    if (!step.isStep())
        co_return refusedCall();
    if (!prompt.text.isEmpty() && prompt.text != m_unit.job.prompt.text)
        m_environment.recorder().asked(now(), step, m_environment.executor(), prompt.text);
    Reply reply = co_await m_environment.call(step, prompt, {timesOf(step).beginNs, m_unit.job.untilNs});
    ended(step);
    co_return reply;
}

static Task<WorkResult> refusedWork() { co_return WorkResult{Outcome::ProtocolError, {}, tooMany()}; }

Task<WorkResult> JobContext::untilDone(StepId step, Task<WorkResult> work)
{
    WorkResult result = co_await std::move(work);
    ended(step);
    co_return result;
}

Task<WorkResult> JobContext::compute(StepId step, CpuWork work)
{
    return step.isStep() ? untilDone(step, m_environment.compute(step, std::move(work), m_cpu)) : refusedWork();
}

Task<WorkResult> JobContext::tool(StepId step, ToolWork work)
{
    if (step.isStep() && !work.arguments.json.isEmpty())
        m_environment.recorder().asked(now(), step, m_environment.executor(), QString::fromUtf8(work.arguments.json));
    return step.isStep() ? untilDone(step, m_environment.tool(step, std::move(work), m_cpu)) : refusedWork();
}

Task<WorkResult> JobContext::runBranch(Unit branch)
{
    const StepId group = branch.group;
    WorkResult result = co_await m_environment.perform(std::move(branch), m_cpu, m_branches);
    end(group, result.outcome, result.error);
    co_return result;
}

static Task<void> keep(Task<WorkResult> task, WorkResult &result) { result = co_await std::move(task); }

Task<std::vector<WorkResult>> JobContext::all(std::vector<Branch> branches, std::vector<StepId> causes, std::vector<StepId> *groups)
{
    std::vector<StepId> begun;
    std::vector<Unit> units;
    for (Branch &branch : branches) {
        Unit unit = m_unit;
        unit.group = begin(StepKind::Group, branch.name, causes);
        unit.job.plannedNs = timesOf(unit.group).beginNs;
        unit.branch = std::move(branch);
        begun.push_back(unit.group);
        units.push_back(std::move(unit));
    }
    if (groups)
        *groups = begun;
    std::vector<WorkResult> results(units.size());
    if (!units.empty() && !units.back().group.isStep()) {
        results.assign(units.size(), WorkResult{Outcome::ProtocolError, {}, tooMany()});
        for (const StepId group : begun)
            end(group, Outcome::ProtocolError, tooMany());
    } else if (m_branches == Branches::OnWorkers) {
        results = co_await m_environment.runOnWorkers(std::move(units));
        for (const StepId group : begun)
            ended(group);
    } else if (m_branches == Branches::Interleaved) {
        TaskGroup running;
        for (size_t i = 0; i < units.size(); ++i)
            running.add(keep(runBranch(std::move(units[i])), results[i]));
        co_await running.done();
    } else {
        for (size_t i = 0; i < units.size(); ++i)
            results[i] = co_await runBranch(std::move(units[i]));
    }
    co_return results;
}

} // namespace interleave
