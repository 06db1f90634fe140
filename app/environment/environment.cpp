#include "environment/environment.h"

#include "environment/job_context.h"

namespace interleave {

/// As perform(), in one frame: a hundred thousand jobs may wait here, and none keeps its prompt twice.
Task<void> Environment::runWhole(Unit unit, Cpu cpu, Branches branches)
{
    JobContext context(*this, unit, cpu, branches);
    const WorkResult result = co_await m_job.run(context, unit);
    jobEnded(unit.job, result);
}

Task<WorkResult> Environment::perform(Unit unit, Cpu cpu, Branches branches)
{
    JobContext context(*this, unit, cpu, branches);
    co_return co_await m_job.run(context, unit);
}

void Environment::jobEnded(const Job &job, const WorkResult &result)
{
    recorder().endStep(now(), {job.number, 0}, executor(), result.outcome, result.error);
    if (m_source)
        m_source->finished(job);
}

Task<std::vector<WorkResult>> Environment::runOnWorkers(std::vector<Unit> branches, Gathering)
{
    WorkResult none;
    none.outcome = Outcome::Cancelled;
    none.error = QStringLiteral("there are no workers for the branches of this job");
    co_return std::vector<WorkResult>(branches.size(), none);
}

} // namespace interleave
