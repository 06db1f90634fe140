// Tasks that run at the same time under one owner. add() runs a task up to its first suspension; done() waits for all of
// them; destroying the group cancels those that still run. Thread of the loop.
#pragma once

#include "async/loop.h"
#include "async/task.h"

#include <list>

namespace interleave {

class TaskGroup
{
public:
    TaskGroup() = default;
    TaskGroup(const TaskGroup &) = delete;
    TaskGroup &operator=(const TaskGroup &) = delete;

    void add(Task<void> task);

    class Done
    {
    public:
        explicit Done(TaskGroup &group)
            : m_group(group)
        {
        }
        bool await_ready() const { return m_group.m_running == 0; }
        void await_suspend(std::coroutine_handle<> handle)
        {
            m_waiter.suspend(handle);
            m_group.m_awaited = &m_waiter;
        }
        void await_resume() const {}

    private:
        TaskGroup &m_group;
        Waiter m_waiter;
    };
    /// co_await group.done() goes on when every task is done.
    Done done() { return Done(*this); }

private:
    static Task<void> member(TaskGroup &group, Task<void> task);
    void oneFinished();

    int m_running = 0;
    size_t m_finished = 0; // still in m_tasks
    Waiter *m_awaited = nullptr;
    std::list<Task<void>> m_tasks; // last member: destroyed first
};

} // namespace interleave
