// One live run in the engine thread: makes the environment, plans the calls, drives the execution model's coroutine, and
// records it all. Destroying it while it goes on is cancelling it.
#pragma once

#include "arrivals/arrivals.h"
#include "async/qt_loop.h"
#include "environment/live_environment.h"
#include "environment/loop_lag_probe.h"
#include "environment/system_sampler.h"
#include "execution/execution_model.h"
#include "run/call_services.h"
#include "run/run_stock.h"
#include "traffic/traffic_control.h"

#include <optional>

namespace interleave {

class LiveRun
{
public:
    /// `recorder` and `stop` outlive it; `stock` is used up. `finished` is called once, inside the run's coroutine: it must not destroy the
    /// run before it returns.
    LiveRun(const RunTarget &target, const ExecutionModel &model, RunStock &stock, Recorder &recorder, StopFlag &stop,
            std::function<void()> finished);
    ~LiveRun();

    /// What it has to do without: one sentence each.
    QStringList notices() const;
    void start();

private:
    Task<void> drive();
    void recordHeader();
    void recordCpu();
    void recordEnd(Outcome outcome);

    RunTarget m_target;
    const ExecutionModel &m_model;
    StopFlag &m_stop;
    std::function<void()> m_finished;
    RecorderBuffer &m_buffer;
    int m_executor;
    QtLoop m_loop;
    QString m_pricesProblem;
    QJsonObject m_environmentJson;
    QJsonObject m_inputs; // what the run takes from files, for its header
    TrafficControl m_traffic;
    std::unique_ptr<LiveServices> m_services;
    LiveEnvironment m_environment;
    Arrivals m_arrivals;
    LoopLagProbe m_probe;
    SystemSampler m_sampler;
    bool m_ended = false;
    std::optional<Task<void>> m_task; // last: destroyed first
};

} // namespace interleave
