// Sequential: one thing at a time. The next call starts when the reply before it has been analyzed, on the same loop; branches of a job run
// one after the other.
#include "execution/execution_model.h"

namespace interleave {

Task<void> sequential(Environment &environment, JobSource &jobs)
{
    while (const std::optional<Job> job = co_await jobs.next())
        co_await environment.run(*job, Cpu::OnLoop, Branches::InOrder);
}

} // namespace interleave
