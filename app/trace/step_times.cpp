#include "trace/step_times.h"

#include <algorithm>

namespace interleave {

StepTimes::StepTimes(const Trace &trace)
    : m_trace(trace)
{
    m_ends.reserve(trace.steps().size());
    for (const StepRecord &step : trace.steps())
        m_ends.push_back(endOf(step));
}

std::vector<qint32> StepTimes::spansOf(qint32 index) const
{
    const StepRecord &step = m_trace.steps()[static_cast<size_t>(index)];
    if (step.call < 0)
        return step.spans;
    const CallRecord &call = m_trace.calls()[static_cast<size_t>(step.call)];
    const bool isCall = step.kind == StepKind::Call;
    std::vector<qint32> spans;
    for (const qint32 span : call.spans) {
        const bool isOfWork = call.work >= 0 && m_trace.spans()[static_cast<size_t>(span)].step == call.work;
        if (isOfWork != isCall)
            spans.push_back(span);
    }
    return spans;
}

qint64 StepTimes::endOf(const StepRecord &step) const
{
    if (step.kind == StepKind::Call)
        return step.call < 0 ? step.end : m_trace.calls()[static_cast<size_t>(step.call)].done;
    if (step.call < 0)
        return step.end;
    // Work on a reply: a recording from before steps, or of a worker that died, does not tell its end.
    qint64 end = -1;
    const CallRecord &call = m_trace.calls()[static_cast<size_t>(step.call)];
    for (const qint32 index : call.spans) {
        const Span &span = m_trace.spans()[static_cast<size_t>(index)];
        if (span.step == call.work)
            end = std::max(end, Trace::endOr(span, m_trace.last()));
    }
    return end < 0 ? step.end : end;
}

qint32 StepTimes::lastIn(qint32 group, qint64 ns)
{
    const StepId id = m_trace.steps()[static_cast<size_t>(group)].id;
    if (m_jobOfChildren != id.job) {
        m_jobOfChildren = id.job;
        m_children.clear();
        for (const qint32 step : m_trace.jobs()[static_cast<size_t>(id.job)].steps) {
            const qint32 parent = m_trace.find({id.job, m_trace.steps()[static_cast<size_t>(step)].parent});
            if (parent >= 0 && end(step) >= 0)
                m_children.emplace_back(parent, end(step), -step); // of those that end together the first is the last in order
        }
        std::sort(m_children.begin(), m_children.end());
    }
    const auto after = std::upper_bound(m_children.begin(), m_children.end(), Child{group, ns, std::numeric_limits<qint32>::max()});
    if (after == m_children.begin() || std::get<0>(*std::prev(after)) != group)
        return -1;
    return -std::get<2>(*std::prev(after));
}

} // namespace interleave
