// Concurrent: all calls wait at the same time. One loop reads them all and analyzes them, so while it analyzes one reply it
// reads no other.
#include "async/task_group.h"
#include "execution/execution_model.h"

namespace interleave {

Task<void> concurrent(Environment &environment, JobSource &jobs)
{
    TaskGroup inFlight;
    while (const std::optional<Job> job = co_await jobs.next())
        inFlight.add(environment.run(*job, Cpu::OnLoop, Branches::Interleaved));
    co_await inFlight.done();
}

} // namespace interleave
