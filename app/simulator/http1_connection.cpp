#include "simulator/http1_connection.h"

#include "core/clock.h"
#include "simulator/http1_front.h"

#include <event2/event.h>

#include <cerrno>
#include <sys/socket.h>
#include <unistd.h>

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
    case 505:
        return "HTTP Version Not Supported";
    default:
        return "Error";
    }
}

} // namespace

Http1Connection::Http1Connection(Http1Front &front, Service &service, event_base *base, int socket)
    : m_front(front)
    , m_service(service)
    , m_socket(socket)
{
    m_readEvent = event_new(
        base, socket, EV_READ | EV_PERSIST, [](evutil_socket_t, short, void *self) { static_cast<Http1Connection *>(self)->readable(); },
        this);
    m_writeEvent = event_new(
        base, socket, EV_WRITE, [](evutil_socket_t, short, void *self) { static_cast<Http1Connection *>(self)->writable(); }, this);
    event_add(m_readEvent, nullptr);
}

Http1Connection::~Http1Connection()
{
    m_exchange.reset();
    event_free(m_readEvent);
    event_free(m_writeEvent);
    close(m_socket);
}

void Http1Connection::readable()
{
    char bytes[64 * 1024];
    const ssize_t count = recv(m_socket, bytes, sizeof bytes, 0);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (count <= 0 || m_parser.buffered() > mostBuffered)
        return m_front.remove(*this);
    if (m_lingering)
        return;
    m_readNs = monotonicNs();
    m_parser.feed(QByteArrayView(bytes, count));
    m_front.advanceSoon(*this);
}

void Http1Connection::advance()
{
    if (m_advancing)
        return; // the exchange answered at once: the loop below goes on
    m_advancing = true;
    while (!m_closing && !m_lingering) {
        if (m_ended)
            m_exchange.reset();
        if (m_exchange || !acceptNext())
            break;
        m_ended = false;
        m_exchange->start();
    }
    m_advancing = false;
    if (m_closing && pending() == 0)
        m_front.remove(*this);
}

bool Http1Connection::acceptNext()
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
        send("HTTP/1.1 100 Continue\r\n\r\n");
    return false;
}

/// Closing at once would reset the connection under a client that is still sending, and it would never read why.
void Http1Connection::refuse(int status)
{
    send("HTTP/1.1 " + QByteArray::number(status) + ' ' + reason(status).toByteArray() +
         "\r\nContent-Length:0\r\nConnection:close\r\n\r\n");
    m_lingering = true;
    if (pending() == 0)
        shutdown(m_socket, SHUT_WR);
}

QByteArray Http1Connection::head(int status, const QByteArray &contentType) const
{
    return "HTTP/1.1 " + QByteArray::number(status) + ' ' + reason(status).toByteArray() + "\r\nContent-Type:" + contentType +
           (m_parser.keepsAlive() ? (m_parser.isHttp10() ? "\r\nConnection:keep-alive" : "") : "\r\nConnection:close");
}

void Http1Connection::answer(const Answer &answer, Stamp stamp)
{
    QByteArray bytes = head(answer.status, answer.contentType) + "\r\nContent-Length:" + QByteArray::number(answer.body.size());
    if (stamp == Stamp::SendTime)
        bytes += "\r\nx-mono-ns:" + QByteArray::number(monotonicNs());
    bytes += "\r\n\r\n";
    send(bytes + answer.body);
    m_closing = !m_parser.keepsAlive();
    end();
}

void Http1Connection::begin(int status, const QByteArray &contentType)
{
    m_head = head(status, contentType) + (m_parser.isHttp10() ? "\r\n\r\n" : "\r\nTransfer-Encoding:chunked\r\n\r\n");
}

QByteArray Http1Connection::framed(const QByteArray &piece)
{
    QByteArray bytes = std::exchange(m_head, {});
    if (m_parser.isHttp10())
        bytes += piece;
    else if (!piece.isEmpty()) // an empty chunk would end the body
        bytes += QByteArray::number(piece.size(), 16) + "\r\n" + piece + "\r\n";
    return bytes;
}

void Http1Connection::write(const QByteArray &piece) { send(framed(piece)); }

void Http1Connection::finish(const QByteArray &lastPiece)
{
    send(framed(lastPiece) + (m_parser.isHttp10() ? "" : "0\r\n\r\n"));
    m_closing = !m_parser.keepsAlive() || m_parser.isHttp10(); // without chunks the end of the connection ends the body
    end();
}

void Http1Connection::abandon(Abandon how)
{
    if (how == Abandon::Reset) {
        const linger reset{.l_onoff = 1, .l_linger = 0};
        setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
        m_output.clear();
        m_sent = 0;
    }
    m_closing = true;
    end();
}

void Http1Connection::end()
{
    m_ended = true;
    m_endedNs = monotonicNs();
    advance();
}

void Http1Connection::send(const QByteArray &bytes)
{
    if (pending() > 0) {
        m_output += bytes;
        return;
    }
    ssize_t count = ::send(m_socket, bytes.constData(), static_cast<size_t>(bytes.size()), MSG_NOSIGNAL);
    if (count == bytes.size())
        return;
    if (count < 0 && errno != EAGAIN && errno != EINTR)
        return; // the client is gone: the read event says so in its turn, when no exchange is on the stack
    m_output = bytes;
    m_sent = std::max<ssize_t>(count, 0);
    event_add(m_writeEvent, nullptr);
}

void Http1Connection::writable()
{
    const ssize_t count = ::send(m_socket, m_output.constData() + m_sent, static_cast<size_t>(pending()), MSG_NOSIGNAL);
    if (count < 0 && errno != EAGAIN && errno != EINTR)
        return; // as in send()
    m_sent += std::max<ssize_t>(count, 0);
    if (pending() > 0) {
        event_add(m_writeEvent, nullptr);
        return;
    }
    m_output.clear();
    m_sent = 0;
    if (m_lingering)
        shutdown(m_socket, SHUT_WR);
    else if (m_closing)
        m_front.remove(*this);
    else if (m_exchange)
        m_exchange->drained();
}

} // namespace interleave
