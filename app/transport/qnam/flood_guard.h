// QNetworkAccessManager keeps what precedes and surrounds a body (headers, the status line, sizes of chunks, trailers, header blocks of
// HTTP/2) until it is whole, however long it gets, and tells nothing of it. This looks from outside: where the process has grown, what
// the kernel says that its sockets received is compared with what was delivered. Made by whoever sends requests with such a manager, in
// its thread. While memory does not grow it costs one read of /proc in a tenth of a second.
#pragma once

#include <QBasicTimer>
#include <QHash>
#include <QObject>

#include <functional>
#include <vector>

namespace interleave {

class FloodGuard : public QObject
{
public:
    struct Origin {
        int port = 0;         ///< of the server
        qint64 delivered = 0; ///< bytes of bodies so far
        qint64 heads = 0;     ///< responses that have begun so far
    };
    using Look = std::function<std::vector<Origin>()>;

    /// What is no body may take so much of an origin.
    static constexpr qint64 mostBytes = 8'000'000;

    /// `flooded` is told the port of an origin, from the event loop; it may destroy whatever it likes but this.
    FloodGuard(Look look, std::function<void(int port)> flooded);

    /// From now until nothing is looked at any more: requests are under way.
    void watch();

private:
    void unwatch();
    void timerEvent(QTimerEvent *event) override;
    void sample();

    struct Seen {
        QHash<int, qint64> received; ///< by socket
        std::vector<Origin> origins;
    };
    static Seen seenNow(const std::vector<Origin> &origins);
    static qint64 floodOf(const Origin &origin, const Seen &before, const Seen &now);

    Look m_look;
    std::function<void(int)> m_flooded;
    QBasicTimer m_timer;
    qint64 m_calmBytes = 0; ///< of memory, when all was well
    Seen m_before;          ///< empty: not suspicious
    qint64 m_flood = 0;     ///< at the look before
};

} // namespace interleave
