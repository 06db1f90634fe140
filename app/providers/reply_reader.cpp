#include "providers/reply_reader.h"

#include "providers/error_sentence.h"
#include "providers/plain_words.h"

#include <QUrl>

#include <nlohmann/json.hpp>

#include <iterator>
#include <utility>

namespace interleave {

using namespace Qt::StringLiterals;

constexpr qsizetype mostBeforeEvents = 64 * 1024;

static bool isOk(int httpStatus) { return httpStatus >= 200 && httpStatus < 300; }

void ReplyReader::header(const QByteArray &name, const QByteArray &value)
{
    if (name.compare("x-mono-ns", Qt::CaseInsensitive) == 0) // the simulator's send time of a plain response
        m_serverNs = value.toLongLong();
    else if (name.compare("location", Qt::CaseInsensitive) == 0)
        m_location = QUrl(QString::fromUtf8(value)).toString(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment);
    m_retryHeaders.read(name, value);
}

/// Whatever was asked for, what counts is what came.
void ReplyReader::findShape()
{
    constexpr QByteArrayView skipped(" \t\r\n\xef\xbb\xbf");
    while (m_blankBytes < m_body.size() && skipped.contains(m_body[m_blankBytes]))
        ++m_blankBytes; // kept: blanks may go on for megabytes
    if (m_blankBytes == m_body.size())
        return;
    const QByteArrayView start = QByteArrayView(m_body).sliced(m_blankBytes);
    if (start[0] == '{' || start[0] == '[')
        m_shape = Shape::Json;
    else if (m_isStream || start[0] == ':' || start.startsWith("data:") || start.startsWith("event:") || start.startsWith("id:"))
        m_shape = Shape::Events;
}

std::vector<WireChunk> ReplyReader::feed(const QByteArray &bytes)
{
    if (isComplete())
        return {};
    const bool wasKnown = m_shape != Shape::Unknown;
    const QByteArray unread = wasKnown ? bytes : QByteArray(m_body + bytes); // whole: what is kept of it may be less
    const qsizetype room = m_isStream ? mostBeforeEvents - m_body.size() : bytes.size();
    if (!m_hasEvents)
        m_body += bytes.first(std::clamp<qsizetype>(room, 0, bytes.size()));
    if (!wasKnown && (m_isStream || m_body.size() > 16))
        findShape();
    if (m_shape == Shape::Json)
        return readObjects(unread);
    return m_isStream && m_shape == Shape::Events ? readEvents(unread) : std::vector<WireChunk>();
}

std::vector<WireChunk> ReplyReader::readEvents(const QByteArray &bytes)
{
    std::vector<WireChunk> chunks;
    for (const SseReader::Event &event : m_sse.feed(bytes)) {
        m_hasEvents = true;
        m_eventName = QString::fromUtf8(event.name);
        if (event.data.trimmed().isEmpty())
            continue;
        if (std::optional<WireChunk> chunk = read(event.data, event.serverNs))
            chunks.push_back(std::move(*chunk));
    }
    if (m_isStream && m_hasEvents)
        m_body.clear();
    return chunks;
}

/// Of a plain response the objects wait for its end, since only the status says whether they are a reply.
std::vector<WireChunk> ReplyReader::readObjects(const QByteArray &bytes)
{
    std::vector<QByteArray> objects = m_objects.feed(bytes);
    if (m_objects.isClosed()) // what follows is nobody's
        m_body.truncate(m_objects.size());
    std::vector<WireChunk> chunks;
    if (!m_isStream) {
        for (const QByteArray &object : objects)
            m_plainBytes += object.size();
        std::move(objects.begin(), objects.end(), std::back_inserter(m_plainObjects));
        return chunks;
    }
    for (const QByteArray &object : objects) {
        if (std::optional<WireChunk> chunk = read(object, 0))
            chunks.push_back(std::move(*chunk));
    }
    return chunks;
}

qint64 ReplyReader::heldBytes() const { return m_body.size() + m_objects.heldBytes() + m_sse.heldBytes() + m_plainBytes; }

bool ReplyReader::isComplete() const
{
    if (m_shape == Shape::Json && m_objects.isClosed() && (!m_isStream || !m_reply.finishReason.isEmpty()))
        return true;
    // of a body that may be a refused request's, all words are wanted
    const bool hasFailed = m_reply.outcome != Outcome::Ok && (m_shape == Shape::Events || m_refusal || m_objects.isClosed());
    return m_ended || hasFailed || hasAll();
}

/// Empty: no page, or one without words.
static QString pageTitle(const QByteArray &body)
{
    const QString text = QString::fromUtf8(body.first(std::min<qsizetype>(body.size(), mostBeforeEvents)));
    return isHtml(text) ? excerpt(text, 80) : QString();
}

/// Anything but an object is an error.
static Json parse(const QByteArray &json, QString *error)
{
    JsonError wrong;
    Json value = parseJson(json, &wrong);
    if (value.is_discarded()) {
        const QString page = pageTitle(json);
        *error = !page.isEmpty() ? u"it is a page (“%1”), not JSON"_s.arg(page)
                                 : u"not JSON (%1 at byte %2)"_s.arg(wrong.reason).arg(wrong.offset);
    } else if (!value.is_object()) {
        *error = u"an array where an object belongs"_s;
    }
    return value;
}

std::optional<WireChunk> ReplyReader::read(const QByteArray &data, qint64 serverNs)
{
    if (m_ended || m_reply.outcome != Outcome::Ok || hasAll())
        return std::nullopt;
    if (m_shape == Shape::Events && isEndMark(data)) {
        endStream();
        return std::nullopt;
    }
    const bool isErrorEvent = m_eventName == "error"_L1;
    QString error;
    const Json object = parse(data, &error);
    if (isErrorEvent || isRefusal(object)) {
        refuse(error.isEmpty() ? refusalOf(object) : refusalOfBody(data));
        return std::nullopt;
    }
    if (!error.isEmpty()) {
        failProtocol(unreadableSentence(error));
        return std::nullopt;
    }
    TypedJson json;
    std::optional<WireChunk> chunk = readObject(object, json);
    if (m_reply.outcome != Outcome::Ok)
        return std::nullopt;
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
    return isOk(httpStatus) ? readRest() : std::vector<WireChunk>(); // finish() reads it as an error
}

QString ReplyReader::whyNoEvent() const
{
    if (m_body.trimmed().isEmpty())
        return cutSentence(u"before it began"_s);
    const QString page = pageTitle(m_body);
    return unreadableSentence(page.isEmpty() ? u"no event in the stream"_s : u"it is a page (“%1”), not a stream"_s.arg(page));
}

std::vector<WireChunk> ReplyReader::readPlainObjects()
{
    std::vector<WireChunk> chunks;
    const bool isReadable = m_objects.isClosed() && m_objects.count() > 0;
    for (const QByteArray &object : isReadable ? std::exchange(m_plainObjects, {}) : std::vector<QByteArray>{m_body}) {
        if (std::optional<WireChunk> chunk = read(object, m_serverNs))
            chunks.push_back(std::move(*chunk));
    }
    return chunks;
}

std::vector<WireChunk> ReplyReader::readRest()
{
    m_isRestRead = true;
    if (m_shape == Shape::Unknown) {
        findShape();
        if (m_shape == Shape::Json)
            readObjects(m_body);
    }
    if (!m_isStream && m_shape != Shape::Events)
        return readPlainObjects();
    std::vector<WireChunk> chunks;
    if (!m_isStream)
        chunks = readEvents(m_body);
    if (m_shape == Shape::Json) {
        if (!m_objects.isClosed() && !whatIsMissing().isEmpty())
            read(m_body, 0); // fails, and says where
    } else if (!m_hasEvents) {
        failProtocol(whyNoEvent());
    } else if (m_sse.hasRest() && !isComplete() && !whatIsMissing().isEmpty()) {
        failProtocol(cutSentence(u"in the middle of an event"_s));
    }
    return chunks;
}

Reply ReplyReader::finish(int httpStatus)
{
    if (isOk(httpStatus) && !m_isStream && !m_isRestRead && isComplete())
        readRest(); // the transport stopped at its last brace
    m_reply.httpStatus = httpStatus;
    if (!isOk(httpStatus))
        refuseByStatus(httpStatus);
    if (const QString missing = whatIsMissing(); !missing.isEmpty())
        failProtocol(cutSentence(missing));
    if (m_reply.outcome == Outcome::Ok)
        complete();
    if (m_reply.outcome == Outcome::Ok)
        checkFinishReason();
    if (m_reply.outcome == Outcome::Ok)
        note();
    return m_reply;
}

/// The body may tell another status; what HTTP says counts.
void ReplyReader::refuseByStatus(int httpStatus)
{
    Refusal refusal = m_refusal ? *m_refusal : refusalOfBody(m_body);
    refusal.httpStatus = httpStatus;
    refusal.isStatusTold = true;
    refusal.location = m_location;
    refuse(std::move(refusal));
}

/// A reply without content that a filter ended: the words of all providers.
void ReplyReader::checkFinishReason()
{
    static constexpr QLatin1StringView filters[] = {"SAFETY"_L1, "RECITATION"_L1,     "BLOCKLIST"_L1, "PROHIBITED_CONTENT"_L1,
                                                    "SPII"_L1,   "content_filter"_L1, "refusal"_L1,   "sensitive"_L1};
    const QString &reason = m_reply.finishReason;
    if (m_reply.hasContent || !m_reply.toolCalls.isEmpty() ||
        std::none_of(std::begin(filters), std::end(filters), [&](auto word) { return reason.compare(word, Qt::CaseInsensitive) == 0; }))
        return;
    m_reply.retryHint = RetryHint::Never;
    failProtocol(u"The provider withheld the reply (%1); change the prompt."_s.arg(reason));
}

QString ReplyReader::whatIsMissing() const
{
    if (!m_reply.finishReason.isEmpty())
        return {};
    return m_ended ? u"with its end mark but without a finish reason"_s : u"without a finish reason"_s;
}

void ReplyReader::setFinishReason(const QString &word)
{
    if (word.isEmpty())
        return;
    m_reply.finishReason = excerpt(word, 60);
    if (m_reply.finishReason.compare("error"_L1, Qt::CaseInsensitive) == 0) {
        Refusal refusal;
        refusal.message = u"the server ended the reply with the finish reason “error”"_s;
        refuse(std::move(refusal));
    }
}

void ReplyReader::setModel(const QString &name)
{
    if (!name.isEmpty())
        m_reply.model = excerpt(name, 100);
}

/// What came otherwise than it was asked for.
void ReplyReader::note()
{
    if (!m_isStream && m_shape == Shape::Events)
        m_reply.note = u"The server streamed, though it was not asked to."_s;
    else if (m_isStream && m_shape == Shape::Json)
        m_reply.note = m_objects.isArray() ? u"The server sent a JSON array instead of events."_s
                                           : u"The server did not stream: the first token came with the last."_s;
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
    m_refusal = refusal;
    if (refusal.httpStatus == 0) {
        refusal.httpStatus = 500;
        refusal.isStatusTold = false;
    }
    if (refusal.retryHint == RetryHint::ByStatus)
        refusal.retryHint = m_retryHeaders.hint();
    if (refusal.retryHint == RetryHint::ByStatus && isInBody)
        refusal.retryHint = isRetryableStatus(refusal.httpStatus) ? RetryHint::Retry : RetryHint::Never;
    if (!refusal.retryAfterS)
        refusal.retryAfterS = m_retryHeaders.delayS();
    m_reply.outcome = refusal.httpStatus == 429 ? Outcome::RateLimited : Outcome::HttpError;
    m_reply.retryHint = refusal.retryHint;
    m_reply.retryAfterS = refusal.retryAfterS;
    m_reply.error = refusalSentence(refusal);
}

} // namespace interleave
