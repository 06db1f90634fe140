#include "transport/qnam/flood_guard.h"

#include "transport/qnam/own_sockets.h"

#include <QFile>
#include <QTimerEvent>

#include <algorithm>
#include <array>
#include <atomic>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

#include <linux/tcp.h> // newer than libc's: has the bytes received

namespace interleave {

static constexpr int lookMs = 100;
static constexpr qint64 suspiciousGrowth = 16'000'000;

/// Resident memory, bytes; 0 where it is not told.
static qint64 memoryNow()
{
    QFile file(QStringLiteral("/proc/self/statm"));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readLine(128).split(' ').value(1).toLongLong() * sysconf(_SC_PAGE_SIZE);
}

static qint64 receivedBy(int socket)
{
    tcp_info info{};
    socklen_t size = sizeof info;
    return getsockopt(socket, IPPROTO_TCP, TCP_INFO, &info, &size) == 0 ? static_cast<qint64>(info.tcpi_bytes_received) : 0;
}

namespace {

/// By port of a server. Other threads' and other transports' bodies come over sockets that a guard sees, too.
struct Counts {
    std::array<std::atomic<qint64>, 65536> bytes{};
    std::array<std::atomic<qint64>, 65536> heads{};
};

Counts &counts()
{
    static Counts counts;
    return counts;
}

size_t indexOf(int port) { return static_cast<size_t>(port) & 0xffff; }

} // namespace

void FloodGuard::countHead(int port) { counts().heads[indexOf(port)].fetch_add(1, std::memory_order_relaxed); }
void FloodGuard::countBody(int port, qint64 bytes) { counts().bytes[indexOf(port)].fetch_add(bytes, std::memory_order_relaxed); }

FloodGuard::FloodGuard(std::function<std::vector<int>()> ports, std::function<void(int port)> flooded)
    : m_ports(std::move(ports))
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

void FloodGuard::timerEvent(QTimerEvent *event)
{
    if (event->timerId() != m_timer.timerId())
        return;
    const std::vector<int> ports = m_ports();
    if (ports.empty()) {
        m_timer.stop();
        m_before.clear();
        return;
    }
    const qint64 memory = memoryNow();
    m_calmBytes = std::min(m_calmBytes, memory);
    if (memory > m_calmBytes + suspiciousGrowth || !m_before.empty())
        sample(ports);
}

std::vector<FloodGuard::Port> FloodGuard::seenNow(const std::vector<int> &ports)
{
    std::vector<Port> seen;
    for (const int port : ports)
        seen.push_back({port, counts().bytes[indexOf(port)], counts().heads[indexOf(port)], {}});
    for (Port &port : seen) {
        for (const int socket : socketsTo(port.number))
            port.received.insert(socket, receivedBy(socket));
    }
    return seen;
}

/// Bytes since then that were neither bodies nor heads and frames as they usually are.
qint64 FloodGuard::floodOf(const Port &now, const std::vector<Port> &before)
{
    constexpr qint64 usualHead = 64 * 1024;
    constexpr qint64 usualFrames = 3; // chunks of a few bytes take more for their frames, and TLS adds its own
    const auto then = std::find_if(before.begin(), before.end(), [&](const Port &port) { return port.number == now.number; });
    if (then == before.end())
        return 0;
    qint64 received = 0;
    for (auto socket = now.received.begin(); socket != now.received.end(); ++socket)
        received += std::max<qint64>(0, *socket - then->received.value(socket.key()));
    return received - usualFrames * (now.delivered - then->delivered) - usualHead * (now.heads - then->heads);
}

/// Looks from a first one on, until it gets less. As much as before says nothing: on a busy machine this thread may not have run
/// between two looks. Too much is believed at the second sight: the loop may have computed, and has then had the time to read what was
/// there.
void FloodGuard::sample(const std::vector<int> &ports)
{
    if (m_before.empty()) {
        m_before = seenNow(ports);
        m_flood = 0;
        return;
    }
    std::vector<int> flooded;
    qint64 most = 0;
    for (const Port &port : seenNow(ports)) {
        const qint64 flood = floodOf(port, m_before);
        most = std::max(most, flood);
        if (flood > mostBytes && m_flood > mostBytes)
            flooded.push_back(port.number);
    }
    if (most == 0 || most < std::exchange(m_flood, most) || !flooded.empty()) {
        m_before.clear();
        m_calmBytes = memoryNow(); // without a flood it is something else that grows
    }
    for (const int port : flooded)
        m_flooded(port);
}

} // namespace interleave
