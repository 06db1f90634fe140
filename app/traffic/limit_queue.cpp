#include "traffic/limit_queue.h"

namespace interleave {

LimitQueue::Line &LimitQueue::addLine(RateLimiter rate) { return m_lines.emplace_back(std::move(rate)); }

void LimitQueue::leave()
{
    ++m_free;
    letIn();
}

LimitQueue::Place *LimitQueue::firstReady(qint64 nowNs)
{
    Place *first = nullptr;
    for (Line &line : m_lines) {
        if (line.m_waiting.empty())
            continue;
        Place &head = *line.m_waiting.front();
        if ((!first || head.m_number < first->m_number) && line.rate.readyNs(nowNs, head.m_tokens) <= nowNs)
            first = &head;
    }
    return first;
}

void LimitQueue::letIn()
{
    const auto waiting = std::find_if(m_lines.begin(), m_lines.end(), [](const Line &line) { return !line.m_waiting.empty(); });
    if (waiting == m_lines.end())
        return;
    const qint64 now = waiting->m_waiting.front()->m_waiter.loop().now(); // of the loop, also outside its turns
    while (m_free > 0) {
        Place *next = firstReady(now);
        if (!next)
            break;
        grant(*next, now);
    }
    if (m_free == 0)
        return; // leave() comes here again
    for (Line &line : m_lines) {
        if (!line.m_waiting.empty() && line.m_waiting.front()->m_waiter.isSuspended())
            line.m_waiting.front()->m_waiter.wakeAt(line.rate.readyNs(now, line.m_waiting.front()->m_tokens));
    }
}

void LimitQueue::grant(Place &place, qint64 nowNs)
{
    --m_free;
    place.m_line.rate.take(nowNs, place.m_call, place.m_tokens);
    place.m_line.m_waiting.erase(place.m_position);
    place.m_state = Place::State::LetIn;
    if (place.m_waiter.isSuspended())
        place.m_waiter.wake();
}

LimitQueue::Place::Place(LimitQueue &queue, Line &line, StepId call, int tokens)
    : m_queue(queue)
    , m_line(line)
    , m_call(call)
    , m_tokens(tokens)
    , m_number(queue.m_asked++)
    , m_position(line.m_waiting.insert(line.m_waiting.end(), this))
{
    m_queue.letIn();
}

LimitQueue::Place::~Place()
{
    if (m_state == State::Kept)
        return;
    if (m_state == State::LetIn) {
        m_line.rate.giveBack(m_call, m_tokens);
        ++m_queue.m_free;
    } else {
        m_line.m_waiting.erase(m_position);
    }
    m_queue.letIn();
}

/// Woken when it is let in, or, at the head of its line, when its rate has room: then it looks again.
void LimitQueue::Place::await_suspend(std::coroutine_handle<> handle)
{
    m_waiter.suspend(handle);
    m_queue.letIn();
}

} // namespace interleave
