#include "simulator/http/connection.h"

#include "core/clock.h"
#include "simulator/http/front.h"
#include "simulator/http/http1_session.h"
#include "simulator/http/http2_session.h"

#include <utility>

namespace interleave {

/// What every HTTP/2 client sends first; no HTTP/1.1 request begins like it (RFC 9113, section 3.4).
static constexpr QByteArrayView preface("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

Connection::Connection(Front &front, Service &service, event_base *base, int socket, TlsPointer tls)
    : m_front(front)
    , m_service(service)
    , m_wire(base, socket, std::move(tls), *this)
    , m_sinceNs(monotonicNs())
{
}

Connection::~Connection() { m_front.hold(-m_held); }

void Connection::advanceSoon() { m_front.advanceSoon(*this); }

void Connection::closeWhenSent()
{
    m_sinceNs = monotonicNs();
    m_state = State::Closing;
    advanceSoon();
}

void Connection::reset()
{
    m_wire.resetOnClose();
    closeWhenSent();
}

void Connection::closeWhenClientDoes()
{
    m_sinceNs = monotonicNs();
    m_state = State::Lingering;
    if (pending() == 0)
        m_wire.shutWrites();
}

void Connection::chooseSession()
{
    const bool undecided = m_first.size() < preface.size() && preface.startsWith(m_first);
    if (m_wire.agreedProtocol() == "h2" || m_first.startsWith(preface)) {
        m_wire.acknowledgeAtOnce();
        m_session = std::make_unique<Http2Session>(*this, m_service);
    } else if (!undecided) {
        m_session = std::make_unique<Http1Session>(*this, m_service);
    }
}

void Connection::received(QByteArrayView bytes)
{
    if (m_state != State::Open)
        return;
    if (!m_session) {
        m_first.append(bytes.data(), bytes.size());
        chooseSession();
        if (!m_session)
            return;
        bytes = m_first;
    }
    const qint64 nowNs = monotonicNs();
    if (!m_session->feed(bytes, nowNs))
        closeWhenSent();
    m_first.clear();
    countHeld(nowNs);
    if (!m_front.hasRoom())
        closeWhenSent(); // whoever sends when there is no more of it
}

void Connection::countHeld(qint64 nowNs)
{
    const qsizetype held = m_session->held();
    if (m_held == 0 || held == 0)
        m_sinceNs = nowNs;
    m_front.hold(held - std::exchange(m_held, held));
}

bool Connection::isOverdue(qint64 nowNs, const ClientPatience &patience) const
{
    const bool isAnswering = m_session && m_session->isAnswering();
    if (m_state == State::Open && isAnswering)
        return false;
    const bool isUnderWay = m_state != State::Open || !m_session || m_held > 0;
    return nowNs - m_sinceNs > (isUnderWay ? patience.requestNs : patience.idleNs);
}

void Connection::advance()
{
    if (m_state == State::Open && m_session) {
        m_session->advance();
        countHeld(monotonicNs());
    }
    if (m_state == State::Closing && pending() == 0)
        m_front.remove(*this);
}

void Connection::drained()
{
    switch (m_state) {
    case State::Open:
        return m_session->drained();
    case State::Closing:
        return m_front.remove(*this);
    case State::Lingering:
        return m_wire.shutWrites();
    }
}

void Connection::lost() { m_front.remove(*this); }

} // namespace interleave
