// HTTP/1.1 on one connection: reads requests one after the other, keeps the exchange that answers the current one, and writes
// its response. Response headers are as short as the protocol allows: Qt's client reads them with one system call per byte.
// Server thread only.
#pragma once

#include "simulator/http/http1_parser.h"
#include "simulator/http/http_session.h"
#include "simulator/service/service.h"

namespace interleave {

class Connection;

class Http1Session final : public HttpSession, private ResponseSink
{
public:
    Http1Session(Connection &connection, Service &service)
        : m_connection(connection)
        , m_service(service)
    {
    }
    bool feed(QByteArrayView bytes, qint64 nowNs) override;
    void advance() override;
    void drained() override;
    qsizetype held() const override { return m_parser.held(); }
    bool isAnswering() const override { return m_exchange != nullptr; }

private:
    void answer(const Answer &answer, Stamp stamp) override;
    void begin(int status, const QByteArray &contentType, const HeaderList &headers) override;
    void write(const QByteArray &piece) override;
    void finish(const QByteArray &lastPiece) override;
    void abandon(Abandon how) override;
    qsizetype pending() const override;

    bool acceptNext();
    void refuse(int status);
    void end();
    QByteArray framed(const QByteArray &piece);
    QByteArray head(int status, const QByteArray &contentType, const HeaderList &headers) const;

    Connection &m_connection;
    Service &m_service;
    Http1Parser m_parser;
    QByteArray m_head;    ///< goes out with the first piece of the body
    qint64 m_readNs = 0;  ///< when the latest bytes arrived
    qint64 m_endedNs = 0; ///< when the last response was complete
    bool m_advancing = false;
    bool m_ended = false;  ///< the response is complete
    bool m_closed = false; ///< no further request is answered
    std::unique_ptr<Exchange> m_exchange;
};

} // namespace interleave
