#include "environment/live_environment.h"

#include "async/completion.h"
#include "core/clock.h"
#include "core/stall_watch.h"

namespace interleave {

LiveEnvironment::LiveEnvironment(JobProgram job, LiveServices &services, Recorder &recorder, RecorderBuffer &buffer, int executor,
                                 int poolSize)
    : Environment(std::move(job))
    , m_services(services)
    , m_buffer(buffer)
    , m_executor(executor)
{
    if (poolSize > 0)
        m_pool = std::make_unique<AnalysisPool>(poolSize, recorder, buffer, executor);
}

LiveEnvironment::~LiveEnvironment() = default;

qint64 LiveEnvironment::now() const { return monotonicNs(); }

Task<WorkResult> LiveEnvironment::onCpu(StepId step, Phase phase, Cpu cpu, CpuFunction work)
{
    if (cpu == Cpu::InPool && m_pool)
        co_return co_await m_pool->compute(step, phase, std::move(work));
    const StallWatch::OnPurpose meant; // the model says so
    const qint64 begin = monotonicNs();
    WorkResult result = computeAndRecord(work, m_buffer, m_executor, step, phase);
    m_busyOnLoopNs += monotonicNs() - begin;
    co_return result;
}

Task<WorkResult> LiveEnvironment::compute(StepId step, CpuWork work, Cpu cpu)
{
    return onCpu(step, Phase::Analyze, cpu, [&services = m_services, work = std::move(work)] { return services.compute(work); });
}

Task<WorkResult> LiveEnvironment::tool(StepId step, ToolWork work, Cpu cpu)
{
    const qint64 waitNs = m_services.toolWaitNs(work);
    if (waitNs <= 0)
        co_return co_await onCpu(step, Phase::Tool, cpu, [&services = m_services, work] { return services.tool(work); });
    m_buffer.beginSpan(now(), Phase::Tool, step, 0, noExecutor); // it waits for something outside
    co_await SleepUntil(now() + waitNs);
    WorkResult result = m_services.tool(work);
    m_buffer.endSpan(now(), Phase::Tool, step, 0, noExecutor, result.outcome);
    m_buffer.endStep(now(), step, m_executor, result.outcome, textOf(result));
    co_return result;
}

Task<std::vector<WorkResult>> LiveEnvironment::runOnWorkers(std::vector<Unit> branches, Gathering rule)
{
    return m_branchRunner ? m_branchRunner(std::move(branches), rule) : Environment::runOnWorkers(std::move(branches), rule);
}

Task<void> LiveEnvironment::sleepFor(qint64 ns) { co_await SleepUntil(now() + ns); }

} // namespace interleave
