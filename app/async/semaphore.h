// A counting semaphore for coroutines: first come, first served. A permit is an object; destroying it gives the place to the
// next in the queue. Thread of the loop; the semaphore outlives its permits and waiters.
#pragma once

#include "async/loop.h"

#include <list>
#include <utility>

namespace interleave {

class Semaphore;

class Permit
{
public:
    Permit() = default;
    explicit Permit(Semaphore &semaphore)
        : m_semaphore(&semaphore)
    {
    }
    Permit(Permit &&other) noexcept
        : m_semaphore(std::exchange(other.m_semaphore, nullptr))
    {
    }
    Permit &operator=(Permit &&other) noexcept
    {
        std::swap(m_semaphore, other.m_semaphore);
        return *this;
    }
    ~Permit() { release(); }
    void release();
    /// Gives up the object but not the place: somebody releases it with a Permit of their own.
    void keep() { m_semaphore = nullptr; }

private:
    Semaphore *m_semaphore = nullptr;
};

class Semaphore
{
public:
    explicit Semaphore(int permits)
        : m_free(permits)
    {
    }
    Semaphore(const Semaphore &) = delete;
    Semaphore &operator=(const Semaphore &) = delete;

    class Acquire
    {
    public:
        explicit Acquire(Semaphore &semaphore)
            : m_semaphore(semaphore)
        {
        }
        ~Acquire();
        Acquire(const Acquire &) = delete;
        Acquire &operator=(const Acquire &) = delete;
        bool await_ready();
        void await_suspend(std::coroutine_handle<> handle);
        Permit await_resume();

    private:
        friend class Semaphore;
        Semaphore &m_semaphore;
        Waiter m_waiter;
        bool m_queued = false;
        std::list<Acquire *>::iterator m_place; // in the queue, while it is queued: it leaves it without a search
        bool m_granted = false;                 // holds a place that no Permit owns yet
    };

    /// co_await semaphore.acquire() gives a Permit.
    Acquire acquire() { return Acquire(*this); }
    bool isFree() const { return m_free > 0; }

private:
    friend class Permit;
    void release();

    int m_free;
    std::list<Acquire *> m_queue;
};

} // namespace interleave
