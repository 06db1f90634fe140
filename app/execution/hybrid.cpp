// Hybrid: one loop keeps all calls in flight, and hands each reply to a pool of threads that analyzes it. The loop stays
// free to read the others.
#include "async/task_group.h"
#include "execution/execution_model.h"

namespace interleave {

Task<void> hybrid(Environment &environment, JobSource &jobs)
{
    TaskGroup inFlight;
    while (const std::optional<Job> job = co_await jobs.next())
        inFlight.add(environment.run(*job, Cpu::InPool, Branches::Interleaved));
    co_await inFlight.done();
}

} // namespace interleave
