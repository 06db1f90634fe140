#include "trace/trace_records.h"

#include <algorithm>

namespace interleave {

qint32 TraceRecords::find(StepId id) const
{
    if (!id.isStep() || static_cast<size_t>(id.job) >= m_jobs.size())
        return -1;
    const std::vector<qint32> &steps = m_jobs[static_cast<size_t>(id.job)].steps;
    for (size_t i = 0; i < std::min(nearSteps, steps.size()); ++i) {
        if (m_steps[static_cast<size_t>(steps[i])].id == id)
            return steps[i];
    }
    return steps.size() > nearSteps ? m_farSteps.value(id, -1) : -1;
}

Executor &TraceRecords::executor(int number)
{
    if (static_cast<size_t>(number) >= m_executors.size())
        m_executors.resize(static_cast<size_t>(number) + 1);
    return m_executors[static_cast<size_t>(number)];
}

qint32 TraceRecords::push(const Span &span)
{
    const auto index = static_cast<qint32>(m_spans.size());
    m_spans.push_back(span);
    m_phases.set(static_cast<size_t>(span.phase));
    if (span.call >= 0)
        m_calls[static_cast<size_t>(span.call)].spans.push_back(index);
    else if (span.step >= 0)
        m_steps[static_cast<size_t>(span.step)].spans.push_back(index);
    return index;
}

void TraceRecords::closeOpen(Span &span, qint64 ns, Outcome outcome)
{
    if (span.end != open)
        return;
    span.end = std::max(ns, span.begin);
    span.outcome = outcome;
}

/// Every job has a call that stands for it until its first step is known: a job that waits is a lane, and one that never began is a call
/// that was planned.
JobRecord &TraceRecords::job(qint32 number)
{
    while (static_cast<size_t>(number) >= m_jobs.size()) {
        JobRecord &added = m_jobs.emplace_back();
        added.firstCall = static_cast<qint32>(m_calls.size());
        m_calls.emplace_back().id = {static_cast<qint32>(m_jobs.size()) - 1, 0};
    }
    return m_jobs[static_cast<size_t>(number)];
}

} // namespace interleave
