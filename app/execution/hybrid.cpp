// Hybrid: one loop keeps all calls in flight, and hands each reply to a pool of threads that analyzes it. The loop stays
// free to read the others.
#include "async/task_group.h"
#include "execution/execution_model.h"

namespace interleave {

Task<void> hybrid(Environment &environment, Jobs jobs)
{
    TaskGroup inFlight;
    for (const Job &job : jobs)
        inFlight.add(environment.run(job, Cpu::InPool));
    co_await inFlight.done();
}

} // namespace interleave
