#include "environment/job_context.h"

#include "async/cancellable.h"
#include "environment/branch_gathering.h"

#include <map>

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

/// Of no job: there is no room for it.
StepId JobContext::next(qint64 beginNs)
{
    const StepId step = m_unit.group.child(static_cast<int>(m_steps.size()) + 1);
    if (step.isStep())
        m_steps.push_back({beginNs, -1});
    return step;
}

StepId JobContext::begin(StepKind kind, const QString &label, const std::vector<StepId> &causes, StepId parent)
{
    const StepId step = next(since(causes, parent));
    if (!step.isStep())
        return step; // it fails when it is to do something
    StepFacts facts;
    facts.kind = kind;
    facts.label = label;
    facts.parent = parent.isStep() ? parent.step : m_unit.group.step;
    for (const StepId cause : causes)
        facts.causes.push_back(cause.step);
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

/// Branches that run on this loop.
class JobContext::Running
{
public:
    explicit Running(JobContext &context)
        : m_context(context)
    {
    }
    Task<WorkResult> run(Unit branch)
    {
        const StepId group = branch.group;
        Cancellable<WorkResult> work(m_context.m_environment.perform(std::move(branch), m_context.m_cpu, m_context.m_branches));
        m_running[group] = &work;
        std::optional<WorkResult> result = co_await work.result();
        m_running.erase(group);
        co_return result ? std::move(*result) : givenUp(u"it was given up"_s);
    }
    void cancel(StepId group)
    {
        if (const auto running = m_running.find(group); running != m_running.end())
            running->second->cancel();
    }

private:
    JobContext &m_context;
    std::map<StepId, Cancellable<WorkResult> *> m_running;
};

Task<std::vector<WorkResult>> JobContext::all(std::vector<Branch> branches, std::vector<StepId> causes, std::vector<StepId> *groups,
                                              Gathering rule)
{
    const qint64 sinceNs = since(causes, {});
    std::vector<StepId> begun;
    std::vector<Unit> units;
    for (Branch &branch : branches) {
        Unit unit = m_unit;
        unit.group = next(sinceNs);
        unit.job.plannedNs = sinceNs;
        unit.branch = std::move(branch);
        unit.branch.causes.clear();
        for (const StepId cause : causes)
            unit.branch.causes.push_back(cause.step);
        begun.push_back(unit.group);
        units.push_back(std::move(unit));
    }
    if (groups)
        *groups = begun;
    std::vector<WorkResult> results;
    if (!units.empty() && !units.back().group.isStep()) {
        results.assign(units.size(), WorkResult{Outcome::ProtocolError, {}, tooMany()});
    } else if (m_branches == Branches::OnWorkers) {
        results = co_await m_environment.runOnWorkers(std::move(units), rule);
    } else {
        Running running(*this);
        if (m_branches == Branches::InOrder)
            rule.atOnce = 1;
        BranchGathering gathering({[&](Unit branch) { return running.run(std::move(branch)); },
                                   [&](StepId group) { running.cancel(group); }, [this] { return now(); }, m_environment.recorder(),
                                   m_environment.executor()},
                                  std::move(units), rule);
        results = co_await gathering.results();
    }
    for (const StepId group : begun) {
        if (group.isStep())
            ended(group);
    }
    co_return results;
}

} // namespace interleave
