// Parallel threads: each thread makes one call at a time, waits for it, and analyzes the reply itself. Branches of a job go to whatever
// thread is free; one that waits for its branches is free for others.
#include "async/task_group.h"
#include "execution/execution_model.h"

namespace interleave {

Task<void> parallelThreads(Environment &environment, JobSource &jobs)
{
    const std::unique_ptr<Workers> threads = co_await environment.startWorkers(WorkerKind::Threads);
    TaskGroup working;
    while (const std::optional<Job> job = co_await jobs.next())
        working.add(threads->run(*job)); // by the first thread that is free
    co_await working.done();
}

} // namespace interleave
