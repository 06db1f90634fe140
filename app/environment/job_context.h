// A job's view of its environment, or a branch's: the whole of what a workload sees. The same under every execution model, live and in
// virtual time; where CPU steps and branches run is the model's choice. Steps are begun by name, so that others can say that they waited
// for them. Made for each job and branch; lives in its coroutine, thread of the loop.
#pragma once

#include "environment/environment.h"

#include <vector>

namespace interleave {

class JobContext
{
public:
    /// `unit` outlives it.
    JobContext(Environment &environment, const Unit &unit, Cpu cpu, Branches branches);

    /// The next step of this job or branch. `causes`: what it waited for. `parent`: the group that it is a part of; none: the branch
    /// itself.
    StepId begin(StepKind kind, const QString &label, const std::vector<StepId> &causes = {}, StepId parent = {});
    /// The end of a group.
    void end(StepId group, Outcome outcome = Outcome::Ok, const QString &error = {});

    /// One LLM call. Never fails: the reply has the outcome.
    Task<Reply> call(StepId step, const Prompt &prompt); ///< the prompt outlives the task
    /// CPU-bound work, where the model has it done.
    Task<WorkResult> compute(StepId step, CpuWork work);
    /// A tool: CPU-bound work, or a wait.
    Task<WorkResult> tool(StepId step, ToolWork work);
    /// Branches of this job, as the model runs them, each a group with steps of its own; their results in the same order. `groups`: gets
    /// the steps that stand for them, for what waits for them.
    Task<std::vector<WorkResult>> all(std::vector<Branch> branches, std::vector<StepId> causes = {}, std::vector<StepId> *groups = nullptr,
                                      Gathering rule = {});
    Task<void> sleepFor(qint64 ns) { return m_environment.sleepFor(ns); }
    /// Nanoseconds on the clock of the trace.
    qint64 now() const { return m_environment.now(); }
    /// What the run is of: the workload's own part of it.
    const Scenario &scenario() const { return m_environment.scenario(); }
    /// What a million tokens cost, as read before the run.
    const PriceTable &prices() const { return m_environment.prices(); }

private:
    struct Times {
        qint64 beginNs = -1; // all was there that it waited for
        qint64 endNs = -1;
    };
    Task<WorkResult> untilDone(StepId step, Task<WorkResult> work);
    class Running;
    StepId next(qint64 beginNs);
    const Times &timesOf(StepId step) const;
    void ended(StepId step);
    qint64 since(const std::vector<StepId> &causes, StepId parent) const;

    Environment &m_environment;
    const Unit &m_unit;
    const Cpu m_cpu;
    const Branches m_branches;
    std::vector<Times> m_steps; // begun so far, in order
};

} // namespace interleave
