// Calls, CPU steps and workers in virtual time: a discrete-event simulation under the same models and workloads as the live
// one, and with the same trace. Deterministic; tests of models and predictions come from it. Any thread, one at a time.
//
// What it models: the traffic policy (the very code of a live run), a server with a fixed capacity, the loop (CPU steps on it delay what it
// reads), a pool of executors, workers with a start-up cost, and a number of cores that executors share (an executor holds a core for the
// whole of a CPU step).
#pragma once

#include "async/semaphore.h"
#include "async/virtual_loop.h"
#include "environment/analysis_pool.h"
#include "environment/environment.h"
#include "trace/recorder.h"
#include "traffic/policy_call.h"
#include "traffic/traffic_control.h"

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

namespace interleave {

/// An attempt as the virtual server sees it when it arrives.
struct VirtualRequest {
    StepId call;
    int attempt = 0;
    int route = 0;
    qint64 ns = 0;
    const Prompt &prompt;
};

/// What one attempt meets, relative to the start of its service. Nanoseconds.
struct VirtualService {
    qint64 connectNs = 0;
    std::vector<qint64> chunkNs; ///< content chunks; the first one is the first token; empty: none before the total
    qint64 totalNs = 0;
    Reply reply;
};

/// What a tool takes, and gives back.
struct VirtualTool {
    ToolPlan plan;
    WorkResult result;
};

struct VirtualSettings {
    Scenario scenario; ///< its traffic policy, arrival and limit on calls in flight
    int workers = 5;
    int pool = 3;
    int cores = 2;
    int serverCapacity = 0; ///< 0: unlimited
    qint64 threadStartNs = 0;
    qint64 processStartNs = 0;
    std::function<VirtualService(const VirtualRequest &request)> service;
    std::function<qint64(StepId step, const CpuWork &work)> cpuNs; ///< CPU work of a step
    /// What a CPU step gives back; none: nothing.
    std::function<WorkResult(const CpuWork &work)> compute;
    std::function<VirtualTool(const ToolWork &work)> tool; ///< none: there are no tools
};

class VirtualEnvironment : public Environment
{
public:
    VirtualEnvironment(JobProgram job, VirtualSettings settings, Recorder &recorder);
    ~VirtualEnvironment() override;

    qint64 now() const override { return m_loop.now(); }
    Task<Reply> call(StepId step, const Prompt &prompt, CallTimes times) override;
    Task<WorkResult> compute(StepId step, CpuWork work, Cpu cpu) override;
    Task<WorkResult> tool(StepId step, ToolWork work, Cpu cpu) override;
    Task<void> sleepFor(qint64 ns) override;
    Task<std::unique_ptr<Workers>> startWorkers(WorkerKind kind) override;

    VirtualLoop &loop() { return m_loop; }
    RecorderBuffer &recorder() override { return m_recorder; }
    int executor() const override { return m_loopExecutor; }

private:
    friend class VirtualWorkers;
    class Attempts;
    struct Caller;
    /// A CPU step: how long it takes, and what comes of it.
    struct Step {
        StepId id;
        Phase phase = Phase::Analyze;
        qint64 cpuNs = 0;
        WorkResult result;
        StepEnd end = StepEnd::Ends;
    };
    Step stepOf(StepId id, const CpuWork &work) const;
    Task<Reply> callFrom(int executor, StepId call, const Prompt &prompt, CallTimes times);
    Task<Admission> placeOf(int executor, StepId step, QString tool);
    Task<WorkResult> toolOn(int executor, StepId step, ToolWork work, Cpu cpu);
    Task<WorkResult> doStep(Step step, Cpu cpu);
    /// When the server takes up a request that reaches it now, first come, first served.
    qint64 beginOfService(qint64 serviceNs);
    Task<WorkResult> doInPool(Step step);
    Task<WorkResult> doInWorker(int executor, Step step);
    void record(int executor, const Step &step, qint64 begin);

    VirtualSettings m_settings;
    Recorder &m_allRecorders;
    RecorderBuffer &m_recorder;
    VirtualLoop m_loop;
    int m_loopExecutor;
    std::vector<int> m_idlePool; // free executors of the pool, lowest last; registered at the first use
    bool m_poolRegistered = false;
    std::multiset<qint64> m_serverBusyUntil; // one entry per place of the server in use, or used last
    QList<Endpoint> m_routes;
    TrafficControl m_traffic;
    Semaphore m_pool, m_cores;
    std::map<int, std::unique_ptr<Caller>> m_callers; // one for each executor that makes calls
};

} // namespace interleave
