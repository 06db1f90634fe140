#include "trace/wait_reasons.h"

#include <algorithm>

namespace interleave {

WaitReasons::WaitReasons(const Trace &trace)
    : m_trace(trace)
{
    for (const Span &span : trace.spans()) {
        if (span.phase == Phase::Ttft)
            m_sent.push_back(span.begin);
    }
    for (const CallRecord &call : trace.calls()) {
        if (call.finished && call.done >= 0)
            m_done.push_back(call.done);
    }
    std::sort(m_sent.begin(), m_sent.end());
    std::sort(m_done.begin(), m_done.end());
    for (const Executor &executor : trace.executors()) {
        m_hasWorkers = m_hasWorkers || executor.kind == ExecutorKind::Thread || executor.kind == ExecutorKind::Process;
        for (const qint32 index : executor.spans) {
            const Span &span = trace.spans()[static_cast<size_t>(index)];
            if (executor.kind == ExecutorKind::Loop && isCpuStep(span))
                m_onLoop.push_back({span.begin, Trace::endOr(span, trace.last()), span.step});
        }
    }
    std::sort(m_onLoop.begin(), m_onLoop.end(), [](const Busy &a, const Busy &b) { return a.end < b.end; });
}

static qint64 countIn(const std::vector<qint64> &times, qint64 begin, qint64 end)
{
    return std::lower_bound(times.begin(), times.end(), end) - std::upper_bound(times.begin(), times.end(), begin);
}

static QString calls(qint64 n) { return n == 1 ? QStringLiteral("one call") : QStringLiteral("%1 calls").arg(n); }

QString WaitReasons::ofReady(qint64 begin, qint64 end) const
{
    // What the loop was at, and for how long of it.
    qint64 busy = 0, longest = 0;
    qint32 at = -1;
    auto step = std::partition_point(m_onLoop.begin(), m_onLoop.end(), [&](const Busy &b) { return b.end <= begin; });
    for (; step != m_onLoop.end() && step->begin < end; ++step) {
        const qint64 length = std::min(step->end, end) - std::max(step->begin, begin);
        busy += length;
        if (length > longest) {
            longest = length;
            at = step->step;
        }
    }
    if (at >= 0 && busy * 2 > end - begin) {
        const StepRecord &record = m_trace.steps()[static_cast<size_t>(at)];
        const QString name = record.label.isEmpty() ? QString(stepKindName(record.kind)) : record.label;
        return QStringLiteral("the loop was busy, longest with %1 of job %2").arg(name).arg(record.id.job + 1);
    }
    const qint64 before = countIn(m_done, begin, end);
    if (m_hasWorkers)
        return before > 0 ? QStringLiteral("no worker was free; %1 ended meanwhile").arg(calls(before))
                          : QStringLiteral("no worker was free");
    if (before > 0)
        return QStringLiteral("its turn came after %1").arg(calls(before));
    return QStringLiteral("had all it needed and was not taken up yet");
}

QString WaitReasons::of(const PathSegment &segment) const
{
    switch (segment.part) {
    case PathPart::Think:
        return QStringLiteral("the user thought before the next job");
    case PathPart::Schedule:
        return QStringLiteral("the schedule had not planned the job yet");
    case PathPart::Unread:
        return QStringLiteral("the reply was there; the loop that reads it was in a CPU step");
    case PathPart::Ready:
        return ofReady(segment.begin, segment.end);
    case PathPart::Unexplained:
        return QStringLiteral("nothing in the recording tells");
    case PathPart::Span:
        break;
    }
    Span span;
    span.begin = segment.begin;
    span.end = segment.end;
    span.phase = segment.phase;
    return of(span);
}

QString WaitReasons::of(const Span &span) const
{
    const qint64 end = Trace::endOr(span, m_trace.last());
    switch (span.phase) {
    case Phase::Limiter: {
        const qint64 before = countIn(m_sent, span.begin, end);
        return before > 0 ? QStringLiteral("the traffic policy let %1 go before it").arg(calls(before))
                          : QStringLiteral("the traffic policy let nobody go meanwhile");
    }
    case Phase::Ready:
        return ofReady(span.begin, end);
    case Phase::Pool:
        return QStringLiteral("no connection was free");
    case Phase::Backoff:
        return QStringLiteral("waited before the next attempt");
    default:
        return {};
    }
}

} // namespace interleave
