// Listens, and keeps the connections that clients open. Planning a reply takes ten times as long as reading its
// request, so in a burst all sockets are read first, which notes the true arrival times, and requests are answered in
// short slices between the timers. Server thread only, except that listen() comes before it starts.
#pragma once

#include "core/result.h"
#include "simulator/http/connection.h"

#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

struct evconnlistener;

namespace interleave {

class Front final : private TimerHeap::Client
{
public:
    /// `tls`: null in the clear.
    Front(event_base *base, TimerHeap &timers, Service &service, ServiceCounters &counters, const TlsServer *tls,
          const ClientPatience &patience);
    ~Front();
    Q_DISABLE_COPY_MOVE(Front)
    /// The port. Port 0: any free one.
    Result<int> listen(const QString &address, int port);
    void advanceSoon(Connection &connection);
    void remove(Connection &connection);

    /// What all clients may have sent of requests that are not answered yet.
    static constexpr qint64 mostHeldBytes = 96'000'000;
    void hold(qint64 bytes) { m_heldBytes += bytes; }
    bool hasRoom() const { return m_heldBytes <= mostHeldBytes; }

private:
    /// Looks for clients that are overdue, now and then.
    class Sweep final : private TimerHeap::Client
    {
    public:
        Sweep(TimerHeap &timers, Front &front)
            : m_front(front)
            , m_timer(timers, *this)
        {
        }
        void startAfter(qint64 ns);

    private:
        void due() override { m_front.sweep(); }

        Front &m_front;
        TimerHeap::Timer m_timer;
    };
    void sweep();
    qint64 sweepNs() const;
    void due() override;
    void acceptSocket(int socket);
    void pauseAccepting();

    event_base *m_base;
    Service &m_service;
    ServiceCounters &m_counters;
    const TlsServer *m_tls;
    evconnlistener *m_listener = nullptr;
    event *m_resume;
    const ClientPatience m_patience;
    qint64 m_heldBytes = 0;
    TimerHeap::Timer m_slice;
    Sweep m_sweep;
    std::unordered_map<Connection *, std::unique_ptr<Connection>> m_connections;
    std::deque<Connection *> m_toAdvance; ///< may hold removed ones
};

} // namespace interleave
