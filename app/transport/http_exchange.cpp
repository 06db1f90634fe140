#include "transport/http_exchange.h"

#include "core/clock.h"
#include "providers/error_sentence.h"
#include "transport/http_client.h"
#include "transport/network_sentence.h"

#include <array>
#include <atomic>
#include <limits>
#include <utility>

namespace interleave {

static std::atomic<int> live = 0;

int HttpExchange::liveReplies() { return live; }

HttpExchange::HttpExchange(HttpClient &client, Place place, const WireRequest &request, std::unique_ptr<ResponseReader> reader,
                           Listener &listener)
    : m_client(&client)
    , m_place(place)
    , m_request(request)
    , m_reader(std::move(reader))
    , m_listener(listener)
{
}

HttpExchange::~HttpExchange()
{
    if (m_gone)
        *m_gone = true;
    leave();
}

void HttpExchange::start(std::chrono::milliseconds timeout)
{
    m_timeoutAfter = timeout;
    if (timeout.count() > 0)
        m_timeout.start(static_cast<int>(std::min<qint64>(timeout.count(), std::numeric_limits<int>::max())), this);
    post(false);
}

void HttpExchange::post(bool onNewConnection)
{
    m_reply = m_client->post(m_request, m_place, onNewConnection);
    ++live;
    connect(m_reply, &QObject::destroyed, [] { --live; });
    connect(m_reply, &QNetworkReply::socketStartedConnecting, this, [this] { onConnecting(monotonicNs()); });
    connect(m_reply, &QNetworkReply::encrypted, this, [this] { onEncrypted(monotonicNs()); });
    connect(m_reply, &QNetworkReply::requestSent, this, [this] { onSent(monotonicNs()); });
    connect(m_reply, &QNetworkReply::readyRead, this, [this] { readBody(monotonicNs()); });
    connect(m_reply, &QNetworkReply::finished, this, [this] { onFinished(monotonicNs()); });
}

/// A connection that was kept may have been closed by the server in the meantime, and one of HTTP/2 may take no further
/// request (GOAWAY) or refuse one (REFUSED_STREAM). The server did nothing then: that is no failure of this attempt.
bool HttpExchange::sendAgain(QNetworkReply::NetworkError error, qint64 ns)
{
    constexpr int tries = 10; // more than a group has connections
    const StreamRefusal refusal = streamRefusal(error, m_reply->errorString());
    if (refusal != StreamRefusal::None)
        m_client->learnProtocol(m_place, true);
    const bool closed = error == QNetworkReply::ContentReSendError || error == QNetworkReply::RemoteHostClosedError;
    const bool untouched = refusal == StreamRefusal::GoingAway || (closed && !m_connected && !m_client->lacksHttp2(m_place));
    // one that refuses twice has too much to do: that is for the retry policy
    const bool again = refusal == StreamRefusal::Refused ? m_sentAgain == 0 : untouched && m_sentAgain < tries;
    if (!again || m_status != 0)
        return false;
    ++m_sentAgain;
    m_sent = false;
    leaveReply();
    post(closed);
    enter(Phase::Pool, ns);
    return true;
}

void HttpExchange::orphan()
{
    m_client = nullptr;
    leave();
}

/// Closes the connection when the response is not complete.
void HttpExchange::leaveReply()
{
    QNetworkReply *reply = std::exchange(m_reply, nullptr);
    disconnect(reply, nullptr, this, nullptr);
    reply->abort();       // nothing, if it has finished
    reply->deleteLater(); // not delete: one of its signals may be what called us
}

void HttpExchange::leave()
{
    m_timeout.stop();
    if (m_reply)
        leaveReply();
    if (HttpClient *client = std::exchange(m_client, nullptr))
        client->leave(*this);
}

void HttpExchange::enter(Phase phase, qint64 ns)
{
    m_phase = phase;
    m_listener.phaseBegan(phase, ns);
}

void HttpExchange::onConnecting(qint64 ns)
{
    // Of several requests that wait in a group, Qt tells the first one of each connection: the others' are meant, too.
    HttpExchange *waiting = m_client->firstInPool(*this);
    if (!waiting)
        return;
    waiting->m_connected = true;
    waiting->enter(Phase::Connect, ns);
}

void HttpExchange::onEncrypted(qint64 ns)
{
    if (m_phase == Phase::Connect)
        enter(Phase::Send, ns);
}

void HttpExchange::onSent(qint64 ns)
{
    if (m_sent && !m_client->isSentAgainByQt(m_place))
        return;
    if (m_sent && (m_status != 0 || ++m_sentAgain > 1)) {
        fail(Outcome::NetworkError, QStringLiteral("The connection closed before the reply was complete, and Qt sent the request again; "
                                                   "look into the server's log."));
        return;
    }
    m_sent = true;
    bool gone = false;
    m_gone = &gone;
    if (m_phase == Phase::Ttft) // sent again by Qt, since the connection had closed without an answer
        enter(Phase::Pool, ns);
    if (gone)
        return;
    if (m_phase != Phase::Send)
        enter(Phase::Send, ns);
    if (gone)
        return;
    m_gone = nullptr;
    enter(Phase::Ttft, ns);
}

void HttpExchange::onHead()
{
    if (m_status != 0)
        return;
    m_status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (m_status == 0)
        return;
    for (const auto &[name, value] : m_reply->rawHeaderPairs())
        m_reader->header(name, value);
    m_isHttp2 = m_reply->attribute(QNetworkRequest::Http2WasUsedAttribute).toBool();
    m_client->learnProtocol(m_place, m_isHttp2);
}

bool HttpExchange::deliver(std::vector<WireChunk> chunks, qint64 ns)
{
    bool gone = false;
    m_gone = &gone;
    if (!chunks.empty() && m_phase != Phase::Stream)
        enter(Phase::Stream, ns);
    for (auto it = chunks.begin(); !gone && it != chunks.end(); ++it)
        m_listener.chunk(std::move(*it), ns);
    if (!gone)
        m_gone = nullptr;
    return !gone;
}

/// All that is there. A read of less than 16 kB goes through a buffer of 16 kB that the reply then keeps, and readAll() reserves
/// as much for each piece: with ten thousand replies that is 160 MB.
static QByteArray allOf(QIODevice &device)
{
    static thread_local std::array<char, 64 * 1024> piece;
    QByteArray all;
    for (qint64 count = 1; count > 0;) {
        count = device.read(piece.data(), piece.size());
        if (count > 0)
            all.append(piece.data(), count);
    }
    return all;
}

bool HttpExchange::readBody(qint64 ns)
{
    onHead();
    if (m_status != 0 && m_client->lacksHttp2(m_place)) {
        failWithoutHttp2();
        return false;
    }
    const QByteArray bytes = allOf(*m_reply);
    if (bytes.isEmpty())
        return true;
    m_lastReadNs = ns;
    m_bodyBytes += bytes.size();
    if (m_bodyBytes > maximumBodyBytes) {
        fail(Outcome::ProtocolError, QStringLiteral("The response of %1 is larger than 32 MB and was not read to its end; ask for less.")
                                         .arg(hostAndPort(m_reply->url())));
        return false;
    }
    return deliver(m_reader->feed(bytes), ns);
}

void HttpExchange::onFinished(qint64 ns)
{
    if (!readBody(ns))
        return;
    const QNetworkReply::NetworkError error = m_reply->error();
    // Above 299 Qt reports an error that only repeats the status; the reader knows more about it.
    if (m_status != 0 && (error == QNetworkReply::NoError || m_status > 299)) {
        // What only the end completed was complete with the last bytes read, not when Qt got round to say so.
        if (deliver(m_reader->endOfBody(m_status), m_lastReadNs != 0 ? m_lastReadNs : ns))
            conclude(m_reader->finish(m_status));
        return;
    }
    if (sendAgain(error, ns))
        return;
    const bool reached = error == QNetworkReply::RemoteHostClosedError || error == QNetworkReply::ProtocolFailure ||
                         error == QNetworkReply::ContentReSendError;
    if (reached && m_client->lacksHttp2(m_place))
        return failWithoutHttp2();
    const NetworkFailure failure = describeNetworkError(error, m_reply->url(), m_reply->errorString());
    fail(failure.outcome, failure.sentence);
}

void HttpExchange::failWithoutHttp2()
{
    fail(Outcome::ProtocolError,
         QStringLiteral("%1 does not speak HTTP/2; choose HTTP version auto or 1.1 (--http), or check the base URL.")
             .arg(hostAndPort(m_reply->url())));
}

void HttpExchange::timerEvent(QTimerEvent *)
{
    const QLatin1StringView advice = m_client->lacksHttp2(m_place)
                                         ? QLatin1StringView("raise the timeout, lower the load, or choose another HTTP version (--http)")
                                         : QLatin1StringView("raise the timeout, or lower the load");
    fail(Outcome::Timeout, QStringLiteral("No complete response from %1 within %2 s; %3.")
                               .arg(hostAndPort(m_reply->url()))
                               .arg(static_cast<double>(m_timeoutAfter.count()) / 1000)
                               .arg(advice));
}

/// Ends before the body did. What came is kept; if it was a whole reply after all, it counts as one.
void HttpExchange::fail(Outcome outcome, const QString &error)
{
    Reply reply;
    if (m_status != 0)
        reply = m_reader->finish(m_status);
    if (reply.outcome != Outcome::Ok) {
        reply.outcome = outcome;
        reply.error = error;
    }
    conclude(std::move(reply));
}

static bool isCredential(const QByteArray &header)
{
    const QByteArray name = header.toLower();
    return name == "authorization" || name == "x-api-key" || name == "x-goog-api-key";
}

void HttpExchange::conclude(Reply reply)
{
    leave();
    if (m_status != 0)
        reply.protocol = m_isHttp2 ? QStringLiteral("2") : QStringLiteral("1.1");
    for (const auto &[name, value] : m_request.headers) {
        if (isCredential(name))
            reply.error = withoutKey(reply.error, value.mid(value.lastIndexOf(' ') + 1));
    }
    m_listener.finished(std::move(reply), monotonicNs()); // last: it may destroy this
}

} // namespace interleave
