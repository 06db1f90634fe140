// Calls, CPU steps and workers for real: the network through LiveServices, CPU work on the loop or in a QtConcurrent pool,
// worker threads and processes. Lives in the thread of its QtLoop: the engine thread, or a worker's own.
#pragma once

#include "async/qt_loop.h"
#include "environment/analysis_pool.h"
#include "environment/environment.h"
#include "environment/live_services.h"
#include "workers/worker_link.h"

#include <QProcessEnvironment>

namespace interleave {

/// How the engine starts workers; a worker itself has none.
struct WorkerPlan {
    int workers = 0;
    LiveServicesFactory threadServices;     ///< for worker threads; called in them
    QString processProgram;                 ///< `interleave`, started as "interleave worker"
    QByteArray processSetup;                ///< one line of JSON that tells a worker process what to do, its keys included
    QProcessEnvironment processEnvironment; ///< all that a worker process gets of it
    bool asksTraffic = true;                ///< false: the policy has nothing to say and the limit on calls in flight cannot be met
};

class LiveEnvironment : public Environment
{
public:
    /// Everything outlives the environment. `poolSize` 0: no pool, CPU steps run on the loop.
    LiveEnvironment(JobFunction job, LiveServices &services, Recorder &recorder, RecorderBuffer &buffer, int executor, int poolSize);
    ~LiveEnvironment() override;

    void setWorkerPlan(WorkerPlan plan, Traffic &traffic);

    qint64 now() const override;
    Task<Reply> call(int call, const Prompt &prompt, qint64 plannedNs) override
    {
        return m_services.call(call, prompt, {plannedNs, untilNs()});
    }
    Task<void> compute(int call, QString text, Cpu cpu) override;
    Task<void> sleepFor(qint64 ns) override;
    Task<std::unique_ptr<Workers>> startWorkers(WorkerKind kind) override;

    /// Waits for the CPU steps that the pool has begun: they are of this run, and so before its end. No coroutine is left.
    void finishComputing() { m_pool.reset(); }

    using Environment::jobEnded; // by the workers, when one of theirs is over

    /// Time that CPU steps have kept the loop busy so far, ns: what the model did to the loop on purpose.
    qint64 busyOnLoopNs() const { return m_busyOnLoopNs; }

private:
    JobFunction m_job;
    LiveServices &m_services;
    Recorder &m_recorders;
    RecorderBuffer &m_buffer;
    int m_executor;
    std::unique_ptr<AnalysisPool> m_pool;
    WorkerPlan m_workerPlan;
    Traffic *m_traffic = nullptr;
    qint64 m_busyOnLoopNs = 0;
};

} // namespace interleave
