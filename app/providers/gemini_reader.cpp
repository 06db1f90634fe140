#include "providers/gemini_reader.h"

#include "providers/error_sentence.h"
#include "providers/typed_json.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace interleave {

void GeminiReader::header(const QByteArray &name, const QByteArray &value)
{
    if (name.compare("x-mono-ns", Qt::CaseInsensitive) == 0) // the simulator's send time of a plain response
        m_serverNs = value.toLongLong();
}

void GeminiReader::failProtocol(const QString &sentence)
{
    if (m_reply.outcome != Outcome::Ok)
        return; // the first finding is the cause, later ones its consequences
    m_reply.outcome = Outcome::ProtocolError;
    m_reply.error = sentence;
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

std::optional<WireChunk> GeminiReader::read(const QByteArray &json, qint64 serverNs)
{
    if (m_reply.outcome != Outcome::Ok)
        return std::nullopt;
    QString error;
    const QJsonObject response = parse(json, &error);
    if (!error.isEmpty()) {
        failProtocol(unreadableSentence(error));
        return std::nullopt;
    }
    std::optional<WireChunk> chunk = readResponse(response);
    if (chunk)
        chunk->serverNs = serverNs;
    return chunk;
}

/// The candidate's text; reasoning and tool calls are content, but not part of the answer.
static std::optional<WireChunk> readParts(const QJsonArray &parts, TypedJson &json)
{
    std::optional<WireChunk> chunk;
    for (const QJsonValue &value : parts) {
        const QJsonObject part = json.element(value, QLatin1StringView("parts"));
        const QString text = json.string(part, QLatin1StringView("text"));
        if (text.isEmpty() && (part.isEmpty() || part.contains(QLatin1StringView("text"))))
            continue;
        if (!chunk)
            chunk.emplace();
        if (!json.boolean(part, QLatin1StringView("thought")))
            chunk->text += text;
    }
    return chunk;
}

std::optional<WireChunk> GeminiReader::readResponse(const QJsonObject &response)
{
    TypedJson json;
    if (response.contains(QLatin1StringView("error"))) {
        readStatus(json.object(response, QLatin1StringView("error")), 0);
        return std::nullopt;
    }
    readUsage(json.object(response, QLatin1StringView("usageMetadata")), json);
    readBlockReason(json.string(json.object(response, QLatin1StringView("promptFeedback")), QLatin1StringView("blockReason")));
    std::optional<WireChunk> chunk;
    if (const QJsonArray candidates = json.array(response, QLatin1StringView("candidates")); !candidates.isEmpty()) {
        const QJsonObject candidate = json.element(candidates[0], QLatin1StringView("candidates"));
        const QJsonObject content = json.object(candidate, QLatin1StringView("content"));
        chunk = readParts(json.array(content, QLatin1StringView("parts")), json);
        if (const QString reason = json.string(candidate, QLatin1StringView("finishReason")); !reason.isEmpty())
            m_reply.finishReason = reason;
    }
    if (!json.error().isEmpty()) {
        failProtocol(unreadableSentence(json.error()));
        return std::nullopt;
    }
    if (chunk)
        m_reply.text += chunk->text;
    return chunk;
}

/// Every object of a stream carries the figures so far; fields that are zero may be absent.
void GeminiReader::readUsage(const QJsonObject &usage, TypedJson &json)
{
    if (usage.isEmpty())
        return;
    const int thinking = json.integer(usage, QLatin1StringView("thoughtsTokenCount"));
    m_reply.usage = {.input = json.integer(usage, QLatin1StringView("promptTokenCount")), // includes cached ones
                     .cached = json.integer(usage, QLatin1StringView("cachedContentTokenCount")),
                     .output = json.integer(usage, QLatin1StringView("candidatesTokenCount")) + thinking, // apart on this wire
                     .thinking = thinking};
}

void GeminiReader::readBlockReason(const QString &reason)
{
    if (reason.isEmpty() || m_reply.outcome != Outcome::Ok)
        return;
    m_reply.outcome = Outcome::ProtocolError;
    m_reply.finishReason = reason;
    m_reply.error = QStringLiteral("The provider blocked the prompt (%1) and gave no reply; change the prompt.").arg(excerpt(reason, 60));
}

/// "37s" or "37.4s", from google.rpc.RetryInfo.
static std::optional<double> retryDelay(const QJsonObject &error)
{
    for (const QJsonValue &detail : error[QLatin1StringView("details")].toArray()) {
        QString delay = detail[QLatin1StringView("retryDelay")].toString();
        bool ok = delay.endsWith(u's');
        delay.chop(1);
        const double seconds = ok ? delay.toDouble(&ok) : 0;
        if (ok && seconds >= 0)
            return seconds;
    }
    return std::nullopt;
}

/// `httpStatus` 0: the error came in the middle of a stream and brings its own code.
void GeminiReader::readStatus(const QJsonObject &error, int httpStatus)
{
    const int code = httpStatus != 0 ? httpStatus : error[QLatin1StringView("code")].toInt(500);
    m_reply.retryAfterS = retryDelay(error);
    m_reply.outcome = code == 429 ? Outcome::RateLimited : Outcome::HttpError;
    m_reply.error = httpErrorSentence(code, error[QLatin1StringView("status")].toString(), error[QLatin1StringView("message")].toString(),
                                      m_reply.retryAfterS);
}

void GeminiReader::readErrorBody(const QByteArray &body, int httpStatus)
{
    const QJsonDocument document = QJsonDocument::fromJson(body);
    const QJsonObject response = document.isArray() ? document[0].toObject() : document.object();
    if (response.contains(QLatin1StringView("error"))) {
        readStatus(response[QLatin1StringView("error")].toObject(), httpStatus);
        return;
    }
    // a gateway's page, not Gemini's JSON
    m_reply.outcome = httpStatus == 429 ? Outcome::RateLimited : Outcome::HttpError;
    m_reply.error =
        httpErrorSentence(httpStatus, {}, excerpt(QString::fromUtf8(body.first(std::min<qsizetype>(body.size(), 400))), 80), {});
}

Reply GeminiReader::finish(int httpStatus)
{
    if (m_reply.outcome == Outcome::Ok && m_reply.finishReason.isEmpty())
        failProtocol(cutSentence(QStringLiteral("without a finish reason")));
    m_reply.httpStatus = httpStatus;
    return m_reply;
}

static bool isOk(int httpStatus) { return httpStatus >= 200 && httpStatus < 300; }

std::vector<WireChunk> GeminiPlainReader::feed(const QByteArray &bytes)
{
    m_body += bytes;
    return {};
}

std::vector<WireChunk> GeminiPlainReader::endOfBody(int httpStatus)
{
    if (!isOk(httpStatus)) {
        readErrorBody(m_body, httpStatus);
        return {};
    }
    const std::optional<WireChunk> chunk = read(m_body, m_serverNs);
    return chunk ? std::vector<WireChunk>{*chunk} : std::vector<WireChunk>{};
}

std::vector<WireChunk> GeminiStreamReader::feed(const QByteArray &bytes)
{
    if (!m_hasEvents && m_beforeEvents.size() < 64 * 1024)
        m_beforeEvents += bytes;
    std::vector<WireChunk> chunks;
    for (const SseReader::Event &event : m_sse.feed(bytes)) {
        m_hasEvents = true;
        if (std::optional<WireChunk> chunk = read(event.data, event.serverNs))
            chunks.push_back(std::move(*chunk));
    }
    return chunks;
}

std::vector<WireChunk> GeminiStreamReader::endOfBody(int httpStatus)
{
    if (!isOk(httpStatus) && !m_hasEvents)
        readErrorBody(m_beforeEvents, httpStatus);
    else if (!m_hasEvents)
        failProtocol(m_beforeEvents.isEmpty() ? cutSentence(QStringLiteral("before it began"))
                                              : unreadableSentence(QStringLiteral("no event in the stream")));
    else if (m_sse.hasRest() && !isComplete())
        failProtocol(cutSentence(QStringLiteral("in the middle of an event")));
    return {};
}

} // namespace interleave
