#include "async/semaphore.h"

namespace interleave {

void Permit::release()
{
    if (Semaphore *semaphore = std::exchange(m_semaphore, nullptr))
        semaphore->release();
}

void Semaphore::release()
{
    if (m_queue.empty()) {
        ++m_free;
        return;
    }
    Acquire *next = m_queue.front();
    m_queue.pop_front();
    next->m_queued = false;
    next->m_granted = true;
    next->m_waiter.wake();
}

Semaphore::Acquire::~Acquire()
{
    if (m_queued)
        m_semaphore.m_queue.erase(m_place);
    if (m_granted)
        m_semaphore.release();
}

bool Semaphore::Acquire::await_ready()
{
    if (m_semaphore.m_free == 0)
        return false;
    --m_semaphore.m_free;
    m_granted = true;
    return true;
}

void Semaphore::Acquire::await_suspend(std::coroutine_handle<> handle)
{
    m_waiter.suspend(handle);
    m_place = m_semaphore.m_queue.insert(m_semaphore.m_queue.end(), this);
    m_queued = true;
}

Permit Semaphore::Acquire::await_resume()
{
    m_granted = false;
    return Permit(m_semaphore);
}

} // namespace interleave
