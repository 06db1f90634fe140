// Listens, and keeps the HTTP/1.1 connections that clients open. Planning a reply takes ten times as long as reading its
// request, so in a burst all sockets are read first, which notes the true arrival times, and requests are answered in
// short slices between the timers. Server thread only, except that listen() comes before it starts.
#pragma once

#include "core/result.h"
#include "simulator/http1_connection.h"

#include <deque>
#include <memory>
#include <unordered_map>

struct evconnlistener;

namespace interleave {

class Http1Front final : private TimerHeap::Client
{
public:
    Http1Front(event_base *base, TimerHeap &timers, Service &service, Counters &counters);
    ~Http1Front();
    Q_DISABLE_COPY_MOVE(Http1Front)
    /// The port. Port 0: any free one.
    Result<int> listen(const QString &address, int port);
    void advanceSoon(Http1Connection &connection);
    void remove(Http1Connection &connection);

private:
    void due() override;
    void acceptSocket(int socket);
    void pauseAccepting();

    event_base *m_base;
    Service &m_service;
    Counters &m_counters;
    evconnlistener *m_listener = nullptr;
    event *m_resume;
    TimerHeap::Timer m_slice;
    std::unordered_map<Http1Connection *, std::unique_ptr<Http1Connection>> m_connections;
    std::deque<Http1Connection *> m_toAdvance; ///< may hold removed ones
};

} // namespace interleave
