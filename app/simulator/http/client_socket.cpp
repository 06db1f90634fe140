#include "simulator/http/client_socket.h"

#include <event2/event.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <cerrno>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

namespace interleave {

ClientSocket::ClientSocket(event_base *base, int socket, TlsPointer tls, Client &client)
    : m_client(client)
    , m_socket(socket)
    , m_tls(std::move(tls))
{
    m_readEvent = event_new(
        base, socket, EV_READ | EV_PERSIST, [](evutil_socket_t, short, void *self) { static_cast<ClientSocket *>(self)->readable(); },
        this);
    m_writeEvent =
        event_new(base, socket, EV_WRITE, [](evutil_socket_t, short, void *self) { static_cast<ClientSocket *>(self)->writable(); }, this);
    event_add(m_readEvent, nullptr);
}

ClientSocket::~ClientSocket()
{
    event_free(m_readEvent);
    event_free(m_writeEvent);
    if (m_tls && !m_broken && SSL_is_init_finished(m_tls.get()))
        SSL_shutdown(m_tls.get());
    close(m_socket);
}

ssize_t ClientSocket::read(char *bytes, size_t size)
{
    if (!m_tls) {
        const ssize_t count = recv(m_socket, bytes, size, 0);
        if (count < 0 && (errno == EAGAIN || errno == EINTR))
            return 0;
        return count > 0 ? count : -1;
    }
    ERR_clear_error(); // another connection's error would be taken for this one's
    const int count = SSL_read(m_tls.get(), bytes, static_cast<int>(size));
    if (count > 0)
        return count;
    switch (SSL_get_error(m_tls.get(), count)) {
    case SSL_ERROR_WANT_WRITE: // in the handshake
        event_add(m_writeEvent, nullptr);
        return 0;
    case SSL_ERROR_WANT_READ:
        return 0;
    case SSL_ERROR_ZERO_RETURN:
        return -1;
    default:
        m_broken = true;
        return -1;
    }
}

ssize_t ClientSocket::writeEncrypted(const char *bytes, size_t size)
{
    size_t sent = 0;
    while (sent < size) { // one record at a time
        ERR_clear_error();
        const int count = SSL_write(m_tls.get(), bytes + sent, static_cast<int>(size - sent));
        if (count <= 0) {
            const int error = SSL_get_error(m_tls.get(), count);
            m_broken = m_broken || (error != SSL_ERROR_WANT_WRITE && error != SSL_ERROR_WANT_READ);
            break;
        }
        sent += static_cast<size_t>(count);
    }
    return m_broken ? -1 : static_cast<ssize_t>(sent);
}

ssize_t ClientSocket::write(const char *bytes, size_t size)
{
    if (m_tls)
        return writeEncrypted(bytes, size);
    const ssize_t count = ::send(m_socket, bytes, size, MSG_NOSIGNAL);
    if (count < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    return count;
}

void ClientSocket::acknowledgeAtOnce()
{
    m_acknowledgesAtOnce = true;
    const int on = 1; // the kernel forgets it now and then, hence again after every read
    setsockopt(m_socket, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

void ClientSocket::readable()
{
    char bytes[64 * 1024];
    do {
        const ssize_t count = read(bytes, sizeof bytes);
        if (count < 0)
            return m_client.lost();
        if (count == 0)
            return;
        if (m_acknowledgesAtOnce)
            acknowledgeAtOnce();
        m_client.received(QByteArrayView(bytes, count));
    } while (m_tls && SSL_pending(m_tls.get()) > 0); // already read from the socket, which will not say so again
}

void ClientSocket::send(const QByteArray &bytes)
{
    if (pending() > 0) {
        m_output += bytes;
        return;
    }
    const ssize_t count = write(bytes.constData(), static_cast<size_t>(bytes.size()));
    if (count < 0 || count == bytes.size())
        return; // gone: the read event says so in its turn, when no exchange is on the stack
    m_output = bytes;
    m_sent = count;
    event_add(m_writeEvent, nullptr);
}

void ClientSocket::writable()
{
    if (pending() == 0)
        return readable(); // the handshake goes on
    const ssize_t count = write(m_output.constData() + m_sent, static_cast<size_t>(pending()));
    if (count < 0)
        return; // as in send()
    m_sent += count;
    if (pending() > 0) {
        event_add(m_writeEvent, nullptr);
        return;
    }
    m_output.clear();
    m_sent = 0;
    m_client.drained();
}

void ClientSocket::shutWrites()
{
    if (m_tls)
        SSL_shutdown(m_tls.get());
    shutdown(m_socket, SHUT_WR);
}

void ClientSocket::resetOnClose()
{
    const linger reset{.l_onoff = 1, .l_linger = 0};
    setsockopt(m_socket, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
    m_broken = true;
    m_output.clear();
    m_sent = 0;
}

QByteArrayView ClientSocket::agreedProtocol() const
{
    const unsigned char *name = nullptr;
    unsigned int size = 0;
    if (m_tls)
        SSL_get0_alpn_selected(m_tls.get(), &name, &size);
    return {name, static_cast<qsizetype>(size)};
}

} // namespace interleave
