#include "environment/loop_lag_probe.h"

#include "core/clock.h"

namespace interleave {

LoopLagProbe::LoopLagProbe(RecorderBuffer &buffer, int executor, std::function<qint64()> busyNs)
    : m_buffer(buffer)
    , m_executor(executor)
    , m_busyNs(std::move(busyNs))
    , m_last(monotonicNs())
    , m_lastBusy(m_busyNs())
{
    m_timer.setTimerType(Qt::PreciseTimer);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, [this] { sample(); });
    m_timer.start(intervalMs);
}

void LoopLagProbe::sample()
{
    const qint64 now = monotonicNs();
    const qint64 busy = m_busyNs();
    Event event;
    event.kind = EventKind::LoopLag;
    event.executor = static_cast<qint16>(m_executor);
    event.ns = now;
    event.value = std::max<qint64>(0, now - m_last - intervalMs * 1'000'000 - (busy - m_lastBusy));
    m_buffer.add(std::move(event));
    m_last = now;
    m_lastBusy = busy;
}

} // namespace interleave
