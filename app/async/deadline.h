// Awaits a task, but not for ever. Thread of the loop.
#pragma once

#include "async/completion.h"
#include "async/task.h"

#include <optional>

namespace interleave {

namespace detail {

template<typename T> Task<void> finishInto(Completion<std::optional<T>> &end, Task<T> task) { end.set(co_await task); }

template<typename T> Task<void> giveUpAt(Completion<std::optional<T>> &end, qint64 ns)
{
    co_await SleepUntil(ns);
    end.set(std::nullopt);
}

} // namespace detail

/// The task's value, or nothing when the loop's clock reads `ns` first: the task is cancelled then, or not begun when the time
/// is up already. A value that comes in the very same turn may be lost, so it must be one that gives back what it holds when it
/// is destroyed.
template<typename T> Task<std::optional<T>> untilDeadline(Task<T> task, qint64 ns)
{
    if (Loop::current().now() >= ns)
        co_return std::nullopt;
    Completion<std::optional<T>> end;
    Task<void> working = detail::finishInto<T>(end, std::move(task));
    Task<void> waiting = detail::giveUpAt<T>(end, ns);
    working.start();
    waiting.start();
    co_return co_await end;
}

} // namespace interleave
