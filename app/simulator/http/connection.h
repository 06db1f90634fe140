// One client's connection: finds out which version of HTTP it speaks (TLS says so, or the first bytes) and keeps the session
// that speaks it. Removes itself from the front when the client leaves or the session closes it. Server thread only.
#pragma once

#include "simulator/http/client_socket.h"
#include "simulator/http/http_session.h"
#include "simulator/service/service.h"

namespace interleave {

class Front;

class Connection final : private ClientSocket::Client
{
public:
    Connection(Front &front, Service &service, event_base *base, int socket, TlsPointer tls);
    ~Connection();
    Q_DISABLE_COPY_MOVE(Connection)

    void send(const QByteArray &bytes) { m_wire.send(bytes); }
    qsizetype pending() const { return m_wire.pending(); }
    /// The session's advance() is called in its turn.
    void advanceSoon();
    /// None of these destroys the session at once.
    void closeWhenSent();
    void reset();
    /// After an answer to a request that is not at its end: closing at once would reset the connection under a client that is
    /// still sending, and it would never read why. So the rest of it is read and dropped.
    void closeWhenClientDoes();

    /// For the front. May destroy this.
    void advance();
    /// The client has had the time that it may have: to send a request, to ask for the next one, to take the last answer.
    bool isOverdue(qint64 nowNs, const ClientPatience &patience) const;

private:
    void received(QByteArrayView bytes) override;
    void drained() override;
    void lost() override;
    void chooseSession();
    void countHeld(qint64 nowNs);

    enum class State { Open, Closing, Lingering };
    Front &m_front;
    Service &m_service;
    ClientSocket m_wire;
    QByteArray m_first; ///< bytes that did not tell the version yet
    State m_state = State::Open;
    qsizetype m_held = 0;                   ///< bytes of requests that are not answered yet, as the front knows
    qint64 m_sinceNs = 0;                   ///< when no request was under way for the last time
    std::unique_ptr<HttpSession> m_session; // last: its exchanges go before the wire
};

} // namespace interleave
