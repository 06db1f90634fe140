#include "environment/live_environment.h"

#include "async/completion.h"
#include "core/clock.h"
#include "core/stall_watch.h"

#include <algorithm>

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

Task<WorkResult> LiveEnvironment::onCpu(StepId step, Phase phase, Cpu cpu, CpuFunction work, StepEnd end)
{
    if (cpu == Cpu::InPool && m_pool)
        co_return co_await m_pool->compute(step, phase, std::move(work), end);
    const StallWatch::OnPurpose meant; // the model says so
    const qint64 begin = monotonicNs();
    WorkResult result = computeAndRecord(work, m_buffer, m_executor, step, phase, end);
    m_busyOnLoopNs += monotonicNs() - begin;
    co_return result;
}

Task<WorkResult> LiveEnvironment::compute(StepId step, CpuWork work, Cpu cpu)
{
    return onCpu(step, Phase::Analyze, cpu, [&services = m_services, work = std::move(work)] { return services.compute(work); });
}

/// Waits for a place among those of the tool.
Task<Admission> LiveEnvironment::placeOf(StepId step, QString tool)
{
    qint64 sinceNs = -1;
    Admission place = co_await m_services.enterTool(step, std::move(tool), [&] {
        sinceNs = now();
        m_buffer.beginSpan(sinceNs, Phase::Limiter, step, 0, m_executor);
    });
    if (sinceNs >= 0) {
        const qint64 letInNs = std::clamp(place.verdict().letInNs, sinceNs, now());
        m_buffer.endSpan(letInNs, Phase::Limiter, step, 0, m_executor);
        m_buffer.beginSpan(letInNs, Phase::Ready, step, 0, m_executor); // the loop was busy
        m_buffer.endSpan(now(), Phase::Ready, step, 0, m_executor);
    }
    co_return place;
}

Task<WorkResult> LiveEnvironment::tool(StepId step, ToolWork work, Cpu cpu)
{
    const ToolPlan plan = m_services.toolPlan(work);
    std::optional<Admission> place;
    if (plan.isLimited)
        place.emplace(co_await placeOf(step, work.name));
    const CpuFunction execute = [&services = m_services, work] { return services.tool(work); };
    if (plan.waitNs <= 0 && !plan.asksServer)
        co_return co_await onCpu(step, Phase::Tool, cpu, execute);
    qint64 waitsSinceNs = now(); // one reading for the wait and for its span, which is then as long
    const qint64 untilNs = waitsSinceNs + plan.waitNs;
    std::optional<WorkResult> result;
    if (plan.cpuNs > 0) {
        result = co_await onCpu(step, Phase::Tool, cpu, execute, StepEnd::GoesOn);
        waitsSinceNs = now();
    }
    m_buffer.beginSpan(waitsSinceNs, Phase::Tool, step, 0, noExecutor); // it waits for something outside
    if (plan.asksServer)
        result = co_await m_services.fetch(work);
    else if (!result)
        result = m_services.tool(work);
    co_await SleepUntil(untilNs);
    m_buffer.endSpan(now(), Phase::Tool, step, 0, noExecutor, result->outcome);
    m_buffer.endStep(now(), step, m_executor, result->outcome, textOf(*result));
    co_return std::move(*result);
}

Task<std::vector<WorkResult>> LiveEnvironment::runOnWorkers(std::vector<Unit> branches, Gathering rule)
{
    return m_branchRunner ? m_branchRunner(std::move(branches), rule) : Environment::runOnWorkers(std::move(branches), rule);
}

Task<void> LiveEnvironment::sleepFor(qint64 ns) { co_await SleepUntil(now() + ns); }

} // namespace interleave
