#include "transport/curl/curl_exchange.h"

#include "core/clock.h"
#include "transport/curl/curl_client.h"
#include "transport/curl/curl_loop.h"
#include "transport/curl/curl_sentence.h"
#include "transport/curl/stream_gate.h"
#include "transport/network_sentence.h"

#include <utility>

namespace interleave {

using namespace Qt::StringLiterals;

CurlExchange::CurlExchange(CurlClient &client, std::shared_ptr<CurlLoop> loop, const WireRequest &request,
                           std::unique_ptr<ResponseReader> reader, Listener &listener, HttpChoice version)
    : HttpExchange(request, std::move(reader), listener, Transport::Curl, version)
    , m_client(&client)
    , m_loop(std::move(loop))
{
}

CurlExchange::~CurlExchange()
{
    leaveNetwork(Leaving::Cut);
    if (!m_isAnnounced)
        m_loop->forget(*this);
}

void CurlExchange::start(CurlTransfer &transfer, bool isNameLookedUp, bool isEncrypted)
{
    m_transfer = &transfer;
    m_isNameLookedUp = isNameLookedUp;
    m_isEncrypted = isEncrypted;
    transfer.exchange = this;
    countTransfer(+1);
    if (transfer.gate)
        transfer.gate->enter(transfer);
    else
        m_loop->start(transfer);
}

void CurlExchange::orphan()
{
    stopTimeout();
    m_client = nullptr;
    leaveNetwork(Leaving::Cut);
    if (!std::exchange(m_isAnnounced, true))
        m_loop->forget(*this);
}

void CurlExchange::leaveNetwork(Leaving how)
{
    if (CurlTransfer *transfer = std::exchange(m_transfer, nullptr)) {
        countTransfer(-1);
        transfer->exchange = nullptr;
        if (how == Leaving::AtEndMark)
            transfer->drain();
        else if (how == Leaving::Cut)
            m_loop->drop(*transfer);
    }
    if (CurlClient *client = std::exchange(m_client, nullptr))
        client->leave(*this);
}

void CurlExchange::announceSoon()
{
    m_isAnnounced = false;
    m_loop->announce(*this);
}

void CurlExchange::tellEnd()
{
    m_isAnnounced = true;
    announce();
}

void CurlExchange::onResolving(qint64 ns)
{
    if (m_isNameLookedUp && phase() == Phase::Pool)
        enter(Phase::Dns, ns);
}

void CurlExchange::onConnecting(qint64 ns)
{
    if (phase() == Phase::Pool || phase() == Phase::Dns) // not so the second of two addresses that are tried
        enter(Phase::Connect, ns);
}

void CurlExchange::onSecuring(qint64 ns)
{
    if (phase() == Phase::Connect)
        enter(Phase::Tls, ns);
}

/// Before anything is sent, the key included.
bool CurlExchange::takesConnection(bool isHttp2)
{
    if (!demandsHttp2() || !m_isEncrypted || isHttp2)
        return true;
    failWithoutHttp2();
    return false;
}

void CurlExchange::onSending(qint64 ns) { enter(Phase::Send, ns); }

void CurlExchange::onSent(qint64 ns)
{
    if (phase() == Phase::Send)
        enter(Phase::Ttft, ns);
}

/// The blank line ends a head; one of an informational response is followed by another. What comes after a body are trailers.
void CurlExchange::onHeaderLine(QByteArrayView line)
{
    if (!countHeader(line.size()))
        return;
    if (phase() == Phase::Send && !enter(Phase::Ttft, monotonicNs())) // an answer before all was sent
        return;
    while (line.endsWith('\n') || line.endsWith('\r'))
        line.chop(1);
    readHeaderLine(line);
}

void CurlExchange::readHeaderLine(QByteArrayView line)
{
    if (line.isEmpty()) {
        m_head = m_head == HeadState::Final ? HeadState::Done : HeadState::Before;
        return;
    }
    if (m_head == HeadState::Before) {
        readStatusLine(line);
        return;
    }
    const qsizetype colon = line.indexOf(':');
    if (m_head == HeadState::Final && colon > 0)
        header(line.first(colon).toByteArray(), line.sliced(colon + 1).trimmed().toByteArray());
}

/// "HTTP/1.1 200 OK", "HTTP/2 200 ".
void CurlExchange::readStatusLine(QByteArrayView line)
{
    constexpr QByteArrayView name("HTTP/");
    const qsizetype space = line.indexOf(' ');
    if (!line.startsWith(name) || space < 0)
        return;
    const int code = line.sliced(space + 1).first(std::min<qsizetype>(3, line.size() - space - 1)).toByteArray().toInt();
    constexpr int switchingProtocols = 101;
    if (code < 200 && code != switchingProtocols) {
        m_head = HeadState::Informational;
        return;
    }
    m_head = HeadState::Final;
    const QString protocol = QString::fromLatin1(line.first(space).sliced(name.size()));
    if (protocol == "2"_L1)
        m_client->sawHttp2();
    head(code, protocol); // may destroy this
}

void CurlExchange::onBytes(const QByteArray &bytes, qint64 ns) { body(bytes, ns); }

void CurlExchange::onDone(CURLcode result)
{
    if (result == CURLE_OK && m_head != HeadState::Done)
        failBy(CURLE_PARTIAL_FILE); // closed within the head
    else if (result == CURLE_OK || status() > 299)
        endOfBody(monotonicNs());
    else
        failBy(result);
}

/// A kept connection that closed before a byte of the response came, or a stream that the server did not begin with.
NotTaken CurlExchange::notTakenBy(CURLcode result) const
{
    if (status() != 0 || !m_transfer->hasSent)
        return NotTaken::No;
    if (m_transfer->isRefused)
        return NotTaken::Refused;
    if (m_transfer->isResendStopped)
        return NotTaken::DeadConnection;
    const bool isClosed = result == CURLE_GOT_NOTHING || result == CURLE_RECV_ERROR || result == CURLE_SEND_ERROR ||
                          result == CURLE_HTTP2 || result == CURLE_PARTIAL_FILE;
    return isClosed && !m_transfer->hasOpened ? NotTaken::DeadConnection : NotTaken::No;
}

void CurlExchange::failBy(CURLcode result)
{
    const CurlEnd end{.result = result,
                      .hasSent = m_transfer->hasSent,
                      .isResendStopped = m_transfer->isResendStopped,
                      .isRefused = m_transfer->isRefused,
                      .words = m_transfer->errorText()};
    const bool isHttp2 = m_isEncrypted || m_client->hasSeenHttp2() || end.isRefused || result == CURLE_HTTP2_STREAM;
    if (demandsHttp2() && end.hasSent && !isHttp2)
        return failWithoutHttp2();
    const NetworkFailure failure = describeCurlEnd(end, request().url);
    fail(failure.outcome, failure.sentence, notTakenBy(result));
}

QString CurlExchange::timeoutAdvice() const
{
    if (demandsHttp2() && m_client && !m_client->hasSeenHttp2())
        return u"raise the timeout, lower the load, or choose another HTTP version (--http)"_s;
    return HttpExchange::timeoutAdvice();
}

} // namespace interleave
