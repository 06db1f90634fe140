#include "trace/trace.h"

#include "trace/attempts.h"

#include <QJsonDocument>

#include <algorithm>

namespace interleave {

/// Phases that keep an executor busy, or show it coming up: what its lane draws.
static bool isExecuted(Phase phase) { return phase == Phase::Startup || phase == Phase::Send || isCpuStep(phase); }

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
    case EventKind::SpanBegin:
        beginSpan(event);
        break;
    case EventKind::SpanEnd:
        endSpan(event);
        break;
    case EventKind::Chunk:
        addChunk(event);
        break;
    case EventKind::AttemptEnd:
        endAttempt(event);
        break;
    case EventKind::Done:
        finish(event);
        break;
    case EventKind::Analysis:
        call(event.call).analysis = event.text;
        break;
    case EventKind::LoopLag:
        m_loopLags.push_back({event.ns, event.value, event.executor});
        break;
    case EventKind::ClientCpu:
        m_cpu.push_back({event.ns, event.value, event.executor});
        break;
    case EventKind::Released:
        call(event.call).released = event.ns;
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

CallRecord &Trace::call(qint32 number)
{
    if (static_cast<size_t>(number) >= m_calls.size())
        m_calls.resize(static_cast<size_t>(number) + 1);
    return m_calls[static_cast<size_t>(number)];
}

Executor &Trace::executor(int number)
{
    if (static_cast<size_t>(number) >= m_executors.size())
        m_executors.resize(static_cast<size_t>(number) + 1);
    return m_executors[static_cast<size_t>(number)];
}

void Trace::readHeader(const QString &header)
{
    m_header = header;
    const QJsonDocument json = QJsonDocument::fromJson(header.toUtf8());
    m_warmup = json[QLatin1StringView("scenario")][QLatin1StringView("warmup")].toInt();
    m_isOld = json.isObject() && json[QLatin1StringView("recording")].toInt(1) < recordingVersion;
    m_hasWorkers = json[QLatin1StringView("model")].toString().startsWith(QLatin1StringView("parallel_"));
}

void Trace::plan(const Event &event)
{
    CallRecord &record = call(event.call);
    record.planned = event.ns;
    record.promptIndex = static_cast<int>(event.value);
    record.label = event.text;
    if (record.spans.empty() && !record.finished)
        becomeReady(event.call, event.ns);
}

qint32 Trace::push(const Span &span)
{
    const auto index = static_cast<qint32>(m_spans.size());
    m_spans.push_back(span);
    m_phases.set(static_cast<size_t>(span.phase));
    if (span.call >= 0)
        call(span.call).spans.push_back(index);
    return index;
}

void Trace::beginSpan(const Event &event)
{
    Span span;
    span.begin = event.ns;
    span.end = open;
    span.call = event.call;
    span.attempt = event.attempt;
    span.executor = event.executor;
    span.phase = phaseOf(event);
    if (event.call >= 0) {
        if (span.phase == Phase::Ready)
            return goOnReady(event.call, event.ns);
        endReady(event.call, event.ns);
    }
    const qint32 index = push(span);
    if (event.phase == Phase::Backoff && event.value > 0)
        m_waits.insert(index, {event.value, event.text.toDouble()});
    if (isExecuted(event.phase))
        executor(event.executor).spans.push_back(index);
    if (event.call < 0)
        return;

    CallRecord &record = call(event.call);
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
    const Phase phase = phaseOf(event);
    // The open span is nearly always the last of its call (or executor); events of two buffers may swap neighbours.
    const std::vector<qint32> &indices = event.call >= 0 ? call(event.call).spans : executor(event.executor).spans;
    for (auto it = indices.rbegin(); it != indices.rend(); ++it) {
        Span &span = m_spans[static_cast<size_t>(*it)];
        if (span.end != open || span.phase != phase || span.attempt != event.attempt)
            continue;
        span.end = std::max(event.ns, span.begin);
        span.outcome = event.outcome;
        span.cpuNs = event.value;
        if (event.call < 0)
            return;
        if (isCpuStep(event.phase))
            call(event.call).end = std::max(call(event.call).end, event.ns);
        call(event.call).readySince = -1;
        if (!openSpan(event.call))
            becomeReady(event.call, m_spans[static_cast<size_t>(indices.back())].end);
        return;
    }
}

void Trace::addChunk(const Event &event)
{
    CallRecord &record = call(event.call);
    if (event.attempt + 1 < record.attempts)
        return;
    if (record.firstChunk < 0)
        record.firstChunk = event.ns;
    record.lastChunk = event.ns;
    record.text += event.text;
    record.chunks.push_back({event.ns, event.value, static_cast<qint32>(record.text.size())});
}

void Trace::endAttempt(const Event &event)
{
    // Most attempts of a run end alike: their text is read once, and they share its strings. Error sentences may all differ.
    constexpr qsizetype most = 64;
    auto detail = m_details.constFind(event.text);
    if (detail == m_details.constEnd()) {
        if (m_details.size() >= most)
            m_details.clear();
        detail = m_details.insert(event.text, AttemptDetail::fromText(event.text));
    }
    call(event.call).attemptEnds.push_back({event.outcome, event.usage, static_cast<qint32>(event.value), *detail});
}

void Trace::finish(const Event &event)
{
    CallRecord &record = call(event.call);
    const bool again = record.finished; // its worker died while it worked on the reply, which had come
    record.finished = true;
    record.end = std::max(record.end, event.ns);
    record.outcome = event.outcome;
    record.message = event.text;
    if (!again) {
        record.done = event.ns;
        record.usage = event.usage;
    }
    // A worker that died closed nothing.
    for (const qint32 index : record.spans) {
        Span &span = m_spans[static_cast<size_t>(index)];
        const bool isBefore = !isCpuStep(span.phase) && span.phase != Phase::Ready;
        if (span.end == open && (again || isBefore))
            closeOpen(span, event.ns, event.outcome);
    }
    endReady(event.call, event.ns, event.outcome);
    becomeReady(event.call, record.spans.empty() ? event.ns : std::max(event.ns, m_spans[static_cast<size_t>(record.spans.back())].end));
}

void Trace::endRun(const Event &event)
{
    m_runEnd = event.ns;
    m_finished = true;
    m_cancelled = event.outcome == Outcome::Cancelled;
    for (size_t number = 0; number < m_calls.size(); ++number) {
        if (m_calls[number].planned >= 0 && !m_calls[number].finished)
            endReady(static_cast<qint32>(number), event.ns, Outcome::Cancelled);
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
}

void Trace::closeOpen(Span &span, qint64 ns, Outcome outcome)
{
    if (span.end != open)
        return;
    span.end = std::max(ns, span.begin);
    span.outcome = outcome;
}

} // namespace interleave
