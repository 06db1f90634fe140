#include "transport/qnam/own_sockets.h"

#include <cerrno>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace interleave {

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

std::vector<int> socketsTo(int port)
{
    constexpr int widestGap = 256; // the lowest free number is given out first, so gaps are what was closed
    std::vector<int> sockets;
    for (int socket = 0, gap = 0; gap < widestGap; ++socket) {
        if (fcntl(socket, F_GETFD) == -1) {
            ++gap;
            continue;
        }
        gap = 0;
        if (peerPortOf(socket) == port)
            sockets.push_back(socket);
    }
    return sockets;
}

void sendWithoutDelayTo(int port)
{
    for (const int socket : socketsTo(port)) {
        const int yes = 1;
        setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    }
}

} // namespace interleave
