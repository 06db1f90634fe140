#include "transport/curl/curl_loop.h"

#include "core/clock.h"
#include "transport/curl/curl_exchange.h"
#include "transport/curl/curl_library.h"
#include "transport/curl/stream_gate.h"

#include <QCoreApplication>
#include <QEvent>

#include <cerrno>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace interleave {

static const auto turnEvent = static_cast<QEvent::Type>(QEvent::registerEventType());

CurlLoop::CurlLoop()
    : m_multi((initialiseCurl(), curl_multi_init()))
    , m_epoll(epoll_create1(EPOLL_CLOEXEC))
    , m_notifier(m_epoll, QSocketNotifier::Read)
{
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETFUNCTION, &CurlLoop::socketChanged);
    curl_multi_setopt(m_multi, CURLMOPT_SOCKETDATA, this);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERFUNCTION, &CurlLoop::timerChanged);
    curl_multi_setopt(m_multi, CURLMOPT_TIMERDATA, this);
    m_timer.setSingleShot(true);
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_armedNs = never;
        turn();
    });
    connect(&m_notifier, &QSocketNotifier::activated, this, [this] { turn(); });
}

CurlLoop::~CurlLoop()
{
    m_isTurnPosted = true; // what closing makes libcurl ask for comes too late
    m_notifier.setEnabled(false);
    for (const auto &transfer : m_transfers) {
        if (transfer->state == CurlTransfer::State::Running || transfer->state == CurlTransfer::State::Draining)
            curl_multi_remove_handle(m_multi, transfer->easy);
    }
    m_transfers.clear();
    curl_multi_cleanup(m_multi);
    ::close(m_epoll);
}

std::shared_ptr<CurlLoop> CurlLoop::ofThread()
{
    static thread_local std::weak_ptr<CurlLoop> current;
    std::shared_ptr<CurlLoop> loop = current.lock();
    if (!loop) {
        loop = std::make_shared<CurlLoop>();
        current = loop;
    }
    return loop;
}

CurlTransfer &CurlLoop::take()
{
    if (m_idle.empty()) {
        m_transfers.push_back(std::make_unique<CurlTransfer>(*this));
        return *m_transfers.back();
    }
    CurlTransfer &transfer = *m_idle.back();
    m_idle.pop_back();
    return transfer;
}

void CurlLoop::start(CurlTransfer &transfer)
{
    transfer.state = CurlTransfer::State::Waiting;
    if (m_isInside)
        m_waiting.push_back(&transfer);
    else
        add(transfer);
}

/// libcurl forgets connections beyond its limit, and its own limit shrinks as calls end: it must be above what is in flight.
void CurlLoop::add(CurlTransfer &transfer)
{
    constexpr size_t spare = 64;
    if (++m_running + spare > m_mostConnections) {
        m_mostConnections = 2 * m_running + spare;
        curl_multi_setopt(m_multi, CURLMOPT_MAXCONNECTS, static_cast<long>(m_mostConnections));
    }
    transfer.state = CurlTransfer::State::Running;
    curl_multi_add_handle(m_multi, transfer.easy);
}

void CurlLoop::remove(CurlTransfer &transfer)
{
    curl_multi_remove_handle(m_multi, transfer.easy);
    --m_running;
    std::erase(m_sending, &transfer);
    retire(transfer);
}

void CurlLoop::retire(CurlTransfer &transfer)
{
    const std::shared_ptr<StreamGate> gate = transfer.gate;
    transfer.clear();
    m_idle.push_back(&transfer);
    if (gate)
        gate->left(transfer);
}

void CurlLoop::drop(CurlTransfer &transfer)
{
    tellReset(transfer);
    if (transfer.state == CurlTransfer::State::Waiting) {
        std::erase(m_waiting, &transfer);
        retire(transfer);
    } else if (m_isInside) {
        transfer.state = CurlTransfer::State::Dropped;
        m_dropped.push_back(&transfer);
    } else {
        remove(transfer);
    }
}

/// libcurl keeps the word that a stream is reset until its connection next has something to do, and a server that is not told goes on
/// working. So the connection is closed if nobody else uses it, and else made to speak.
void CurlLoop::tellReset(CurlTransfer &transfer)
{
    if (!transfer.gate || !transfer.hasSent)
        return;
    curl_easy_setopt(transfer.easy, CURLOPT_FORBID_REUSE, 1L);
    m_toFlush.insert(transfer.gate);
    postTurn();
}

void CurlLoop::flushResets()
{
    const auto gates = std::exchange(m_toFlush, {});
    m_isInside = true;
    for (const std::shared_ptr<StreamGate> &gate : gates)
        gate->flush();
    m_isInside = false;
}

void CurlLoop::announce(CurlExchange &exchange)
{
    m_over.push_back(&exchange);
    if (!m_isInside)
        announceAll();
}

void CurlLoop::forget(CurlExchange &exchange)
{
    std::replace(m_over.begin(), m_over.end(), &exchange, static_cast<CurlExchange *>(nullptr));
}

void CurlLoop::announceAll()
{
    for (size_t i = 0; i < m_over.size(); ++i) { // a listener may add to them
        if (CurlExchange *exchange = std::exchange(m_over[i], nullptr))
            exchange->tellEnd();
    }
    m_over.clear();
}

void CurlLoop::settleSending()
{
    if (m_sending.empty())
        return;
    const qint64 now = monotonicNs();
    for (size_t i = 0; i < m_sending.size(); ++i) {
        if (CurlExchange *exchange = m_sending[i]->exchange)
            exchange->onSent(now);
    }
    m_sending.clear();
}

curl_socket_t CurlLoop::open(CurlTransfer &transfer, const curl_sockaddr &address)
{
    const int fd = ::socket(address.family, address.socktype | SOCK_CLOEXEC, address.protocol);
    if (fd < 0)
        return CURL_SOCKET_BAD;
    socket(fd) = {.isOwn = true, .gate = transfer.gate};
    transfer.opened.push_back(fd);
    return fd;
}

std::vector<curl_socket_t> CurlLoop::openOf(const CurlTransfer &transfer) const
{
    std::vector<curl_socket_t> open;
    for (const curl_socket_t fd : transfer.opened) {
        const Socket &socket = m_sockets[static_cast<size_t>(fd)];
        if (socket.isOwn && socket.gate == transfer.gate)
            open.push_back(fd);
    }
    return open;
}

int CurlLoop::countUse(quint64 connection, bool isNew)
{
    int &uses = m_uses[connection];
    uses = isNew ? 1 : uses + 1;
    return uses;
}

CurlLoop::Socket &CurlLoop::socket(curl_socket_t fd)
{
    const auto index = static_cast<size_t>(fd);
    if (m_sockets.size() <= index)
        m_sockets.resize(index + index / 2 + 16);
    return m_sockets[index];
}

int CurlLoop::closeSocket(void *self, curl_socket_t fd)
{
    Socket &socket = static_cast<CurlLoop *>(self)->socket(fd);
    const std::shared_ptr<StreamGate> gate = std::exchange(socket, {}).gate; // closing takes it out of the set, and frees its number
    if (gate)
        gate->closed(fd);
    return ::close(fd);
}

/// A connection that is kept is told as not wanted, and as wanted again with the next request. It stays in the set meanwhile: that saves
/// two system calls for each request. Not so what libcurl opened by itself (its resolver's), whose closing nobody tells.
int CurlLoop::socketChanged(CURL *, curl_socket_t fd, int what, void *self, void *)
{
    auto &loop = *static_cast<CurlLoop *>(self);
    Socket &socket = loop.socket(fd);
    socket.wanted = what == CURL_POLL_REMOVE ? 0 : (what & CURL_POLL_IN ? EPOLLIN : 0u) | (what & CURL_POLL_OUT ? EPOLLOUT : 0u);
    const quint32 unwanted = socket.registered & ~socket.wanted;
    const bool isIdle = socket.wanted == 0 && socket.isOwn;
    const bool isCovered = (socket.wanted & ~socket.registered) == 0 && (unwanted & EPOLLOUT) == 0 && socket.isOwn;
    if (!isIdle && !isCovered)
        loop.watch(fd, socket, socket.wanted);
    return 0;
}

void CurlLoop::watch(curl_socket_t fd, Socket &socket, quint32 events)
{
    epoll_event event{};
    event.events = events;
    event.data.fd = fd;
    if (events == 0) {
        epoll_ctl(m_epoll, EPOLL_CTL_DEL, fd, nullptr);
    } else if (epoll_ctl(m_epoll, socket.registered != 0 ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, fd, &event) != 0) {
        epoll_ctl(m_epoll, errno == ENOENT ? EPOLL_CTL_ADD : EPOLL_CTL_MOD, fd, &event); // its number was another's before
    }
    socket.registered = events;
}

int CurlLoop::timerChanged(CURLM *, long ms, void *self)
{
    auto &loop = *static_cast<CurlLoop *>(self);
    loop.m_dueNs = ms < 0 ? never : monotonicNs() + ms * 1'000'000;
    if (!loop.m_isInside)
        loop.arm();
    return 0;
}

void CurlLoop::postTurn()
{
    if (!std::exchange(m_isTurnPosted, true))
        QCoreApplication::postEvent(this, new QEvent(turnEvent));
}

bool CurlLoop::event(QEvent *event)
{
    if (event->type() != turnEvent)
        return QObject::event(event);
    m_isTurnPosted = false;
    turn();
    return true;
}

/// Most of libcurl's timers are never reached: one that is later than what is armed waits until that has fired.
void CurlLoop::arm()
{
    if (m_dueNs == never || m_dueNs >= m_armedNs)
        return;
    const qint64 ms = (m_dueNs - monotonicNs() + 999'999) / 1'000'000;
    if (ms <= 0) {
        postTurn();
        return;
    }
    m_armedNs = m_dueNs;
    m_timer.start(static_cast<int>(std::min<qint64>(ms, 86'400'000)));
}

void CurlLoop::turn()
{
    const std::shared_ptr<CurlLoop> keep = weak_from_this().lock();
    constexpr int mostPasses = 4;
    dispatch();
    for (int pass = 0; pass < mostPasses && m_dueNs <= monotonicNs(); ++pass)
        act(CURL_SOCKET_TIMEOUT, 0);
    settle();
    arm();
    announceAll();
}

void CurlLoop::act(curl_socket_t fd, int events)
{
    if (fd == CURL_SOCKET_TIMEOUT)
        m_dueNs = never;
    m_isInside = true;
    int running = 0;
    curl_multi_socket_action(m_multi, fd, events, &running);
    settleSending();
    m_isInside = false;
}

void CurlLoop::dispatch()
{
    constexpr int most = 256;
    std::array<epoll_event, most> events;
    const int count = epoll_wait(m_epoll, events.data(), most, 0);
    for (int i = 0; i < count; ++i) {
        const epoll_event &event = events[static_cast<size_t>(i)];
        const int fd = event.data.fd;
        Socket &socket = this->socket(fd);
        if ((event.events & (socket.wanted | EPOLLERR | EPOLLHUP)) == 0 || socket.wanted == 0) {
            watch(fd, socket, socket.wanted);
            continue;
        }
        const quint32 told = event.events & (EPOLLERR | EPOLLHUP) ? socket.wanted : event.events & socket.wanted;
        act(fd, (told & EPOLLIN ? CURL_CSELECT_IN : 0) | (told & EPOLLOUT ? CURL_CSELECT_OUT : 0));
    }
}

/// What callbacks led to, and what has ended.
void CurlLoop::settle()
{
    takeFinished();
    for (CurlTransfer *transfer : std::exchange(m_dropped, {})) {
        if (transfer->state == CurlTransfer::State::Dropped)
            remove(*transfer);
    }
    flushResets();
    for (CurlTransfer *transfer : std::exchange(m_waiting, {}))
        add(*transfer);
}

void CurlLoop::takeFinished()
{
    int left = 0;
    while (const CURLMsg *message = curl_multi_info_read(m_multi, &left)) {
        if (message->msg != CURLMSG_DONE)
            continue;
        const CURLcode result = message->data.result;
        void *owner = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &owner);
        auto &transfer = *static_cast<CurlTransfer *>(owner);
        if (transfer.wasForbiddenToOpen && transfer.exchange) {
            comeAgain(transfer);
            continue;
        }
        m_isInside = true; // it is this function that makes it idle
        if (transfer.exchange)
            transfer.exchange->onDone(result);
        m_isInside = false;
        std::erase(m_dropped, &transfer);
        remove(transfer);
    }
}

/// Nothing was sent: it goes back to where connections are dealt.
void CurlLoop::comeAgain(CurlTransfer &transfer)
{
    curl_multi_remove_handle(m_multi, transfer.easy);
    --m_running;
    transfer.wasForbiddenToOpen = false;
    const std::shared_ptr<StreamGate> gate = transfer.gate;
    gate->left(transfer);
    gate->enter(transfer);
}

} // namespace interleave
