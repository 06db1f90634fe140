#include "simulator/http/http1_session.h"

#include "core/clock.h"
#include "simulator/http/connection.h"

namespace interleave {

namespace {

/// Requests that a client may send ahead of their turn.
constexpr qsizetype mostBuffered = 65LL * 1024 * 1024;

QByteArrayView reason(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 400:
        return "Bad Request";
    case 404:
        return "Not Found";
    case 413:
        return "Content Too Large";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    case 500:
        return "Internal Server Error";
    case 501:
        return "Not Implemented";
    case 503:
        return "Service Unavailable";
    case 529:
        return "Overloaded";
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "Error";
    }
}

} // namespace

bool Http1Session::feed(QByteArrayView bytes, qint64 nowNs)
{
    m_readNs = nowNs;
    m_parser.feed(bytes);
    m_connection.advanceSoon();
    return m_parser.buffered() <= mostBuffered;
}

void Http1Session::advance()
{
    if (m_advancing)
        return; // the exchange answered at once: the loop below goes on
    m_advancing = true;
    for (;;) {
        if (m_ended)
            m_exchange.reset();
        if (m_closed || m_exchange || !acceptNext())
            break;
        m_ended = false;
        m_exchange->start();
    }
    m_advancing = false;
}

void Http1Session::drained()
{
    if (m_exchange)
        m_exchange->drained();
}

qsizetype Http1Session::pending() const { return m_connection.pending(); }

bool Http1Session::acceptNext()
{
    HttpRequest request;
    switch (m_parser.next(request)) {
    case Http1Parser::Progress::Request:
        request.receivedNs = std::max(m_readNs, m_endedNs); // one that was sent ahead begins when its turn comes
        m_exchange = m_service.accept(std::move(request), *this);
        return true;
    case Http1Parser::Progress::Bad:
        refuse(m_parser.badStatus());
        return false;
    case Http1Parser::Progress::NeedsMore:
        break;
    }
    if (m_parser.takeExpectation())
        m_connection.send("HTTP/1.1 100 Continue\r\n\r\n");
    return false;
}

void Http1Session::refuse(int status)
{
    m_connection.send("HTTP/1.1 " + QByteArray::number(status) + ' ' + reason(status).toByteArray() +
                      "\r\nContent-Length:0\r\nConnection:close\r\n\r\n");
    m_closed = true;
    m_connection.closeWhenClientDoes();
}

QByteArray Http1Session::head(int status, const QByteArray &contentType, const HeaderList &headers) const
{
    QByteArray bytes = "HTTP/1.1 " + QByteArray::number(status) + ' ' + reason(status).toByteArray() + "\r\nContent-Type:" + contentType +
                       (m_parser.keepsAlive() ? (m_parser.isHttp10() ? "\r\nConnection:keep-alive" : "") : "\r\nConnection:close");
    for (const auto &[name, value] : headers)
        bytes += "\r\n" + name + ':' + value;
    return bytes;
}

void Http1Session::answer(const Answer &answer, Stamp stamp)
{
    QByteArray bytes =
        head(answer.status, answer.contentType, answer.headers) + "\r\nContent-Length:" + QByteArray::number(answer.body.size());
    if (stamp == Stamp::SendTime)
        bytes += "\r\nx-mono-ns:" + QByteArray::number(monotonicNs());
    bytes += "\r\n\r\n";
    m_connection.send(bytes + answer.body);
    m_closed = !m_parser.keepsAlive();
    end();
}

void Http1Session::begin(int status, const QByteArray &contentType, const HeaderList &headers)
{
    m_head = head(status, contentType, headers) + (m_parser.isHttp10() ? "\r\n\r\n" : "\r\nTransfer-Encoding:chunked\r\n\r\n");
}

QByteArray Http1Session::framed(const QByteArray &piece)
{
    QByteArray bytes = std::exchange(m_head, {});
    if (m_parser.isHttp10())
        bytes += piece;
    else if (!piece.isEmpty()) // an empty chunk would end the body
        bytes += QByteArray::number(piece.size(), 16) + "\r\n" + piece + "\r\n";
    return bytes;
}

void Http1Session::write(const QByteArray &piece) { m_connection.send(framed(piece)); }

void Http1Session::finish(const QByteArray &lastPiece)
{
    m_connection.send(framed(lastPiece) + (m_parser.isHttp10() ? "" : "0\r\n\r\n"));
    m_closed = !m_parser.keepsAlive() || m_parser.isHttp10(); // without chunks the end of the connection ends the body
    end();
}

void Http1Session::abandon(Abandon how)
{
    if (how == Abandon::Reset)
        m_connection.reset();
    m_closed = true;
    end();
}

void Http1Session::end()
{
    m_ended = true;
    m_endedNs = monotonicNs();
    if (m_closed)
        m_connection.closeWhenSent();
    advance();
}

} // namespace interleave
