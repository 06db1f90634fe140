// All that execution models see of the world. LiveEnvironment makes real calls in real time, VirtualEnvironment simulates them; both
// record into the trace. What workloads see of it is JobContext. Thread: that of the environment's loop, inside coroutines.
#pragma once

#include "async/task.h"
#include "core/job.h"
#include "core/price_table.h"
#include "core/reply.h"
#include "core/scenario.h"
#include "trace/recorder.h"

#include <memory>
#include <optional>
#include <vector>

namespace interleave {

class JobContext;

/// Where CPU steps run: on the loop that also serves the network (of a worker: its own), or in the analysis pool.
enum class Cpu : quint8 { OnLoop, InPool };

/// How the branches of one job run: one after the other, all on this loop, or each as a unit for a free worker.
enum class Branches : quint8 { InOrder, Interleaved, OnWorkers };

enum class WorkerKind : quint8 { Threads, Processes };

/// Workers that a parallel model started. Each has an event loop and connections of its own, and works on one job, or branch of a job,
/// at a time: its calls, and then their analysis in the same worker. While it waits for its branches it is free for others.
class Workers
{
public:
    virtual ~Workers() = default;
    /// Hands the job to the first free worker; done when it is over.
    virtual Task<void> run(Job job) = 0;
};

/// Where a model takes its jobs from, as the arrival schedule gives them.
class JobSource
{
public:
    virtual ~JobSource() = default;
    /// The next job, when its time has come; nothing when there is none any more.
    virtual Task<std::optional<Job>> next() = 0;
    /// A job is over: its user thinks, and comes back.
    virtual void finished(const Job &job) = 0;
};

/// A workload's coroutine: what one job does, or one branch of it, by the name that the workload gave it.
using JobFunction = Task<WorkResult> (*)(JobContext &context, const Unit &unit);

/// A workload's coroutine, with the scenario that it works on. A value; every thread of a run has its own.
struct JobProgram {
    JobProgram(JobFunction function, const Scenario &of = {}, PriceTable pricesOfRun = PriceTable())
        : run(function)
        , scenario(std::make_shared<const Scenario>(of))
        , prices(std::make_shared<const PriceTable>(std::move(pricesOfRun)))
    {
    }
    JobFunction run;
    std::shared_ptr<const Scenario> scenario;
    std::shared_ptr<const PriceTable> prices; ///< read before the run: bounds of agents are held against them
};

class Environment
{
public:
    explicit Environment(JobProgram job)
        : m_job(std::move(job))
    {
    }
    virtual ~Environment() = default;
    Environment(const Environment &) = delete;
    Environment &operator=(const Environment &) = delete;

    /// Runs a job here, on this loop, with its CPU steps and its branches where the model says. Done when it is over.
    Task<void> run(Job job, Cpu cpu, Branches branches) { return runWhole(Unit::whole(std::move(job)), cpu, branches); }
    /// Starts the scenario's number of workers; they end when the object is destroyed.
    virtual Task<std::unique_ptr<Workers>> startWorkers(WorkerKind kind) = 0;

    /// Who is told when a job is over; null: nobody. Outlives the environment's jobs.
    void tellWhenJobsEnd(JobSource *source) { m_source = source; }

    // What a job's context asks for. Every function records what it does.

    /// Nanoseconds on the clock of the trace.
    virtual qint64 now() const = 0;
    /// One LLM call: waits for the traffic policy, sends, reads the reply. Never fails: the reply has the outcome.
    virtual Task<Reply> call(StepId step, const Prompt &prompt, CallTimes times) = 0;
    virtual Task<WorkResult> compute(StepId step, CpuWork work, Cpu cpu) = 0;
    virtual Task<WorkResult> tool(StepId step, ToolWork work, Cpu cpu) = 0;
    virtual Task<void> sleepFor(qint64 ns) = 0;
    /// Branches of a job, each on a free worker; their results in the same order. Only in a worker.
    virtual Task<std::vector<WorkResult>> runOnWorkers(std::vector<Unit> branches, Gathering rule);
    /// Where steps are recorded, and on which executor.
    virtual RecorderBuffer &recorder() = 0;
    virtual int executor() const = 0;

    /// Runs the workload's coroutine over a job or a branch, here.
    Task<WorkResult> perform(Unit unit, Cpu cpu, Branches branches);
    /// The one place where ends of jobs are told: recorded, and to the source of jobs.
    void jobEnded(const Job &job, const WorkResult &result);
    const Scenario &scenario() const { return *m_job.scenario; }
    const PriceTable &prices() const { return *m_job.prices; }

protected:
    const JobProgram &job() const { return m_job; }

private:
    Task<void> runWhole(Unit unit, Cpu cpu, Branches branches);

    const JobProgram m_job;
    JobSource *m_source = nullptr;
};

} // namespace interleave
