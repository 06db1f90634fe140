// Trace's rule that a call is in exactly one phase from its plan to its end: while nothing else of it is open, it is ready. Its
// spans of Ready are made here and nowhere else. The rest of Trace is in trace.cpp.
#include "trace/trace.h"

#include <utility>

namespace interleave {

/// The phase by its name of today.
Phase Trace::phaseOf(const Event &event, qint32 number)
{
    if (!m_isOld || number < 0)
        return event.phase;
    const bool waitedForThePool = event.phase == Phase::Pool && call(number).finished;
    const bool waitedForAWorker = event.phase == Phase::Limiter && m_hasWorkers && event.executor == 0;
    return waitedForThePool || waitedForAWorker ? Phase::Ready : event.phase;
}

/// The last span of a call, while it is open.
Span *Trace::openSpan(qint32 number)
{
    const std::vector<qint32> &indices = call(number).spans;
    Span *last = indices.empty() ? nullptr : &m_spans[static_cast<size_t>(indices.back())];
    return last && last->end == open ? last : nullptr;
}

void Trace::becomeReady(qint32 number, qint64 ns)
{
    CallRecord &record = call(number);
    if (record.readySince < 0)
        record.readySince = ns;
    if (m_isInBatch && !record.finished)
        m_ready.push_back(number);
}

/// Said by a writer: more is to come for it.
void Trace::goOnReady(qint32 number, qint64 ns)
{
    if (openSpan(number))
        return;
    becomeReady(number, ns);
    showReady(number);
}

/// It goes on, or is over. What it has waited for an executor since it became ready, if anything, is a span.
void Trace::endReady(qint32 number, qint64 ns, Outcome outcome)
{
    CallRecord &record = call(number);
    if (!openSpan(number) && record.readySince >= 0 && record.readySince < ns)
        showReady(number);
    record.readySince = -1;
    Span *shown = openSpan(number);
    if (!shown || shown->phase != Phase::Ready)
        return;
    // A failure is told by one span: by this one, unless the one before has told it.
    const bool isTold = record.spans.size() > 1 && isFailure(m_spans[static_cast<size_t>(*(record.spans.end() - 2))].outcome);
    closeOpen(*shown, ns, isTold ? Outcome::Ok : outcome);
}

void Trace::showReady(qint32 number)
{
    const CallRecord &record = call(number);
    Span span = record.spans.empty() ? Span() : m_spans[static_cast<size_t>(record.spans.back())];
    span.begin = record.readySince;
    span.end = open;
    span.cpuNs = 0;
    if (record.spans.empty())
        span.step = find(record.id);
    else if (record.finished && record.work >= 0)
        span.step = record.work;
    span.call = number;
    span.phase = Phase::Ready;
    span.outcome = Outcome::Ok;
    push(span);
}

/// At the end of a batch: who is ready now.
void Trace::showReady()
{
    for (const qint32 number : std::exchange(m_ready, {})) {
        if (call(number).readySince >= 0 && !call(number).finished && !openSpan(number))
            showReady(number);
    }
}

} // namespace interleave
