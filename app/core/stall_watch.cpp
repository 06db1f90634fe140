#include "core/stall_watch.h"

#include "core/clock.h"
#include "core/log.h"

#include <QAbstractEventDispatcher>

#include <atomic>

namespace interleave {

static std::atomic<int> stalls{0};
static std::atomic<qint64> longest{0};
static thread_local StallWatch *watchOfThread = nullptr;

StallWatch::StallWatch(const QString &thread, qint64 mostNs)
    : m_thread(thread)
    , m_mostNs(mostNs)
    , m_lookedNs(threadCpuNs())
{
    watchOfThread = this;
    if (const QAbstractEventDispatcher *events = QAbstractEventDispatcher::instance()) {
        connect(events, &QAbstractEventDispatcher::awake, this, &StallWatch::look);
        connect(events, &QAbstractEventDispatcher::aboutToBlock, this, &StallWatch::look);
    }
}

StallWatch::~StallWatch() { watchOfThread = nullptr; }

bool StallWatch::isWanted()
{
#ifndef NDEBUG
    return true;
#else
    return qEnvironmentVariableIsSet("INTERLEAVE_STALL_WATCH");
#endif
}

int StallWatch::count() { return stalls; }
qint64 StallWatch::longestNs() { return longest; }

/// Qt's own dispatcher handles events between awake() and the next aboutToBlock(), GLib's between aboutToBlock() and awake(): so every
/// stretch from one signal to the next counts. Waiting costs no CPU time.
void StallWatch::look()
{
    const qint64 cpuNs = threadCpuNs();
    const qint64 workedNs = cpuNs - std::exchange(m_lookedNs, cpuNs) - std::exchange(m_onPurposeNs, 0);
    for (qint64 known = longest; workedNs > known && !longest.compare_exchange_weak(known, workedNs);)
        ;
    if (workedNs <= m_mostNs)
        return;
    ++stalls;
    qCInfo(logProgram).noquote() << "the" << m_thread << "thread worked" << workedNs / 1'000'000 << "ms without looking for events";
}

StallWatch::OnPurpose::OnPurpose()
{
    if (watchOfThread)
        m_beginNs = threadCpuNs();
}

StallWatch::OnPurpose::~OnPurpose()
{
    if (watchOfThread)
        watchOfThread->m_onPurposeNs += threadCpuNs() - m_beginNs;
}

} // namespace interleave
