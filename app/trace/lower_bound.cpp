#include "trace/lower_bound.h"

#include "core/clock.h"
#include "trace/attempts.h"

namespace interleave {

static QString seconds(qint64 ns) { return QString::number(secondsFromNs(ns), 'f', 3) + QStringLiteral(" s"); }

/// What one call has to do one after the other.
static qint64 chainOf(const Trace &trace, const CallRecord &call)
{
    qint64 chain = 0;
    for (const qint32 index : call.spans) {
        const Span &span = trace.spans()[static_cast<size_t>(index)];
        if (isCpuStep(span))
            chain += span.cpuNs;
        else if (span.phase != Phase::Limiter && span.phase != Phase::Ready && span.phase != Phase::Pool)
            chain += Trace::endOr(span, trace.last()) - span.begin;
    }
    return chain;
}

LowerBound lowerBoundOf(const Trace &trace, const Scenario &scenario)
{
    LowerBound bound;
    const auto raiseTo = [&bound](qint64 ns, auto reason) {
        if (ns > bound.ns)
            bound = {ns, reason()};
    };
    qint64 cpu = 0;
    for (const Span &span : trace.spans())
        cpu += isCpuStep(span) && trace.isMeasured(span) ? span.cpuNs : 0;
    const int executors = executorsOfCpuSteps(trace);
    raiseTo(cpu / executors, [&] { return QStringLiteral("%1 of CPU work on %2 executor(s)").arg(seconds(cpu)).arg(executors); });

    qint64 waits = 0;
    for (const Interval &time : timesInFlight(trace))
        waits += time.end - time.begin;
    const int limit = std::max(1, scenario.concurrency);
    raiseTo(waits / limit, [&] { return QStringLiteral("%1 in flight, at most %2 at once").arg(seconds(waits)).arg(limit); });

    for (size_t i = 0; i < trace.calls().size(); ++i) {
        if (!trace.isMeasured(static_cast<qint32>(i)))
            continue;
        raiseTo(chainOf(trace, trace.calls()[i]), [i] { return QStringLiteral("what call %1 has to do one after the other").arg(i); });
    }
    return bound;
}

} // namespace interleave
