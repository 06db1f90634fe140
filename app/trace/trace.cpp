#include "trace/trace.h"

#include "trace/attempts.h"
#include "trace/ready_of_step.h"

#include <QJsonDocument>

#include <algorithm>

namespace interleave {

/// Phases that keep an executor busy, or show it coming up: what its lane draws.
void Trace::apply(const std::vector<Event> &events)
{
    m_isInBatch = true;
    for (const Event &event : events)
        apply(event);
    m_isInBatch = false;
    showReady();
}

void Trace::apply(const Event &event)
{
    ++m_version;
    if (event.kind != EventKind::Planned)
        m_last = std::max(m_last, event.ns);
    switch (event.kind) {
    case EventKind::RunBegin:
        m_origin = event.ns;
        readHeader(event.text);
        break;
    case EventKind::Executor:
        executor(event.executor).kind = static_cast<ExecutorKind>(event.value);
        executor(event.executor).name = event.text;
        break;
    case EventKind::Planned:
        plan(event);
        break;
    case EventKind::StepBegin:
        beginStep(event);
        break;
    case EventKind::SpanBegin:
        beginSpan(event);
        break;
    case EventKind::SpanEnd:
        endSpan(event);
        break;
    case EventKind::Chunk:
    case EventKind::AttemptEnd:
    case EventKind::Done:
        if (const qint32 number = callOf(event); number >= 0) // else a damaged file: of what is no call
            event.kind == EventKind::Chunk  ? addChunk(number, event)
            : event.kind == EventKind::Done ? finish(number, event)
                                            : endAttempt(number, event);
        break;
    case EventKind::Asked:
    case EventKind::StepEnd:
        endStep(event);
        break;
    case EventKind::JobEnd:
        endJob(event);
        break;
    case EventKind::LoopLag:
        m_loopLags.push_back({event.ns, event.value, event.executor});
        break;
    case EventKind::ClientCpu:
        m_cpu.push_back({event.ns, event.value, event.executor});
        break;
    case EventKind::Released:
        job(event.step.job).user = static_cast<int>(event.value) - 1;
        call(job(event.step.job).firstCall).released = job(event.step.job).released = event.ns;
        break;
    case EventKind::System:
        // A name that a newer program wrote is none of ours.
        if (const std::optional<SystemCounter> counter = systemCounterFromName(event.text))
            m_system.push_back({event.ns, event.value, event.executor, *counter});
        break;
    case EventKind::RunEnd:
        endRun(event);
        break;
    }
}

void Trace::readHeader(const QString &header)
{
    m_header = header;
    const QJsonDocument json = QJsonDocument::fromJson(header.toUtf8());
    m_warmup = json[QLatin1StringView("scenario")][QLatin1StringView("warmup")].toInt();
    m_isOld = json.isObject() && json[QLatin1StringView("recording")].toInt(1) < recordingVersion;
    m_hasWorkers = json[QLatin1StringView("model")].toString().startsWith(QLatin1StringView("parallel_"));
}

void Trace::beginSpan(const Event &event)
{
    const qint32 number = callOf(event);
    Span span;
    span.begin = event.ns;
    span.end = open;
    span.step = stepOf(event);
    span.call = number;
    span.attempt = event.attempt;
    span.executor = event.executor;
    span.phase = phaseOf(event, number);
    if (number >= 0) {
        if (span.phase == Phase::Ready)
            return goOnReady(number, event.ns);
        endReady(number, event.ns);
    } else if (span.step >= 0 && span.phase != Phase::Ready) {
        endReadyOf(m_steps[static_cast<size_t>(span.step)], m_spans, event.ns);
    }
    const qint32 index = push(span);
    if (event.phase == Phase::Backoff && event.value > 0)
        m_waits.insert(index, {event.value, event.text.toDouble()});
    if (isExecuted(event.phase) && event.executor >= 0)
        executor(event.executor).spans.push_back(index);
    if (number < 0)
        return;

    CallRecord &record = call(number);
    if (isOfAttempt(event.phase) && !record.finished && event.attempt >= record.attempts) {
        record.attempts = event.attempt + 1;
        record.text.clear();
        record.chunks.clear();
        record.firstChunk = record.lastChunk = -1;
    }
    if (event.phase == Phase::Ttft) {
        record.lastSent = event.ns;
        if (record.sent < 0)
            record.sent = event.ns;
    }
}

void Trace::endSpan(const Event &event)
{
    const qint32 number = callOf(event);
    const qint32 step = stepOf(event);
    const Phase phase = phaseOf(event, number);
    // The open span is nearly always the last of its call (or executor); events of two buffers may swap neighbours.
    const std::vector<qint32> &indices = number >= 0 ? call(number).spans
                                         : step >= 0 ? m_steps[static_cast<size_t>(step)].spans
                                                     : executor(std::max<int>(0, event.executor)).spans;
    for (auto it = indices.rbegin(); it != indices.rend(); ++it) {
        Span &span = m_spans[static_cast<size_t>(*it)];
        if (span.end != open || span.phase != phase || span.attempt != event.attempt)
            continue;
        span.end = std::max(event.ns, span.begin);
        span.outcome = event.outcome;
        span.cpuNs = event.value;
        if (number < 0)
            return;
        if (isCpuStep(event.phase))
            call(number).end = std::max(call(number).end, event.ns);
        call(number).readySince = -1;
        if (!openSpan(number))
            becomeReady(number, m_spans[static_cast<size_t>(indices.back())].end);
        return;
    }
}

void Trace::addChunk(qint32 number, const Event &event)
{
    CallRecord &record = call(number);
    if (event.attempt + 1 < record.attempts)
        return;
    if (record.firstChunk < 0)
        record.firstChunk = event.ns;
    record.lastChunk = event.ns;
    record.text += event.text;
    record.chunks.push_back({event.ns, event.value, static_cast<qint32>(record.text.size())});
}

void Trace::endAttempt(qint32 number, const Event &event)
{
    // Most attempts of a run end alike: their text is read once, and they share its strings. Error sentences may all differ.
    constexpr qsizetype most = 64;
    auto detail = m_details.constFind(event.text);
    if (detail == m_details.constEnd()) {
        if (m_details.size() >= most)
            m_details.clear();
        detail = m_details.insert(event.text, AttemptDetail::fromText(event.text));
    }
    call(number).attemptEnds.push_back({event.outcome, event.usage, static_cast<qint32>(event.value), *detail});
}

void Trace::finish(qint32 number, const Event &event)
{
    CallRecord &record = call(number);
    const bool again = record.finished; // its worker died while it worked on the reply, which had come
    record.finished = true;
    record.end = std::max(record.end, event.ns);
    record.outcome = event.outcome;
    record.message = event.text;
    if (!again) {
        record.done = event.ns;
        record.usage = event.usage;
    }
    if (const qint32 index = find(record.id); index >= 0) {
        m_steps[static_cast<size_t>(index)].close(event.outcome, record.done);
    }
    // A worker that died closed nothing.
    for (const qint32 index : record.spans) {
        Span &span = m_spans[static_cast<size_t>(index)];
        const bool isBefore = !isCpuStep(span.phase) && span.phase != Phase::Ready;
        if (span.end == open && (again || isBefore))
            closeOpen(span, event.ns, event.outcome);
    }
    endReady(number, event.ns, event.outcome);
    becomeReady(number, record.spans.empty() ? event.ns : std::max(event.ns, m_spans[static_cast<size_t>(record.spans.back())].end));
}

void Trace::endRun(const Event &event)
{
    m_runEnd = event.ns;
    m_finished = true;
    m_cancelled = event.outcome == Outcome::Cancelled;
    for (const CallRecord &record : m_calls) {
        if (record.planned >= 0 && !record.finished)
            endReady(static_cast<qint32>(&record - m_calls.data()), event.ns, Outcome::Cancelled);
    }
    for (Span &span : m_spans)
        closeOpen(span, event.ns, Outcome::Cancelled);
    for (CallRecord &record : m_calls) {
        if (record.planned < 0 || record.finished)
            continue;
        record.finished = true;
        record.outcome = Outcome::Cancelled;
        record.done = record.end = event.ns;
        record.message = m_cancelled ? QStringLiteral("stopped before it ended")
                                     : QStringLiteral("the run ended without recording the end of this call");
    }
    endJobsOfRun(event);
}

} // namespace interleave
