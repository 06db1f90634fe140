#include "traffic/call_recording.h"

#include "async/loop.h"
#include "trace/attempt_detail.h"

#include <algorithm>

namespace interleave {

static qint64 now() { return Loop::current().now(); }

void CallRecording::begin(Phase phase, int attempt)
{
    end();
    m_phase = phase;
    m_attempt = attempt;
    m_begin = now();
    m_context.buffer.beginSpan(m_begin, phase, m_call, attempt, m_context.executor);
}

void CallRecording::beginBackoff(int attempt, qint64 untilNs, double serverS)
{
    end();
    m_phase = Phase::Backoff;
    m_attempt = attempt;
    m_begin = now();
    Event event = base(EventKind::SpanBegin, {}, m_begin);
    event.outcome = Outcome::Ok;
    event.phase = Phase::Backoff;
    event.attempt = static_cast<qint16>(attempt);
    event.value = untilNs;
    if (serverS > 0)
        event.text = QString::number(serverS);
    m_context.buffer.add(std::move(event));
}

void CallRecording::end(Outcome outcome, qint64 ns)
{
    if (m_phase)
        m_context.buffer.endSpan(ns < 0 ? now() : std::max(m_begin, ns), *m_phase, m_call, m_attempt, m_context.executor, outcome);
    m_phase.reset();
}

/// Most attempts of a run end alike: they share one text, which is made once.
static QString textOf(const AttemptDetail &detail)
{
    static thread_local AttemptDetail last;
    static thread_local QString text;
    if (text.isEmpty() || detail != last) {
        text = detail.toText();
        last = detail;
    }
    return text;
}

void CallRecording::attemptEnded(const AttemptNote &note, const Endpoint &route, const AttemptResult &result)
{
    Event event = base(EventKind::AttemptEnd, result.reply, result.endNs);
    event.attempt = static_cast<qint16>(note.number);
    event.value = note.estimatedTokens;
    const AttemptDetail detail{.model = route.modelName,
                               .provider = route.isSimulator() ? QStringLiteral("simulator") : route.provider,
                               .status = result.reply.httpStatus,
                               .protocol = result.reply.protocol,
                               .transport = result.reply.transport,
                               .notTaken = result.reply.notTaken,
                               .isResend = note.isResend,
                               .error = result.reply.error,
                               .hasContent = result.reply.hasContent,
                               .answered = result.reply.model,
                               .note = result.reply.note};
    event.text = textOf(detail);
    m_context.buffer.add(std::move(event));
}

void CallRecording::cachedText(const QString &text)
{
    Event event = base(EventKind::Chunk, {}, now());
    event.outcome = Outcome::Ok;
    event.text = text;
    m_context.buffer.add(std::move(event));
}

void CallRecording::done(const Reply &reply, int attempt, qint64 ns)
{
    Event event = base(EventKind::Done, reply, ns);
    event.attempt = static_cast<qint16>(attempt);
    event.text = reply.error.isEmpty() ? reply.finishReason : reply.error;
    m_context.buffer.add(std::move(event));
}

Event CallRecording::base(EventKind kind, const Reply &reply, qint64 ns) const
{
    Event event;
    event.kind = kind;
    event.step = m_call;
    event.executor = static_cast<qint16>(m_context.executor);
    event.outcome = reply.outcome;
    event.usage = reply.usage;
    event.ns = ns;
    return event;
}

} // namespace interleave
