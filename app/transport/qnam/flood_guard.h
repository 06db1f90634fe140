// QNetworkAccessManager keeps what precedes and surrounds a body (headers, the status line, sizes of chunks, trailers, header blocks of
// HTTP/2) until it is whole, however long it gets, and tells nothing of it. This looks from outside: where the process has grown, what
// the kernel says that its sockets received is compared with what was delivered. Made by whoever sends requests with such a manager, in
// its thread. While memory does not grow it costs one read of /proc in a tenth of a second.
#pragma once

#include <QBasicTimer>
#include <QHash>
#include <QObject>
#include <QUrl>

#include <functional>
#include <vector>

namespace interleave {

class FloodGuard : public QObject
{
public:
    /// What is no body may take so much of a port.
    static constexpr qint64 mostBytes = 8'000'000;

    /// For everything that receives bodies in this process, over whatever transport: a response of that port has begun, or so many
    /// bytes of its body came. Any thread.
    static void countHead(int port);
    static void countBody(int port, qint64 bytes);

    /// `ports`: of the other ends (peerPortOf()) of what is under way; none: it need not look any more. `flooded` is told one of them, from
    /// the event loop; it may destroy whatever it likes but this.
    FloodGuard(std::function<std::vector<int>()> ports, std::function<void(int port)> flooded);

    /// From now until there are no ports.
    void watch();

private:
    struct Port {
        int number = 0;
        qint64 delivered = 0;
        qint64 heads = 0;
        QHash<int, qint64> received; ///< by socket
    };

    void timerEvent(QTimerEvent *event) override;
    void sample(const std::vector<int> &ports);
    static std::vector<Port> seenNow(const std::vector<int> &ports);
    static qint64 floodOf(const Port &now, const std::vector<Port> &before);

    std::function<std::vector<int>()> m_ports;
    std::function<void(int)> m_flooded;
    QBasicTimer m_timer;
    qint64 m_calmBytes = 0;     ///< of memory, when all was well
    std::vector<Port> m_before; ///< empty: not suspicious
    qint64 m_flood = 0;         ///< at the look before
};

} // namespace interleave
