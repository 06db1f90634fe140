// Task<T>: a lazy coroutine with one owner. Nothing runs before it is awaited (or added to a TaskGroup, or started by a
// TaskRunner); destroying the owner destroys the frame, and with it everything that the coroutine was waiting for. That is
// cancellation: there is no other. One thread: the loop's. No exceptions: errors are values here.
#pragma once

#include <atomic>
#include <coroutine>
#include <exception>
#include <memory>
#include <optional>
#include <utility>

namespace interleave {

/// Coroutine frames of Task alive in this process: tests check that it returns to zero.
inline std::atomic<int> liveTaskFrames{0};

namespace detail {

class TaskPromiseBase
{
public:
    TaskPromiseBase() { liveTaskFrames.fetch_add(1, std::memory_order_relaxed); }
    ~TaskPromiseBase() { liveTaskFrames.fetch_sub(1, std::memory_order_relaxed); }
    TaskPromiseBase(const TaskPromiseBase &) = delete;
    TaskPromiseBase &operator=(const TaskPromiseBase &) = delete;

    std::suspend_always initial_suspend() noexcept { return {}; }
    struct FinalAwaiter {
        bool await_ready() const noexcept { return false; }
        template<typename Promise> std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> handle) noexcept
        {
            return handle.promise().continuation;
        }
        void await_resume() const noexcept {}
    };
    FinalAwaiter final_suspend() noexcept { return {}; }
    [[noreturn]] void unhandled_exception() { std::terminate(); }

    std::coroutine_handle<> continuation = std::noop_coroutine(); // who awaits this task
};

/// Where a task's value waits for its taker. A big one has room only once it is there: a hundred thousand tasks that wait would
/// otherwise keep a hundred thousand empty places for replies.
template<typename T, bool isBig = (sizeof(T) > 64)> class TaskValue
{
public:
    template<typename U> void set(U &&value) { m_value.emplace(std::forward<U>(value)); }
    T take() { return std::move(*m_value); }

private:
    std::optional<T> m_value;
};

template<typename T> class TaskValue<T, true>
{
public:
    template<typename U> void set(U &&value) { m_value = std::make_unique<T>(std::forward<U>(value)); }
    T take() { return std::move(*m_value); }

private:
    std::unique_ptr<T> m_value;
};

} // namespace detail

template<typename T = void> class [[nodiscard]] Task
{
public:
    class promise_type : public detail::TaskPromiseBase
    {
    public:
        Task get_return_object() { return Task(std::coroutine_handle<promise_type>::from_promise(*this)); }
        template<typename U = T> void return_value(U &&value) { m_value.set(std::forward<U>(value)); }
        T take() { return m_value.take(); }

    private:
        detail::TaskValue<T> m_value;
    };

    Task(Task &&other) noexcept
        : m_handle(std::exchange(other.m_handle, {}))
    {
    }
    Task &operator=(Task &&other) noexcept
    {
        std::swap(m_handle, other.m_handle);
        return *this;
    }
    ~Task()
    {
        if (m_handle)
            m_handle.destroy();
    }

    // Awaiting starts the task; the awaiting coroutine goes on when it is done.
    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) noexcept
    {
        m_handle.promise().continuation = awaiting;
        return m_handle;
    }
    T await_resume() { return m_handle.promise().take(); }

private:
    explicit Task(std::coroutine_handle<promise_type> handle)
        : m_handle(handle)
    {
    }
    std::coroutine_handle<promise_type> m_handle;
};

template<> class [[nodiscard]] Task<void>
{
public:
    class promise_type : public detail::TaskPromiseBase
    {
    public:
        Task get_return_object() { return Task(std::coroutine_handle<promise_type>::from_promise(*this)); }
        void return_void() {}
    };

    Task(Task &&other) noexcept
        : m_handle(std::exchange(other.m_handle, {}))
    {
    }
    Task &operator=(Task &&other) noexcept
    {
        std::swap(m_handle, other.m_handle);
        return *this;
    }
    ~Task()
    {
        if (m_handle)
            m_handle.destroy();
    }

    bool await_ready() const noexcept { return false; }
    std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) noexcept
    {
        m_handle.promise().continuation = awaiting;
        return m_handle;
    }
    void await_resume() const noexcept {}

    /// Runs it up to its first suspension, awaited by nobody. For owners that are not coroutines.
    void start() { m_handle.resume(); }
    bool isDone() const { return !m_handle || m_handle.done(); }

private:
    explicit Task(std::coroutine_handle<promise_type> handle)
        : m_handle(handle)
    {
    }
    std::coroutine_handle<promise_type> m_handle;
};

} // namespace interleave
