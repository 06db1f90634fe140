// Calls, CPU steps and workers for real: the network through LiveServices, CPU work on the loop or in a QtConcurrent pool,
// worker threads and processes. Lives in the thread of its QtLoop: the engine thread, or a worker's own.
#pragma once

#include "async/qt_loop.h"
#include "environment/analysis_pool.h"
#include "environment/environment.h"
#include "environment/live_services.h"

#include <functional>

namespace interleave {

class LiveEnvironment : public Environment
{
public:
    /// Everything outlives the environment. `poolSize` 0: no pool, CPU steps run on the loop.
    LiveEnvironment(JobProgram job, LiveServices &services, Recorder &recorder, RecorderBuffer &buffer, int executor, int poolSize);
    ~LiveEnvironment() override;

    /// How workers are started, where the model wants them; a worker itself starts none.
    using WorkerStarter = std::function<Task<std::unique_ptr<Workers>>(WorkerKind kind)>;
    void setWorkerStarter(WorkerStarter starter) { m_startWorkers = std::move(starter); }

    qint64 now() const override;
    Task<Reply> call(StepId step, const Prompt &prompt, CallTimes times) override { return m_services.call(step, prompt, times); }
    Task<WorkResult> compute(StepId step, CpuWork work, Cpu cpu) override;
    Task<WorkResult> tool(StepId step, ToolWork work, Cpu cpu) override;
    Task<void> sleepFor(qint64 ns) override;
    Task<std::unique_ptr<Workers>> startWorkers(WorkerKind kind) override { return m_startWorkers(kind); }

    RecorderBuffer &recorder() override { return m_buffer; }
    int executor() const override { return m_executor; }
    Task<std::vector<WorkResult>> runOnWorkers(std::vector<Unit> branches, Gathering rule) override;

    /// Of a worker: how it asks the engine to run branches.
    using BranchRunner = std::function<Task<std::vector<WorkResult>>(std::vector<Unit> branches, Gathering rule)>;
    void setBranchRunner(BranchRunner runner) { m_branchRunner = std::move(runner); }
    /// Waits for the CPU steps that the pool has begun: they are of this run, and so before its end. No coroutine is left.
    void finishComputing() { m_pool.reset(); }

    /// Time that CPU steps have kept the loop busy so far, ns: what the model did to the loop on purpose.
    qint64 busyOnLoopNs() const { return m_busyOnLoopNs; }

private:
    Task<WorkResult> onCpu(StepId step, Phase phase, Cpu cpu, CpuFunction work, StepEnd end = StepEnd::Ends);
    Task<Admission> placeOf(StepId step, QString tool);

    LiveServices &m_services;
    RecorderBuffer &m_buffer;
    int m_executor;
    std::unique_ptr<AnalysisPool> m_pool;
    WorkerStarter m_startWorkers;
    BranchRunner m_branchRunner;
    qint64 m_busyOnLoopNs = 0;
};

} // namespace interleave
