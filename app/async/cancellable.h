// A task that somebody may give up while another waits for it: its frame is destroyed, and who waits goes on without a value. Starts when
// it is made. Thread of the loop.
#pragma once

#include "async/completion.h"
#include "async/task_group.h"

#include <optional>

namespace interleave {

template<typename T> class Cancellable
{
public:
    explicit Cancellable(Task<T> task)
    {
        m_running.emplace();
        m_running->add(keep(std::move(task), m_result));
    }
    Cancellable(const Cancellable &) = delete;
    Cancellable &operator=(const Cancellable &) = delete;

    /// co_await it, once. Nothing: it was given up.
    Completion<std::optional<T>> &result() { return m_result; }
    /// Not from inside the task.
    void cancel()
    {
        m_running.reset();
        m_result.set(std::nullopt);
    }

private:
    static Task<void> keep(Task<T> task, Completion<std::optional<T>> &result) { result.set(co_await std::move(task)); }

    Completion<std::optional<T>> m_result;
    std::optional<TaskGroup> m_running;
};

} // namespace interleave
