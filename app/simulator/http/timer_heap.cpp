#include "simulator/http/timer_heap.h"

#include "core/clock.h"

#include <event2/event.h>

#include <algorithm>

namespace interleave {

void TimerHeap::Timer::start(qint64 deadlineNs)
{
    stop();
    if (m_node) {
        m_node.key() = deadlineNs;
        m_place = m_heap.m_timers.insert(std::move(m_node));
    } else {
        m_place = m_heap.m_timers.emplace(deadlineNs, this);
    }
    m_running = true;
    m_heap.arm();
}

void TimerHeap::Timer::stop()
{
    if (m_running)
        m_node = m_heap.m_timers.extract(m_place);
    m_running = false;
}

TimerHeap::TimerHeap(event_base *base)
    : m_event(event_new(base, -1, 0, [](evutil_socket_t, short, void *heap) { static_cast<TimerHeap *>(heap)->fire(); }, this))
{
}

TimerHeap::~TimerHeap() { event_free(m_event); }

void TimerHeap::fire()
{
    m_armedNs = 0;
    const qint64 nowNs = monotonicNs();
    while (!m_timers.empty() && m_timers.begin()->first <= nowNs) {
        Timer *timer = m_timers.begin()->second;
        timer->stop();
        timer->m_client.due();
    }
    arm();
}

void TimerHeap::arm()
{
    if (m_timers.empty())
        return;
    const qint64 deadlineNs = m_timers.begin()->first;
    if (m_armedNs != 0 && m_armedNs <= deadlineNs)
        return; // it wakes early enough, and arms for the rest then
    m_armedNs = std::max<qint64>(deadlineNs, 1);
    const qint64 waitUs = (std::max<qint64>(deadlineNs - monotonicNs(), 0) + 999) / 1000;
    const timeval wait{.tv_sec = waitUs / 1'000'000, .tv_usec = waitUs % 1'000'000};
    event_add(m_event, &wait);
}

} // namespace interleave
