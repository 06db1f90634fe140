#include "transport/qnam/flood_guard.h"

#include <QDir>
#include <QFile>
#include <QTimerEvent>

#include <algorithm>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

#include <linux/tcp.h> // newer than libc's: has the bytes received

namespace interleave {

static constexpr int lookMs = 100;
static constexpr qint64 suspiciousGrowth = 32'000'000;

/// Resident memory, bytes; 0 where it is not told.
static qint64 memoryNow()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readLine(128).split(' ').value(1).toLongLong() * sysconf(_SC_PAGE_SIZE);
}

static int peerPortOf(int socket)
{
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    if (getpeername(socket, reinterpret_cast<sockaddr *>(&peer), &size) != 0)
        return 0;
    if (peer.ss_family == AF_INET)
        return ntohs(reinterpret_cast<const sockaddr_in *>(&peer)->sin_port);
    return peer.ss_family == AF_INET6 ? ntohs(reinterpret_cast<const sockaddr_in6 *>(&peer)->sin6_port) : 0;
}

static qint64 receivedBy(int socket)
{
    tcp_info info{};
    socklen_t size = sizeof info;
    return getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 ? static_cast<qint64>(info.tcpi_bytes_received) : 0;
}

FloodGuard::FloodGuard(Look look, std::function<void(int port)> flooded)
    : m_look(std::move(look))
    , m_flooded(std::move(flooded))
{
}

void FloodGuard::watch()
{
    if (m_timer.isActive())
        return;
    m_calmBytes = memoryNow();
    m_timer.start(lookMs, this);
}

void FloodGuard::unwatch()
{
    m_timer.stop();
    m_before = {};
}

void FloodGuard::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId())
        return;
    if (m_look().empty()) {
        unwatch();
        return;
    }
    const qint64 memory = memoryNow();
    m_calmBytes = std::min(m_calmBytes, memory);
    if (memory > m_calmBytes + suspiciousGrowth || !m_before.origins.empty())
        sample();
}

FloodGuard::Seen FloodGuard::seenNow(const std::vector<Origin> &origins)
{
    Seen seen;
    seen.origins = origins;
    const QStringList descriptors = QDir(QStringLiteral("/proc/self/fd")).entryList(QDir::NoDotAndDotDot | QDir::AllEntries | QDir::System);
    for (const QString &name : descriptors) {
        const int socket = name.toInt();
        const int port = peerPortOf(socket);
        if (port != 0 && std::any_of(origins.begin(), origins.end(), [port](const Origin &origin) { return origin.port == port; }))
            seen.received.insert(socket, receivedBy(socket));
    }
    return seen;
}

/// Bytes since then that were neither bodies nor heads and frames as they usually are.
qint64 FloodGuard::floodOf(const Origin &origin, const Seen &before, const Seen &now)
{
    constexpr qint64 usualHead = 64 * 1024;
    constexpr qint64 usualFrames = 3; // chunks of a few bytes take more for their frames, and TLS adds its own
    qint64 received = 0;
    for (auto socket = now.received.begin(); socket != now.received.end(); ++socket) {
        if (peerPortOf(socket.key()) == origin.port)
            received += std::max<qint64>(0, *socket - before.received.value(socket.key()));
    }
    const auto then = std::find_if(before.origins.begin(), before.origins.end(), [&](const Origin &o) { return o.port == origin.port; });
    const Origin start = then == before.origins.end() ? Origin() : *then;
    return received - usualFrames * (origin.delivered - start.delivered) - usualHead * (origin.heads - start.heads);
}

/// Looks from a first one on, for as long as it gets more. Too much is believed at the second sight: the loop may have computed, and
/// has then had the time to read what was there.
void FloodGuard::sample()
{
    if (m_before.origins.empty()) {
        m_before = seenNow(m_look());
        m_flood = 0;
        return;
    }
    const Seen now = seenNow(m_look());
    std::vector<int> flooded;
    qint64 most = 0;
    for (const Origin &origin : now.origins) {
        const qint64 flood = floodOf(origin, m_before, now);
        most = std::max(most, flood);
        if (flood > mostBytes && m_flood > mostBytes)
            flooded.push_back(origin.port);
    }
    if (most <= std::exchange(m_flood, most) || !flooded.empty()) {
        m_before = {};
        m_calmBytes = memoryNow(); // without a flood it is something else that grows
    }
    for (const int port : flooded)
        m_flooded(port);
}

} // namespace interleave
