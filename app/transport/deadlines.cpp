#include "transport/deadlines.h"

#include "core/clock.h"

#include <utility>

namespace interleave {

void Deadline::startDeadline(std::shared_ptr<Deadlines> deadlines, qint64 ns)
{
    stopDeadline();
    m_deadlines = std::move(deadlines);
    m_place = m_deadlines->m_set.emplace(ns, this);
    if (m_deadlines->m_armedNs == 0 || ns < m_deadlines->m_armedNs)
        m_deadlines->arm();
}

/// The timer stays: when it fires for nobody it is set for the next one. Most limits are never reached.
void Deadline::stopDeadline()
{
    if (const std::shared_ptr<Deadlines> deadlines = std::exchange(m_deadlines, nullptr))
        deadlines->m_set.erase(m_place);
}

std::shared_ptr<Deadlines> Deadlines::ofThread()
{
    static thread_local std::weak_ptr<Deadlines> current;
    std::shared_ptr<Deadlines> deadlines = current.lock();
    if (!deadlines) {
        deadlines = std::make_shared<Deadlines>();
        current = deadlines;
    }
    return deadlines;
}

void Deadlines::arm()
{
    m_armedNs = m_set.begin()->first;
    constexpr qint64 longestMs = 86'400'000;
    const qint64 ms = (m_armedNs - monotonicNs() + 999'999) / 1'000'000; // rounded up: one that fires early would only be set again
    m_timer.start(static_cast<int>(std::clamp<qint64>(ms, 0, longestMs)), Qt::PreciseTimer, this);
}

void Deadlines::timerEvent(QTimerEvent *)
{
    m_timer.stop();
    m_armedNs = 0;
    const qint64 now = monotonicNs();
    std::shared_ptr<Deadlines> keep; // the last one that is reached may let go of this
    while (!m_set.empty() && m_set.begin()->first <= now) {
        Deadline *reached = m_set.begin()->second;
        keep = reached->m_deadlines;
        reached->stopDeadline();
        reached->deadlineReached();
    }
    if (!m_set.empty() && m_armedNs == 0)
        arm();
}

} // namespace interleave
