#include "async/qt_loop.h"

#include "core/clock.h"

#include <QCoreApplication>
#include <QEvent>

namespace interleave {

static const auto turnEvent = static_cast<QEvent::Type>(QEvent::registerEventType());

QtLoop::QtLoop()
{
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] { runTurn(); });
}

qint64 QtLoop::now() const { return monotonicNs(); }

void QtLoop::scheduleTurn()
{
    if (std::exchange(m_turnPosted, true))
        return;
    QCoreApplication::postEvent(this, new QEvent(turnEvent));
}

void QtLoop::scheduleTimer(qint64 ns)
{
    // Rounded up: a timer that fires early would only be set again.
    const qint64 waitNs = std::max<qint64>(0, ns - now());
    m_timer.start(static_cast<int>(std::min<qint64>((waitNs + 999'999) / 1'000'000, 86'400'000)));
}

bool QtLoop::event(QEvent *event)
{
    if (event->type() != turnEvent)
        return QObject::event(event);
    m_turnPosted = false;
    runTurn();
    return true;
}

} // namespace interleave
