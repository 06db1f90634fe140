#include "traffic/call_recording.h"

#include "async/loop.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace interleave {

using namespace Qt::StringLiterals;

static qint64 now() { return Loop::current().now(); }

void CallRecording::begin(Phase phase, int attempt)
{
    end();
    m_phase = phase;
    m_attempt = attempt;
    m_context.buffer.beginSpan(now(), phase, m_call, attempt, m_context.executor);
}

void CallRecording::end(Outcome outcome)
{
    if (m_phase)
        m_context.buffer.endSpan(now(), *m_phase, m_call, m_attempt, m_context.executor, outcome);
    m_phase.reset();
}

void CallRecording::attemptEnded(int attempt, const Endpoint &route, int estimatedTokens, const AttemptResult &result)
{
    Event event = base(EventKind::AttemptEnd, result.reply, result.endNs);
    event.attempt = static_cast<qint16>(attempt);
    event.value = estimatedTokens;
    QJsonObject json{{u"model"_s, route.modelName},
                     {u"provider"_s, route.isSimulator() ? u"simulator"_s : route.provider},
                     {u"status"_s, result.reply.httpStatus}};
    if (!result.reply.protocol.isEmpty())
        json[u"protocol"_s] = result.reply.protocol;
    if (result.reply.hasContent)
        json[u"content"_s] = true;
    if (!result.reply.error.isEmpty())
        json[u"error"_s] = result.reply.error;
    event.text = QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact));
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
    event.call = m_call;
    event.executor = static_cast<qint16>(m_context.executor);
    event.outcome = reply.outcome;
    event.usage = reply.usage;
    event.ns = ns;
    return event;
}

} // namespace interleave
