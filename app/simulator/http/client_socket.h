// One client's socket, in the clear or under TLS. Bytes are sent at once rather than at the loop's next turn, so that a stamp
// is the true send time; what the socket does not take waits here. Used by Connection. Server thread only.
#pragma once

#include "simulator/http/tls_server.h"

#include <QByteArray>

struct event;
struct event_base;

namespace interleave {

class ClientSocket
{
public:
    class Client
    {
    public:
        /// Must not destroy the wire.
        virtual void received(QByteArrayView bytes) = 0;
        /// All that was pending is sent. May destroy the wire.
        virtual void drained() = 0;
        /// The other end left. May destroy the wire.
        virtual void lost() = 0;

    protected:
        ~Client() = default;
    };

    /// Takes over the socket. `tls`: null in the clear.
    ClientSocket(event_base *base, int socket, TlsPointer tls, Client &client);
    ~ClientSocket();
    Q_DISABLE_COPY_MOVE(ClientSocket)

    void send(const QByteArray &bytes);
    qsizetype pending() const { return m_output.size() - m_sent; }
    /// Nothing more will be sent; the other end may still be reading and writing.
    void shutWrites();
    /// Destroying the wire resets the connection; what is pending is lost.
    void resetOnClose();
    /// Every packet is acknowledged at once. Qt's client leaves Nagle's algorithm on, which holds a request back until all
    /// that it sent before is acknowledged; a delayed one would add up to 40 ms that no real network would.
    void acknowledgeAtOnce();
    /// What TLS agreed on with the first bytes: "h2", "http/1.1" or nothing. Always nothing in the clear.
    QByteArrayView agreedProtocol() const;

private:
    void readable();
    void writable();
    /// Bytes moved; 0: none now; negative: the other end is gone.
    ssize_t read(char *bytes, size_t size);
    ssize_t write(const char *bytes, size_t size);
    ssize_t writeEncrypted(const char *bytes, size_t size);

    Client &m_client;
    const int m_socket;
    TlsPointer m_tls;
    event *m_readEvent;
    event *m_writeEvent;
    QByteArray m_output; ///< what the socket did not take
    qsizetype m_sent = 0;
    bool m_acknowledgesAtOnce = false;
    bool m_broken = false; ///< TLS must say no farewell
};

} // namespace interleave
