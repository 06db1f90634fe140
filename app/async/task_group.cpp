#include "async/task_group.h"

namespace interleave {

void TaskGroup::add(Task<void> task)
{
    // Frames of finished tasks are freed here, when they are half of all, so that a long run does not keep them.
    if (m_finished > 16 && m_finished * 2 > m_tasks.size()) {
        m_tasks.remove_if([](const Task<void> &t) { return t.isDone(); });
        m_finished = 0;
    }
    ++m_running;
    m_tasks.push_back(member(*this, std::move(task)));
    m_tasks.back().start();
}

Task<void> TaskGroup::member(TaskGroup &group, Task<void> task)
{
    {
        Task<void> own = std::move(task); // its frame, and all that it holds, goes with its end
        co_await own;
    }
    group.oneFinished();
}

void TaskGroup::oneFinished()
{
    --m_running;
    ++m_finished;
    if (m_running == 0 && m_awaited)
        std::exchange(m_awaited, nullptr)->wake();
}

} // namespace interleave
