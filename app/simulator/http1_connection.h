// One HTTP/1.1 connection: reads requests one after the other, keeps the exchange that answers the current one, and writes
// its response. Bytes are sent at once rather than at the loop's next turn, so that a stamp is the true send time.
// Response headers are as short as the protocol allows: Qt's client reads them with one system call per byte. Server thread only.
#pragma once

#include "simulator/http1_parser.h"
#include "simulator/service.h"

struct event;
struct event_base;

namespace interleave {

class Http1Front;

class Http1Connection final : private ResponseSink
{
public:
    /// Takes over the socket. Removes itself from the front when the client leaves or the response closes it.
    Http1Connection(Http1Front &front, Service &service, event_base *base, int socket);
    ~Http1Connection();
    Q_DISABLE_COPY_MOVE(Http1Connection)
    /// Parses what was read and answers it. May destroy this.
    void advance();

private:
    void answer(const Answer &answer, Stamp stamp) override;
    void begin(int status, const QByteArray &contentType) override;
    void write(const QByteArray &piece) override;
    void finish(const QByteArray &lastPiece) override;
    void abandon(Abandon how) override;
    qsizetype pending() const override { return m_output.size() - m_sent; }

    void readable();
    void writable();
    bool acceptNext();
    void refuse(int status);
    void end();
    void send(const QByteArray &bytes);
    QByteArray framed(const QByteArray &piece);
    QByteArray head(int status, const QByteArray &contentType) const;

    Http1Front &m_front;
    Service &m_service;
    const int m_socket;
    event *m_readEvent;
    event *m_writeEvent;
    Http1Parser m_parser;
    std::unique_ptr<Exchange> m_exchange;
    QByteArray m_head;   ///< goes out with the first piece of the body
    QByteArray m_output; ///< what the socket did not take
    qsizetype m_sent = 0;
    qint64 m_readNs = 0;  ///< when the latest bytes arrived
    qint64 m_endedNs = 0; ///< when the last response was complete
    bool m_advancing = false;
    bool m_ended = false;     ///< the response is complete
    bool m_closing = false;   ///< close when all is sent
    bool m_lingering = false; ///< answered with an error in the middle of a request: discard the rest of it
};

} // namespace interleave
