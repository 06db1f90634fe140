// All that execution models and workloads see of the world. LiveEnvironment makes real calls in real time, VirtualEnvironment
// simulates them; both record into the trace. Thread: that of the environment's loop, inside coroutines.
#pragma once

#include "async/task.h"
#include "core/job.h"
#include "core/reply.h"

#include <memory>
#include <optional>
#include <vector>

namespace interleave {

class Environment;

/// Where a job's CPU steps run: on the loop that also serves the network, or in the analysis pool.
enum class Cpu { OnLoop, InPool };

enum class WorkerKind { Threads, Processes };

/// Workers that a parallel model started. Each has an event loop and connections of its own, and does one job at a time:
/// the call, and then its analysis in the same worker.
class Workers
{
public:
    virtual ~Workers() = default;
    /// Hands the job to the first free worker; done when that worker has finished it.
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

/// A job's view of its environment: the same calls, with the CPU place that the execution model chose.
struct JobContext {
    Environment &environment;
    int call = 0;
    Cpu cpu = Cpu::OnLoop;
};

/// A workload's coroutine: what one job does.
using JobFunction = Task<void> (*)(JobContext context, Job job);

class Environment
{
public:
    explicit Environment(JobFunction job)
        : m_job(job)
    {
    }
    virtual ~Environment() = default;
    Environment(const Environment &) = delete;
    Environment &operator=(const Environment &) = delete;

    /// Nanoseconds on the clock of the trace.
    virtual qint64 now() const = 0;
    /// One LLM call: waits for the traffic policy, sends, reads the reply. Never fails: the reply has the outcome. `plannedNs`:
    /// when it was wanted.
    virtual Task<Reply> call(int call, const Prompt &prompt, qint64 plannedNs) = 0;
    /// Analyzes a reply's text.
    virtual Task<void> compute(int call, QString text, Cpu cpu) = 0;
    virtual Task<void> sleepFor(qint64 ns) = 0;
    /// Starts the scenario's number of workers; they end when the object is destroyed.
    virtual Task<std::unique_ptr<Workers>> startWorkers(WorkerKind kind) = 0;

    /// Runs a job here, on this loop, with its CPU steps where the model says.
    Task<void> run(const Job &job, Cpu cpu)
    {
        m_untilNs = job.untilNs;
        return m_source ? runAndTell(job, cpu) : m_job(JobContext{*this, job.call, cpu}, job);
    }

    /// Who is told when a job is over; null: nobody. Outlives the environment's jobs.
    void tellWhenJobsEnd(JobSource *source) { m_source = source; }

protected:
    /// When the run gives up waiting for calls; -1: never. The same for all jobs that are under way at a time.
    qint64 untilNs() const { return m_untilNs; }
    void jobEnded(const Job &job)
    {
        if (m_source)
            m_source->finished(job);
    }

private:
    Task<void> runAndTell(Job job, Cpu cpu)
    {
        co_await m_job(JobContext{*this, job.call, cpu}, job);
        jobEnded(job);
    }

    JobFunction m_job;
    JobSource *m_source = nullptr;
    qint64 m_untilNs = -1;
};

} // namespace interleave
