#include "environment/analysis_pool.h"

#include "async/completion.h"
#include "core/clock.h"

#include <QFutureWatcher>
#include <QtConcurrent/QtConcurrentRun>

namespace interleave {

WorkResult computeAndRecord(const CpuFunction &work, RecorderBuffer &buffer, int executor, StepId step, Phase phase, StepEnd end)
{
    const qint64 cpuBegin = threadCpuNs();
    buffer.beginSpan(monotonicNs(), phase, step, 0, executor);
    WorkResult result = work();
    const qint64 ns = monotonicNs();
    buffer.endSpan(ns, phase, step, 0, executor, result.outcome, threadCpuNs() - cpuBegin);
    if (end == StepEnd::Ends)
        buffer.endStep(ns, step, executor, result.outcome, textOf(result));
    return result;
}

AnalysisPool::AnalysisPool(int size, Recorder &recorder, RecorderBuffer &loopBuffer, int loopExecutor)
    : m_loopBuffer(loopBuffer)
    , m_loopExecutor(loopExecutor)
{
    for (int i = 0; i < size; ++i) {
        RecorderBuffer &buffer = recorder.newBuffer();
        const int executor =
            recorder.addExecutor(loopBuffer, ExecutorKind::PoolThread, QStringLiteral("pool %1").arg(i + 1), monotonicNs());
        m_idle.insert(m_idle.begin(), {&buffer, executor});
    }
    m_threads.setMaxThreadCount(size);
    m_threads.setExpiryTimeout(-1);
}

AnalysisPool::~AnalysisPool()
{
    m_threads.clear();
    m_threads.waitForDone();
}

AnalysisPool::Slot AnalysisPool::takeSlot()
{
    const std::lock_guard lock(m_mutex);
    const Slot slot = m_idle.back(); // never empty: the pool has as many threads as slots
    m_idle.pop_back();
    return slot;
}

void AnalysisPool::giveBack(Slot slot)
{
    const std::lock_guard lock(m_mutex);
    m_idle.push_back(slot);
    std::sort(m_idle.begin(), m_idle.end(), [](const Slot &a, const Slot &b) { return a.executor > b.executor; });
}

Task<WorkResult> AnalysisPool::compute(StepId step, Phase phase, CpuFunction work, StepEnd end)
{
    m_loopBuffer.beginSpan(monotonicNs(), Phase::Ready, step, 0, m_loopExecutor); // until one of the pool begins
    Completion<WorkResult> finished;
    QFutureWatcher<WorkResult> watcher;
    QObject::connect(&watcher, &QFutureWatcher<WorkResult>::finished, &watcher, [&] { finished.set(watcher.result()); });
    // The pool outlives its tasks; the coroutine may be gone before they end, so nothing of its frame is captured.
    watcher.setFuture(QtConcurrent::run(&m_threads, [this, step, phase, end, work = std::move(work)] {
        const Slot slot = takeSlot();
        WorkResult result = computeAndRecord(work, *slot.buffer, slot.executor, step, phase, end);
        giveBack(slot);
        return result;
    }));
    co_return co_await finished;
}

} // namespace interleave
