#include "providers/reply_reader.h"

#include "providers/error_sentence.h"

#include <QJsonDocument>

#include <utility>

namespace interleave {

static bool isOk(int httpStatus) { return httpStatus >= 200 && httpStatus < 300; }

void ReplyReader::header(const QByteArray &name, const QByteArray &value)
{
    if (name.compare("x-mono-ns", Qt::CaseInsensitive) == 0) // the simulator's send time of a plain response
        m_serverNs = value.toLongLong();
    m_retryHeaders.read(name, value);
}

std::vector<WireChunk> ReplyReader::feed(const QByteArray &bytes)
{
    constexpr qsizetype mostBeforeEvents = 64 * 1024;
    if (!m_isStream) {
        m_body += bytes;
        return {};
    }
    if (!m_hasEvents)
        m_body += bytes.first(std::min(bytes.size(), mostBeforeEvents - m_body.size()));
    std::vector<WireChunk> chunks;
    for (const SseReader::Event &event : m_sse.feed(bytes)) {
        if (!std::exchange(m_hasEvents, true))
            m_body.clear();
        if (std::optional<WireChunk> chunk = read(event.data, event.serverNs))
            chunks.push_back(std::move(*chunk));
    }
    return chunks;
}

static QJsonObject parse(const QByteArray &json, QString *error)
{
    QJsonParseError parseError{};
    const QJsonDocument document = QJsonDocument::fromJson(json, &parseError);
    if (parseError.error != QJsonParseError::NoError)
        *error = QStringLiteral("not JSON (%1 at byte %2)").arg(parseError.errorString()).arg(parseError.offset);
    else if (!document.isObject())
        *error = QStringLiteral("an array where an object belongs");
    return document.object();
}

std::optional<WireChunk> ReplyReader::read(const QByteArray &data, qint64 serverNs)
{
    if (m_ended || m_reply.outcome != Outcome::Ok)
        return std::nullopt;
    if (m_isStream && isEndMark(data)) {
        endStream();
        return std::nullopt;
    }
    QString error;
    const QJsonObject object = parse(data, &error);
    if (!error.isEmpty()) {
        failProtocol(unreadableSentence(error));
        return std::nullopt;
    }
    if (isRefusal(object)) {
        refuse(refusalOf(object));
        return std::nullopt;
    }
    TypedJson json;
    std::optional<WireChunk> chunk = readObject(object, json);
    if (!json.error().isEmpty()) {
        failProtocol(unreadableSentence(json.error()));
        return std::nullopt;
    }
    if (chunk) {
        chunk->serverNs = serverNs;
        m_reply.text += chunk->text;
        m_reply.hasContent = true;
    }
    return chunk;
}

std::vector<WireChunk> ReplyReader::endOfBody(int httpStatus)
{
    if (!isOk(httpStatus))
        return {}; // finish() reads it as an error
    if (!m_isStream) {
        std::optional<WireChunk> chunk = read(m_body, m_serverNs);
        return chunk ? std::vector<WireChunk>{std::move(*chunk)} : std::vector<WireChunk>{};
    }
    if (!m_hasEvents)
        failProtocol(m_body.isEmpty() ? cutSentence(QStringLiteral("before it began"))
                                      : unreadableSentence(QStringLiteral("no event in the stream")));
    else if (m_sse.hasRest() && !whatIsMissing().isEmpty())
        failProtocol(cutSentence(QStringLiteral("in the middle of an event")));
    return {};
}

Reply ReplyReader::finish(int httpStatus)
{
    m_reply.httpStatus = httpStatus;
    if (!isOk(httpStatus) && m_reply.outcome == Outcome::Ok) {
        Refusal refusal = refusalOfBody(m_body);
        refusal.httpStatus = httpStatus; // the body may tell another one; what HTTP says counts
        refuse(std::move(refusal));
    }
    if (const QString missing = whatIsMissing(); !missing.isEmpty())
        failProtocol(cutSentence(missing));
    if (m_reply.outcome == Outcome::Ok)
        complete();
    return m_reply;
}

QString ReplyReader::whatIsMissing() const
{
    return m_reply.finishReason.isEmpty() ? QStringLiteral("without a finish reason") : QString();
}

void ReplyReader::failProtocol(const QString &sentence)
{
    if (m_reply.outcome != Outcome::Ok)
        return; // the first finding is the cause, later ones its consequences
    m_reply.outcome = Outcome::ProtocolError;
    m_reply.error = sentence;
}

/// Where both tell, the body is nearer to the cause than the headers, which a gateway may have written.
void ReplyReader::refuse(Refusal refusal)
{
    const bool isInBody = m_reply.httpStatus == 0; // with status 200: then its own status decides
    if (refusal.httpStatus == 0)
        refusal.httpStatus = 500;
    if (refusal.retryHint == RetryHint::ByStatus)
        refusal.retryHint = m_retryHeaders.hint();
    if (refusal.retryHint == RetryHint::ByStatus && isInBody)
        refusal.retryHint = isWorthRetrying(refusal.httpStatus) ? RetryHint::Retry : RetryHint::Never;
    if (!refusal.retryAfterS)
        refusal.retryAfterS = m_retryHeaders.delayS();
    m_reply.outcome = refusal.httpStatus == 429 ? Outcome::RateLimited : Outcome::HttpError;
    m_reply.retryHint = refusal.retryHint;
    m_reply.retryAfterS = refusal.retryAfterS;
    m_reply.error = refusalSentence(refusal);
}

} // namespace interleave
