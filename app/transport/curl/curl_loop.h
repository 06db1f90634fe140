// libcurl on a Qt event loop: one multi handle per thread that calls, all its sockets in one epoll set behind one notifier, and one
// precise timer. (A notifier for each socket costs with their number, and a thread of libcurl's own costs a hop for each chunk.)
// Shared by the clients of its thread; nothing here knows of calls.
//
// libcurl is never called from its own callbacks: what they lead to is done when it has returned.
#pragma once

#include "transport/curl/curl_transfer.h"

#include <QObject>
#include <QSocketNotifier>
#include <QTimer>

#include <limits>
#include <memory>
#include <set>
#include <unordered_map>
#include <vector>

namespace interleave {

class CurlLoop : public QObject, public std::enable_shared_from_this<CurlLoop>
{
public:
    CurlLoop();
    ~CurlLoop() override;
    static std::shared_ptr<CurlLoop> ofThread();

    /// A handle that nobody uses, not yet prepared.
    CurlTransfer &take();
    void start(CurlTransfer &transfer);
    /// Nothing of it is wanted any more: with HTTP/1.1 its connection is closed, with HTTP/2 its stream. It is idle again afterwards.
    void drop(CurlTransfer &transfer);
    /// finished() of its listener follows: now, or when libcurl has returned.
    void announce(CurlExchange &exchange);
    void forget(CurlExchange &exchange);

    /// The request was handed over but for what the socket takes: it is sent when libcurl has returned, or does something else.
    void sending(CurlTransfer &transfer) { m_sending.push_back(&transfer); }
    void settleSending();

    curl_socket_t open(CurlTransfer &transfer, const curl_sockaddr &address);
    /// The sockets that it opened and that are open still: one, but while two addresses are tried.
    std::vector<curl_socket_t> openOf(const CurlTransfer &transfer) const;
    /// How many requests this connection has had, this one included.
    int countUse(quint64 connection, bool isNew);

private:
    struct Socket {
        quint32 wanted = 0;     // by libcurl
        quint32 registered = 0; // with epoll
        bool isOwn = false;     // opened here: closing it is told
        std::shared_ptr<StreamGate> gate;
    };
    static constexpr qint64 never = std::numeric_limits<qint64>::max();

    static int socketChanged(CURL *easy, curl_socket_t fd, int what, void *self, void *perSocket);
    static int timerChanged(CURLM *multi, long ms, void *self);
    static int closeSocket(void *self, curl_socket_t fd);
    friend class CurlTransfer;
    Socket &socket(curl_socket_t fd);
    void watch(curl_socket_t fd, Socket &socket, quint32 events);

    bool event(QEvent *event) override;
    void postTurn();
    void turn();
    void dispatch();
    void act(curl_socket_t fd, int events);
    void settle();
    void takeFinished();
    void add(CurlTransfer &transfer);
    void remove(CurlTransfer &transfer);
    void tellReset(CurlTransfer &transfer);
    void flushResets();
    void retire(CurlTransfer &transfer);
    void comeAgain(CurlTransfer &transfer);
    void announceAll();
    void arm();

    CURLM *const m_multi;
    const int m_epoll;
    QSocketNotifier m_notifier;
    QTimer m_timer;
    qint64 m_dueNs = never;   // when libcurl wants to be called
    qint64 m_armedNs = never; // when the timer will fire
    bool m_isTurnPosted = false;
    bool m_isInside = false;                 // libcurl, or what it calls
    std::vector<Socket> m_sockets;           // by file descriptor
    std::unordered_map<quint64, int> m_uses; // of each connection
    std::vector<std::unique_ptr<CurlTransfer>> m_transfers;
    std::vector<CurlTransfer *> m_idle;
    std::vector<CurlTransfer *> m_waiting;
    std::vector<CurlTransfer *> m_dropped;
    std::vector<CurlTransfer *> m_sending;
    std::vector<CurlExchange *> m_over; // to be announced; null: destroyed meanwhile
    std::set<std::shared_ptr<StreamGate>> m_toFlush;
    size_t m_running = 0;
    size_t m_mostConnections = 0; // that libcurl keeps
};

} // namespace interleave
