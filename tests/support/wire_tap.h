// A relay between a client and a server that stamps what passes: for each request when its first byte reached the wire, for each
// burst of the response when the client could have read it. Truth about the client from outside it. Requests come in stamped by
// the kernel (so a late relay does not matter); a response is with the client between two readings of the clock around the relay's
// send(). CLOCK_MONOTONIC. HTTP/1.1 without pipelining: bytes of the client after bytes of the server begin a new exchange. Runs in a
// thread of its own on raw sockets; exchanges() when the client has ended.
#pragma once

#include "core/clock.h"

#include <QtGlobal>

#include <array>
#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

#include <arpa/inet.h>
#include <linux/net_tstamp.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace interleave::test {

class WireTap
{
public:
    /// A moment that is known to lie between two.
    struct Between {
        qint64 earliest = 0, latest = 0;
    };
    struct Exchange {
        qint64 requested = 0;        ///< first byte of the request
        std::vector<Between> bursts; ///< of the response
    };

    explicit WireTap(int serverPort)
        : m_serverPort(serverPort)
        , m_listener(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
    {
        sockaddr_in address = loopback(0);
        socklen_t size = sizeof address;
        if (bind(m_listener, reinterpret_cast<sockaddr *>(&address), size) == 0 && listen(m_listener, 1024) == 0 &&
            getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size) == 0)
            m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { relay(); });
    }
    ~WireTap()
    {
        m_stop = true;
        m_thread.join();
        ::close(m_listener);
    }
    WireTap(const WireTap &) = delete;
    WireTap &operator=(const WireTap &) = delete;

    int port() const { return m_port; }
    std::vector<Exchange> exchanges() const
    {
        const std::lock_guard lock(m_mutex);
        return m_exchanges;
    }

private:
    struct Line {
        int client = -1, server = -1;
        bool answers = true; ///< the server spoke last
        size_t exchange = 0;
    };

    static sockaddr_in loopback(int port)
    {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        address.sin_port = htons(static_cast<quint16>(port));
        return address;
    }

    /// The kernel stamps with the wall clock; here, what lies between the two clocks.
    static qint64 wallMinusMonotonic()
    {
        timespec wall{};
        const qint64 before = monotonicNs();
        clock_gettime(CLOCK_REALTIME, &wall);
        const qint64 after = monotonicNs();
        return static_cast<qint64>(wall.tv_sec) * 1'000'000'000 + wall.tv_nsec - (before + (after - before) / 2);
    }

    void accept()
    {
        Line line;
        line.client = ::accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        line.server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        const sockaddr_in address = loopback(m_serverPort);
        const int on = 1;
        const int stamps = SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE;
        setsockopt(line.client, SOL_SOCKET, SO_TIMESTAMPING, &stamps, sizeof stamps);
        for (const int end : {line.client, line.server})
            setsockopt(end, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        if (connect(line.server, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0)
            m_lines.push_back(line);
    }

    /// Reads from a client, and when that came in.
    static ssize_t receive(int from, std::array<char, 65536> &bytes, qint64 &ns)
    {
        iovec part{bytes.data(), bytes.size()};
        std::array<char, 256> control{};
        msghdr message{};
        message.msg_iov = &part;
        message.msg_iovlen = 1;
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        const ssize_t count = recvmsg(from, &message, 0);
        ns = monotonicNs();
        for (cmsghdr *header = CMSG_FIRSTHDR(&message); header; header = CMSG_NXTHDR(&message, header)) {
            if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_TIMESTAMPING)
                continue;
            const auto *stamp = reinterpret_cast<const timespec *>(CMSG_DATA(header));
            if (stamp->tv_sec > 0)
                ns = std::min(ns, static_cast<qint64>(stamp->tv_sec) * 1'000'000'000 + stamp->tv_nsec - wallMinusMonotonic());
        }
        return count;
    }

    static bool sendAll(int to, const char *bytes, ssize_t count)
    {
        for (ssize_t sent = 0; sent < count;) {
            const ssize_t now = send(to, bytes + sent, static_cast<size_t>(count - sent), MSG_NOSIGNAL);
            if (now <= 0)
                return false;
            sent += now;
        }
        return true;
    }

    bool passRequest(Line &line)
    {
        std::array<char, 65536> bytes;
        qint64 ns = 0;
        const ssize_t count = receive(line.client, bytes, ns);
        if (count <= 0)
            return false;
        if (std::exchange(line.answers, false)) {
            const std::lock_guard lock(m_mutex);
            line.exchange = m_exchanges.size();
            m_exchanges.push_back({ns, {}});
        }
        return sendAll(line.server, bytes.data(), count);
    }

    bool passResponse(Line &line)
    {
        std::array<char, 65536> bytes;
        const ssize_t count = recv(line.server, bytes.data(), bytes.size(), 0);
        if (count <= 0)
            return false;
        line.answers = true;
        Between moment{monotonicNs(), 0};
        const bool sent = sendAll(line.client, bytes.data(), count);
        moment.latest = monotonicNs();
        const std::lock_guard lock(m_mutex);
        if (line.exchange < m_exchanges.size())
            m_exchanges[line.exchange].bursts.push_back(moment);
        return sent;
    }

    void relay()
    {
        while (!m_stop) {
            std::vector<pollfd> waited{{m_listener, POLLIN, 0}};
            for (const Line &line : m_lines) {
                waited.push_back({line.client, POLLIN, 0});
                waited.push_back({line.server, POLLIN, 0});
            }
            if (poll(waited.data(), waited.size(), 50) <= 0)
                continue;
            std::vector<Line> open;
            for (size_t i = 0; i < m_lines.size(); ++i) {
                Line &line = m_lines[i];
                bool goesOn = !(waited[1 + 2 * i].revents & ~POLLOUT) || passRequest(line);
                goesOn = goesOn && (!(waited[2 + 2 * i].revents & ~POLLOUT) || passResponse(line));
                if (goesOn) {
                    open.push_back(line);
                } else {
                    ::close(line.client);
                    ::close(line.server);
                }
            }
            m_lines = std::move(open);
            if (waited.front().revents & POLLIN)
                accept();
        }
        for (const Line &line : m_lines) {
            ::close(line.client);
            ::close(line.server);
        }
    }

    int m_serverPort;
    int m_listener;
    int m_port = 0;
    std::atomic<bool> m_stop{false};
    mutable std::mutex m_mutex;
    std::vector<Exchange> m_exchanges; // with the mutex held
    std::vector<Line> m_lines;         // of the relay's thread
    std::thread m_thread;              // last: uses all of them
};

} // namespace interleave::test
