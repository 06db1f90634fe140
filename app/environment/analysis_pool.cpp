#include "environment/analysis_pool.h"

#include "async/completion.h"
#include "core/clock.h"

#include <QFutureWatcher>
#include <QtConcurrent/QtConcurrentRun>

namespace interleave {

void analyzeAndRecord(const LiveServices &services, RecorderBuffer &buffer, int executor, int call, const QString &text)
{
    const qint64 cpuBegin = threadCpuNs();
    buffer.beginSpan(monotonicNs(), Phase::Analyze, call, 0, executor);
    Event result;
    result.kind = EventKind::Analysis;
    result.call = call;
    result.executor = static_cast<qint16>(executor);
    result.text = services.analyze(text);
    result.ns = monotonicNs();
    buffer.endSpan(result.ns, Phase::Analyze, call, 0, executor, Outcome::Ok, threadCpuNs() - cpuBegin);
    buffer.add(std::move(result));
}

AnalysisPool::AnalysisPool(int size, const LiveServices &services, Recorder &recorder, RecorderBuffer &loopBuffer, int loopExecutor)
    : m_services(services)
    , m_loopBuffer(loopBuffer)
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

Task<void> AnalysisPool::analyze(int call, QString text)
{
    m_loopBuffer.beginSpan(monotonicNs(), Phase::Ready, call, 0, m_loopExecutor); // until one of the pool begins
    Completion<bool> finished;
    QFutureWatcher<void> watcher;
    QObject::connect(&watcher, &QFutureWatcher<void>::finished, &watcher, [&finished] { finished.set(true); });
    // The pool outlives its tasks; the coroutine may be gone before they end, so nothing of its frame is captured.
    watcher.setFuture(QtConcurrent::run(&m_threads, [this, call, text] {
        const Slot slot = takeSlot();
        analyzeAndRecord(m_services, *slot.buffer, slot.executor, call, text);
        giveBack(slot);
    }));
    co_await finished;
}

} // namespace interleave
