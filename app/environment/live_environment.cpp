#include "environment/live_environment.h"

#include "async/completion.h"
#include "core/clock.h"
#include "core/stall_watch.h"
#include "workers/live_workers.h"

namespace interleave {

LiveEnvironment::LiveEnvironment(JobFunction job, LiveServices &services, Recorder &recorder, RecorderBuffer &buffer, int executor,
                                 int poolSize)
    : Environment(job)
    , m_job(job)
    , m_services(services)
    , m_recorders(recorder)
    , m_buffer(buffer)
    , m_executor(executor)
{
    if (poolSize > 0)
        m_pool = std::make_unique<AnalysisPool>(poolSize, services, recorder, buffer, executor);
}

LiveEnvironment::~LiveEnvironment() = default;

void LiveEnvironment::setWorkerPlan(WorkerPlan plan, Traffic &traffic)
{
    m_workerPlan = std::move(plan);
    m_traffic = &traffic;
}

qint64 LiveEnvironment::now() const { return monotonicNs(); }

Task<void> LiveEnvironment::compute(int call, QString text, Cpu cpu)
{
    if (cpu == Cpu::InPool && m_pool) {
        co_await m_pool->analyze(call, text);
        co_return;
    }
    const StallWatch::OnPurpose meant; // the model says so
    const qint64 begin = monotonicNs();
    analyzeAndRecord(m_services, m_buffer, m_executor, call, text);
    m_busyOnLoopNs += monotonicNs() - begin;
}

Task<void> LiveEnvironment::sleepFor(qint64 ns) { co_await SleepUntil(now() + ns); }

Task<std::unique_ptr<Workers>> LiveEnvironment::startWorkers(WorkerKind kind)
{
    auto workers = std::make_unique<LiveWorkers>(kind, m_workerPlan, m_job, m_recorders, m_buffer, *m_traffic,
                                                 [this](const Job &job) { jobEnded(job); });
    co_await workers->ready();
    co_return workers;
}

} // namespace interleave
