// A value that a callback will bring: the bridge from signals to coroutines. Made inside a coroutine and awaited there, once.
// Thread of the loop.
#pragma once

#include "async/loop.h"

#include <optional>
#include <utility>

namespace interleave {

template<typename T> class Completion
{
public:
    /// Keeps the value and resumes the awaiting coroutine on the loop's next turn. The first value counts.
    void set(T value)
    {
        if (m_value)
            return;
        m_value.emplace(std::move(value));
        if (m_waiter.isSuspended())
            m_waiter.wake();
    }

    bool await_ready() const { return m_value.has_value(); }
    void await_suspend(std::coroutine_handle<> handle) { m_waiter.suspend(handle); }
    T await_resume() { return std::move(*m_value); }

private:
    std::optional<T> m_value;
    Waiter m_waiter;
};

/// Suspends until the loop's next turn: what else is ready, or due by then, is resumed before.
class NextTurn
{
public:
    bool await_ready() const { return false; }
    void await_suspend(std::coroutine_handle<> handle)
    {
        m_waiter.suspend(handle);
        m_waiter.wake();
    }
    void await_resume() const {}

private:
    Waiter m_waiter;
};

/// Suspends until the loop's clock reads `ns`.
class SleepUntil
{
public:
    explicit SleepUntil(qint64 ns)
        : m_ns(ns)
    {
    }
    bool await_ready() const { return m_waiter.loop().now() >= m_ns; }
    void await_suspend(std::coroutine_handle<> handle)
    {
        m_waiter.suspend(handle);
        m_waiter.wakeAt(m_ns);
    }
    void await_resume() const {}

private:
    qint64 m_ns;
    Waiter m_waiter;
};

} // namespace interleave
