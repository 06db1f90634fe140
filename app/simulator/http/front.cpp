#include "simulator/http/front.h"

#include "core/clock.h"

#include <event2/event.h>
#include <event2/listener.h>

#include <algorithm>
#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <netinet/tcp.h>
#include <unistd.h>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

/// A burst of ten thousand connections must not be refused; the kernel lowers it to net.core.somaxconn.
constexpr int backlog = 16384;
/// How long a chunk that is due may wait for requests to be planned.
constexpr qint64 sliceNs = 500'000;

struct SocketAddress {
    sockaddr_storage storage{};
    int size = 0;
    sockaddr *generic() { return reinterpret_cast<sockaddr *>(&storage); }
};

std::optional<SocketAddress> socketAddress(const QString &address, int port)
{
    SocketAddress result;
    const QByteArray text = address.toLatin1();
    auto *v4 = reinterpret_cast<sockaddr_in *>(&result.storage);
    auto *v6 = reinterpret_cast<sockaddr_in6 *>(&result.storage);
    if (inet_pton(AF_INET, text.constData(), &v4->sin_addr) == 1) {
        v4->sin_family = AF_INET;
        v4->sin_port = htons(static_cast<uint16_t>(port));
        result.size = sizeof *v4;
        return result;
    }
    if (inet_pton(AF_INET6, text.constData(), &v6->sin6_addr) == 1) {
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons(static_cast<uint16_t>(port));
        result.size = sizeof *v6;
        return result;
    }
    return std::nullopt;
}

Error listenError(const QString &address, int port, int code)
{
    switch (code) {
    case EADDRINUSE:
        return {u"Port %1 of %2 is already in use: choose another one, or 0 for any free port."_s.arg(port).arg(address)};
    case EACCES:
        return {u"Port %1 needs administrator rights: choose one above 1023, or 0 for any free port."_s.arg(port)};
    case EADDRNOTAVAIL:
        return {u"%1 is not an address of this machine: bind to 127.0.0.1, or to one that `ip address` lists."_s.arg(address)};
    default:
        return {
            u"The simulator cannot listen on %1, port %2: %3."_s.arg(address).arg(port).arg(QString::fromLocal8Bit(std::strerror(code)))};
    }
}

} // namespace

Front::Front(event_base *base, TimerHeap &timers, Service &service, ServiceCounters &counters, const TlsServer *tls,
             const ClientPatience &patience)
    : m_base(base)
    , m_service(service)
    , m_counters(counters)
    , m_tls(tls)
    , m_patience(patience)
    , m_slice(timers, *this)
    , m_sweep(timers, *this)
{
    m_resume = event_new(
        base, -1, 0, [](evutil_socket_t, short, void *self) { evconnlistener_enable(static_cast<Front *>(self)->m_listener); }, this);
}

Front::~Front()
{
    m_connections.clear();
    if (m_listener)
        evconnlistener_free(m_listener);
    event_free(m_resume);
}

Result<int> Front::listen(const QString &address, int port)
{
    std::optional<SocketAddress> wanted = socketAddress(address, port);
    if (!wanted || port < 0 || port > 65535)
        return Error{
            u"“%1”, port %2 is not an address to listen on: write one such as 127.0.0.1 and a port from 0 to 65535."_s.arg(address).arg(
                port)};
    const auto accepted = [](evconnlistener *, evutil_socket_t socket, sockaddr *, int, void *self) {
        static_cast<Front *>(self)->acceptSocket(socket);
    };
    m_listener = evconnlistener_new_bind(m_base, accepted, this, LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC | LEV_OPT_REUSEABLE, backlog,
                                         wanted->generic(), wanted->size);
    if (!m_listener)
        return listenError(address, port, errno);
    evconnlistener_set_error_cb(m_listener, [](evconnlistener *, void *self) { static_cast<Front *>(self)->pauseAccepting(); });

    SocketAddress actual;
    socklen_t size = sizeof actual.storage;
    getsockname(evconnlistener_get_fd(m_listener), actual.generic(), &size);
    if (actual.storage.ss_family == AF_INET6)
        return int(ntohs(reinterpret_cast<sockaddr_in6 *>(&actual.storage)->sin6_port));
    return int(ntohs(reinterpret_cast<sockaddr_in *>(&actual.storage)->sin_port));
}

void Front::acceptSocket(int socket)
{
    const int on = 1; // Nagle's algorithm would hold a token back until the client acknowledged the one before
    setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    auto connection = std::make_unique<Connection>(*this, m_service, m_base, socket, m_tls ? m_tls->accept(socket) : nullptr);
    Connection *key = connection.get();
    if (m_connections.empty())
        m_sweep.startAfter(sweepNs());
    m_connections.emplace(key, std::move(connection));
    ++m_counters.connections;
}

void Front::Sweep::startAfter(qint64 ns) { m_timer.start(monotonicNs() + ns); }

qint64 Front::sweepNs() const
{
    constexpr qint64 longestNs = 5'000'000'000;
    return std::min({longestNs, m_patience.requestNs / 4, m_patience.idleNs / 4});
}

void Front::sweep()
{
    const qint64 nowNs = monotonicNs();
    std::vector<Connection *> overdue;
    for (const auto &[key, connection] : m_connections) {
        if (connection->isOverdue(nowNs, m_patience))
            overdue.push_back(key);
    }
    for (Connection *connection : overdue)
        remove(*connection);
    if (!m_connections.empty())
        m_sweep.startAfter(sweepNs());
}

/// Out of file descriptors: accepting again at once would spin, because the connection still waits in the backlog.
void Front::pauseAccepting()
{
    evconnlistener_disable(m_listener);
    const timeval pause{.tv_sec = 0, .tv_usec = 100'000};
    event_add(m_resume, &pause);
}

void Front::advanceSoon(Connection &connection)
{
    if (m_toAdvance.empty())
        m_slice.start(monotonicNs());
    m_toAdvance.push_back(&connection);
}

void Front::due()
{
    const qint64 endNs = monotonicNs() + sliceNs;
    while (!m_toAdvance.empty()) {
        Connection *connection = m_toAdvance.front();
        m_toAdvance.pop_front();
        if (m_connections.contains(connection))
            connection->advance();
        if (const qint64 nowNs = monotonicNs(); nowNs > endNs && !m_toAdvance.empty())
            return m_slice.start(nowNs); // later than this round of timers: sockets are read in between
    }
}

void Front::remove(Connection &connection)
{
    const auto place = m_connections.find(&connection);
    const std::unique_ptr<Connection> removed = std::move(place->second);
    m_connections.erase(place); // first: its destruction must not find it here
    --m_counters.connections;
}

} // namespace interleave
