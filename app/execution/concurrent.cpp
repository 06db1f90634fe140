// Concurrent: all calls wait at the same time. One loop reads them all and analyzes them, so while it analyzes one reply it
// reads no other.
#include "async/task_group.h"
#include "execution/execution_model.h"

namespace interleave {

Task<void> concurrent(Environment &environment, Jobs jobs)
{
    TaskGroup inFlight;
    for (const Job &job : jobs)
        inFlight.add(environment.run(job, Cpu::OnLoop));
    co_await inFlight.done();
}

} // namespace interleave
