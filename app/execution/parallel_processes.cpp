// Parallel processes: as parallel threads, but each worker is a program of its own that shares no memory: jobs and results
// travel through pipes, and starting a worker costs more.
#include "async/task_group.h"
#include "execution/execution_model.h"

namespace interleave {

Task<void> parallelProcesses(Environment &environment, JobSource &jobs)
{
    const std::unique_ptr<Workers> processes = co_await environment.startWorkers(WorkerKind::Processes);
    TaskGroup working;
    while (const std::optional<Job> job = co_await jobs.next())
        working.add(processes->run(*job)); // by the first process that is free
    co_await working.done();
}

} // namespace interleave
