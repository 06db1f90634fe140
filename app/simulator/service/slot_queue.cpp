#include "simulator/service/slot_queue.h"

namespace interleave {

void SlotQueue::Ticket::request()
{
    m_place = m_queue.m_line.insert(m_queue.m_line.end(), this);
    m_state = State::InLine;
    m_queue.admit();
}

void SlotQueue::Ticket::release()
{
    if (m_state == State::InLine)
        m_queue.m_line.erase(m_place);
    const bool wasServing = m_state == State::Serving;
    m_state = State::Idle;
    if (wasServing) {
        --m_queue.m_serving;
        m_queue.admit();
    }
}

void SlotQueue::admit()
{
    while (!m_line.empty() && (m_capacity == 0 || m_serving < m_capacity)) {
        Ticket *ticket = m_line.front();
        m_line.pop_front();
        ticket->m_state = Ticket::State::Serving;
        ++m_serving;
        ticket->m_client.granted();
    }
}

} // namespace interleave
