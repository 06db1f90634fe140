#include "transport/qnam/qnam_exchange.h"

#include "core/clock.h"
#include "transport/network_sentence.h"
#include "transport/qnam/own_sockets.h"
#include "transport/qnam/qnam_client.h"

#include <QTimer>

#include <array>
#include <utility>

namespace interleave {

using namespace Qt::StringLiterals;

static constexpr qsizetype mostWaiting = 256 * 1024; // of a body, in Qt's buffers
/// From a reply's end mark to the end of its body, which mostly are one packet. Told before it, the next request would find the connection
/// still taken, and open another that the server never asked for.
static constexpr std::chrono::milliseconds longestEnd(5);

QnamExchange::QnamExchange(QnamClient &client, QnamPlace place, const WireRequest &request, std::unique_ptr<ResponseReader> reader,
                           Listener &listener, HttpChoice version)
    : HttpExchange(request, std::move(reader), listener, Transport::Qnam, version)
    , m_client(&client)
    , m_place(place)
{
}

QnamExchange::~QnamExchange() { leaveNetwork(Leaving::Cut); }

/// Of a request that is written in pieces: on a kept connection before it is written, on a new one as soon as it is there, and again
/// when all was handed over, should it have been there later.
void QnamExchange::hurry()
{
    if (request().body.size() > writtenAtOnce)
        sendWithoutDelayTo(m_client->peerPort(m_place));
}

void QnamExchange::start(QNetworkReply *reply)
{
    hurry();
    m_reply = reply;
    countTransfer(+1);
    QObject::connect(m_reply, &QObject::destroyed, [] { countTransfer(-1); });
    QObject::connect(m_reply, &QNetworkReply::socketStartedConnecting, &m_context, [this] { onConnecting(monotonicNs()); });
    QObject::connect(m_reply, &QNetworkReply::encrypted, &m_context, [this] { onEncrypted(monotonicNs()); });
    QObject::connect(m_reply, &QNetworkReply::requestSent, &m_context, [this] { onSent(monotonicNs()); });
    QObject::connect(m_reply, &QNetworkReply::readyRead, &m_context, [this] { readBody(monotonicNs()); });
    QObject::connect(m_reply, &QNetworkReply::finished, &m_context, [this] { onFinished(monotonicNs()); });
}

void QnamExchange::orphan()
{
    stopTimeout();
    m_client = nullptr;
    leaveNetwork(Leaving::Cut);
}

void QnamExchange::leaveNetwork(Leaving how)
{
    if (how == Leaving::AtEndMark && !m_awaitsEnd && m_reply && m_client && !m_isHttp2 && !m_reply->isFinished()) {
        m_awaitsEnd = true;
        QTimer::singleShot(longestEnd, &m_context, [this] {
            if (m_awaitsEnd)
                endAwaited(Leaving::AtEndMark);
        });
        return;
    }
    QNetworkReply *reply = std::exchange(m_reply, nullptr);
    const bool drains = how == Leaving::AtEndMark && reply && m_client && !reply->isFinished();
    if (reply) {
        QObject::disconnect(reply, nullptr, &m_context, nullptr);
        if (drains) {
            m_client->drain(reply, m_place, !m_isHttp2);
        } else {
            reply->abort();       // nothing, if it has finished
            reply->deleteLater(); // not delete: one of its signals may be what called us
        }
    }
    if (QnamClient *client = std::exchange(m_client, nullptr))
        client->leave(*this, drains && !m_isHttp2); // a connection of HTTP/2 has room beside what drains
}

void QnamExchange::announceSoon()
{
    if (!m_awaitsEnd)
        announce(); // every signal comes from the event loop
}

void QnamExchange::endAwaited(Leaving how)
{
    leaveNetwork(how);
    m_awaitsEnd = false;
    announce();
}

void QnamExchange::onConnecting(qint64 ns)
{
    hurry();
    // Of several requests that wait in a group, Qt tells the first one of each connection: the others' are meant, too.
    QnamExchange *waiting = m_client->firstInPool(*this);
    if (!waiting)
        return;
    waiting->m_connected = true;
    waiting->enter(Phase::Connect, ns);
}

void QnamExchange::onEncrypted(qint64 ns)
{
    if (phase() == Phase::Connect)
        enter(Phase::Send, ns);
}

void QnamExchange::onSent(qint64 ns)
{
    if (std::exchange(m_sent, true))
        return;
    hurry();
    if (phase() != Phase::Send && !enter(Phase::Send, ns))
        return;
    enter(Phase::Ttft, ns);
}

void QnamExchange::failForStrayReply()
{
    fail(Outcome::ProtocolError,
         u"%1 sent an informational response (1xx), which QNetworkAccessManager takes for the final one; choose the transport curl "
         "(--transport curl), which skips it."_s.arg(hostAndPort(request().url)));
}

void QnamExchange::failForFlood()
{
    fail(Outcome::ProtocolError, u"%1 sent more than %2 MB of headers or chunk sizes, which were not read to their end; check the server."_s
                                     .arg(hostAndPort(request().url))
                                     .arg(FloodGuard::mostBytes / 1'000'000));
}

bool QnamExchange::onHead()
{
    if (status() != 0)
        return true;
    const int code = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (code == 0)
        return true;
    m_isHttp2 = m_reply->attribute(QNetworkRequest::Http2WasUsedAttribute).toBool();
    constexpr int switchingProtocols = 101;
    if (code < 200 && code != switchingProtocols) {
        if (m_isHttp2)
            failForStrayReply(); // others have streams of their own
        else
            m_client->abandon(m_place);
        return false;
    }
    const QList<QNetworkReply::RawHeaderPair> headers = m_reply->rawHeaderPairs();
    for (const auto &[name, value] : headers)
        header(name, value);
    m_client->learnProtocol(m_place, m_isHttp2);
    if (m_isHttp2 || !m_reply->rawHeader("Connection").toLower().contains("close"))
        m_client->keptOpen(m_place);
    const QByteArray coding = m_reply->rawHeader("Content-Encoding").trimmed().toLower();
    if (code < 300 && !coding.isEmpty() && coding != "identity") {
        fail(Outcome::ProtocolError,
             u"%1 sent its reply compressed, which was not asked for and which QNetworkAccessManager leaves so; choose the transport curl "
             "(--transport curl), which undoes it."_s.arg(hostAndPort(request().url)));
        return false;
    }
    return head(code, m_isHttp2 ? u"2"_s : u"1.1"_s);
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

bool QnamExchange::readBody(qint64 ns)
{
    if (!onHead())
        return false;
    const QByteArray bytes = allOf(*m_reply);
    if (bytes.size() > mostWaiting)
        m_reply->setReadBufferSize(mostWaiting); // it reads faster than we do; told from the start, it would cost each read a signal
    return body(bytes, ns);
}

void QnamExchange::onFinished(qint64 ns)
{
    if (m_awaitsEnd)
        return endAwaited(Leaving::Done);
    if (!readBody(ns))
        return;
    const QNetworkReply::NetworkError error = m_reply->error();
    // Above 299 Qt reports an error that only repeats the status; the reader knows more about it.
    if (status() != 0 && (error == QNetworkReply::NoError || status() > 299)) {
        endOfBody(ns);
        return;
    }
    const QString words = m_reply->errorString();
    const bool isRefused = isStreamRefusal(error, words);
    const bool isClosed = error == QNetworkReply::RemoteHostClosedError || error == QNetworkReply::ContentReSendError;
    if ((isClosed || error == QNetworkReply::ProtocolFailure) && !isRefused && m_client->lacksHttp2(m_place))
        return failWithoutHttp2();
    NotTaken notTaken = NotTaken::No;
    if (status() == 0 && (isRefused || (isClosed && (!m_connected || m_client->mayHaveKept(m_place)))))
        notTaken = isRefused ? NotTaken::Refused : NotTaken::DeadConnection;
    const NetworkFailure failure = describeNetworkError(error, request().url, words);
    fail(failure.outcome, failure.sentence, notTaken);
}

QString QnamExchange::timeoutAdvice() const
{
    if (m_client->lacksHttp2(m_place))
        return u"raise the timeout, lower the load, or choose another HTTP version (--http)"_s;
    if (status() == 0)
        return u"raise the timeout, lower the load, or try the transport curl (QNetworkAccessManager waits for ever where a response has "
               "more than 100 header fields)"_s;
    return HttpExchange::timeoutAdvice();
}

} // namespace interleave
