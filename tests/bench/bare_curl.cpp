#include "bare_curl.h"

#include <QElapsedTimer>
#include <QThread>

#include <curl/curl.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

namespace interleave::bench {

namespace {

class BareCurlLoop
{
public:
    BareCurlLoop(const QString &url, const QByteArray &body, int calls, int inFlight)
        : m_url(url.toUtf8())
        , m_body(body)
        , m_left(calls)
        , m_running(calls)
        , m_epoll(epoll_create1(EPOLL_CLOEXEC))
        , m_multi(curl_multi_init())
    {
        m_headers = curl_slist_append(m_headers, "Content-Type: application/json");
        m_headers = curl_slist_append(m_headers, "Expect:");
        curl_multi_setopt(m_multi, CURLMOPT_MAXCONNECTS, long(inFlight + 64)); // else it opens a connection for each call
        curl_multi_setopt(m_multi, CURLMOPT_SOCKETFUNCTION, &watch);
        curl_multi_setopt(m_multi, CURLMOPT_SOCKETDATA, this);
        for (int i = 0; i < std::min(calls, inFlight); ++i)
            m_calls.push_back(std::make_unique<Call>());
    }
    ~BareCurlLoop()
    {
        for (const auto &call : m_calls)
            curl_easy_cleanup(call->handle);
        curl_multi_cleanup(m_multi);
        curl_slist_free_all(m_headers);
        close(m_epoll);
    }

    BareResult run()
    {
        QElapsedTimer clock;
        clock.start();
        for (const auto &call : m_calls)
            post(*call);
        int running = 0;
        curl_multi_socket_action(m_multi, CURL_SOCKET_TIMEOUT, 0, &running);
        std::array<epoll_event, 256> events;
        while (m_running > 0) {
            long timeoutMs = -1;
            curl_multi_timeout(m_multi, &timeoutMs);
            const int count = epoll_wait(m_epoll, events.data(), int(events.size()), timeoutMs < 0 ? 1000 : int(timeoutMs));
            for (int i = 0; i < count; ++i) {
                const epoll_event &event = events[size_t(i)];
                const int what = (event.events & EPOLLIN ? CURL_CSELECT_IN : 0) | (event.events & EPOLLOUT ? CURL_CSELECT_OUT : 0);
                curl_multi_socket_action(m_multi, event.data.fd, what, &running);
            }
            if (count == 0)
                curl_multi_socket_action(m_multi, CURL_SOCKET_TIMEOUT, 0, &running);
            takeFinished();
        }
        m_result.makespanS = double(clock.nsecsElapsed()) / 1e9;
        return m_result;
    }

private:
    struct Call {
        CURL *handle = curl_easy_init();
        QByteArray reply;
    };

    static size_t write(char *data, size_t size, size_t count, void *call)
    {
        static_cast<Call *>(call)->reply.append(data, qsizetype(size * count));
        return size * count;
    }

    static int watch(CURL *, curl_socket_t socket, int what, void *self, void *known)
    {
        BareCurlLoop &loop = *static_cast<BareCurlLoop *>(self);
        epoll_event event{};
        event.data.fd = socket;
        event.events = (what & CURL_POLL_IN ? EPOLLIN : 0u) | (what & CURL_POLL_OUT ? EPOLLOUT : 0u);
        epoll_ctl(loop.m_epoll, what == CURL_POLL_REMOVE ? EPOLL_CTL_DEL : known ? EPOLL_CTL_MOD : EPOLL_CTL_ADD, socket, &event);
        curl_multi_assign(loop.m_multi, socket, what == CURL_POLL_REMOVE ? nullptr : &loop);
        return 0;
    }

    void post(Call &call)
    {
        --m_left;
        call.reply.clear();
        curl_easy_setopt(call.handle, CURLOPT_URL, m_url.constData());
        curl_easy_setopt(call.handle, CURLOPT_HTTPHEADER, m_headers);
        curl_easy_setopt(call.handle, CURLOPT_POSTFIELDSIZE, long(m_body.size()));
        curl_easy_setopt(call.handle, CURLOPT_POSTFIELDS, m_body.constData());
        curl_easy_setopt(call.handle, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(call.handle, CURLOPT_WRITEFUNCTION, &write);
        curl_easy_setopt(call.handle, CURLOPT_WRITEDATA, &call);
        curl_easy_setopt(call.handle, CURLOPT_PRIVATE, &call);
        curl_multi_add_handle(m_multi, call.handle);
    }

    void takeFinished()
    {
        int queued = 0;
        while (const CURLMsg *message = curl_multi_info_read(m_multi, &queued)) {
            CURL *handle = message->easy_handle;
            const bool ok = message->data.result == CURLE_OK;
            Call *call = nullptr;
            curl_easy_getinfo(handle, CURLINFO_PRIVATE, &call);
            curl_multi_remove_handle(m_multi, handle);
            m_result.failed += !ok || call->reply.isEmpty();
            --m_running;
            if (m_left > 0)
                post(*call);
        }
    }

    const QByteArray m_url, m_body;
    int m_left, m_running;
    int m_epoll;
    CURLM *m_multi;
    curl_slist *m_headers = nullptr;
    std::vector<std::unique_ptr<Call>> m_calls;
    BareResult m_result;
};

} // namespace

BareResult runBareCurl(const QString &url, const QByteArray &body, int calls, int inFlight)
{
    BareResult result;
    const std::unique_ptr<QThread> thread(QThread::create([&] { result = BareCurlLoop(url, body, calls, inFlight).run(); }));
    thread->start();
    thread->wait();
    return result;
}

} // namespace interleave::bench
