// Sequential: one call at a time. The next one starts when the reply before it has been analyzed, on the same loop.
#include "execution/execution_model.h"

namespace interleave {

Task<void> sequential(Environment &environment, Jobs jobs)
{
    for (const Job &job : jobs)
        co_await environment.run(job, Cpu::OnLoop);
}

} // namespace interleave
