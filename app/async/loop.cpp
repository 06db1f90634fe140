#include "async/loop.h"

#include <utility>

namespace interleave {

static thread_local Loop *currentLoop = nullptr;

Waiter::Waiter()
    : m_loop(&Loop::current())
{
}

Waiter::~Waiter() { m_loop->unlink(*this); }

void Waiter::wake()
{
    if (m_state == State::Ready)
        return;
    m_loop->unlink(*this);
    m_loop->makeReady(*this);
}

void Waiter::wakeAt(qint64 ns)
{
    m_loop->unlink(*this);
    m_loop->makeTimed(*this, ns);
}

Loop::~Loop() { Q_ASSERT_X(m_readyList.empty() && m_timers.empty(), "Loop", "destroy the coroutines before their loop"); }

Loop &Loop::current()
{
    Q_ASSERT_X(currentLoop, "Loop::current", "outside a turn of a loop");
    return *currentLoop;
}

Loop::Scope::Scope(Loop &loop)
    : m_previous(std::exchange(currentLoop, &loop))
{
}
Loop::Scope::~Scope() { currentLoop = m_previous; }

void Loop::makeReady(Waiter &waiter)
{
    const bool wasEmpty = m_readyList.empty();
    waiter.m_ready = m_readyList.insert(m_readyList.end(), &waiter);
    waiter.m_state = Waiter::State::Ready;
    waiter.m_readySince = now();
    if (wasEmpty)
        scheduleTurn();
}

void Loop::makeTimed(Waiter &waiter, qint64 ns)
{
    waiter.m_timer = m_timers.emplace(ns, &waiter);
    waiter.m_state = Waiter::State::Timed;
    if (waiter.m_timer == m_timers.begin())
        scheduleTimer(ns);
}

void Loop::unlink(Waiter &waiter)
{
    switch (std::exchange(waiter.m_state, Waiter::State::Idle)) {
    case Waiter::State::Idle:
        break;
    case Waiter::State::Ready:
        m_readyList.erase(waiter.m_ready);
        break;
    case Waiter::State::Timed:
        m_timers.erase(waiter.m_timer);
        break;
    }
}

void Loop::runTurn()
{
    const Scope scope(*this);
    const qint64 time = now();
    while (!m_timers.empty() && m_timers.begin()->first <= time) {
        Waiter &waiter = *m_timers.begin()->second;
        waiter.m_readySince = m_timers.begin()->first;
        m_timers.erase(m_timers.begin());
        waiter.m_ready = m_readyList.insert(m_readyList.end(), &waiter);
        waiter.m_state = Waiter::State::Ready;
    }
    // One resumed coroutine may destroy others, so each is taken off only when its turn comes.
    size_t count = m_readyList.size();
    while (count-- > 0 && !m_readyList.empty()) {
        Waiter &waiter = *m_readyList.front();
        m_readyList.pop_front();
        waiter.m_state = Waiter::State::Idle;
        m_readySince = waiter.m_readySince;
        std::exchange(waiter.m_handle, {}).resume();
    }
    if (!m_readyList.empty())
        scheduleTurn();
    if (!m_timers.empty())
        scheduleTimer(m_timers.begin()->first);
}

} // namespace interleave
