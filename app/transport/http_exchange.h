// One attempt of a call: a request, its response and the moments in between. Made by HttpClient::send(), owned by the
// caller (the environment), in the thread of its client. No coroutines here: the environment awaits it.
//
// Destroying it cancels: the connection is closed, the listener hears nothing more. That is safe at any time in its
// thread, inside the listener's functions too, and before or after its client. (The client itself must not be destroyed
// inside a listener's function.)
#pragma once

#include "core/phase.h"
#include "core/reply.h"
#include "providers/provider.h"

#include <QBasicTimer>
#include <QNetworkReply>
#include <QObject>

#include <chrono>
#include <memory>
#include <optional>

namespace interleave {

class HttpClient;

class HttpExchange final : public QObject
{
public:
    /// All times are CLOCK_MONOTONIC nanoseconds, read as the first thing when Qt tells, and never go backwards.
    class Listener
    {
    public:
        virtual ~Listener() = default;
        /// The phase before it ends at the same moment, so phases tile. Pool comes inside send(); Connect only when a new
        /// connection was opened; Send and Ttft; Stream with the first content chunk. When a connection kept from an
        /// earlier request turns out to be dead, or the server refuses a stream, the request is sent again at once: then Pool
        /// and so on come once more.
        virtual void phaseBegan(Phase phase, qint64 ns) = 0;
        virtual void chunk(WireChunk chunk, qint64 ns) = 0;
        /// Exactly once, from the event loop, never inside send(); nothing follows. `ns`: complete and decoded.
        virtual void finished(Reply reply, qint64 ns) = 0;
    };

    ~HttpExchange() override;

    /// Network replies that exist in this process: 0 when nothing is in flight and nothing leaked. Any thread.
    static int liveReplies();

    /// A body larger than this is not read to its end.
    static constexpr qint64 maximumBodyBytes = 32 * 1024 * 1024;

private:
    friend class HttpClient;
    struct Place {
        int origin = 0;
        int group = 0;
        bool operator==(const Place &) const = default;
    };
    HttpExchange(HttpClient &client, Place place, const WireRequest &request, std::unique_ptr<ResponseReader> reader, Listener &listener);

    void start(std::chrono::milliseconds timeout);
    void post(bool onNewConnection);
    bool sendAgain(QNetworkReply::NetworkError error, qint64 ns);
    void orphan(); // the client is going

    void onConnecting(qint64 ns);
    void onEncrypted(qint64 ns);
    void onSent(qint64 ns);
    void onHead();
    void onFinished(qint64 ns);
    void timerEvent(QTimerEvent *event) override;

    void enter(Phase phase, qint64 ns);
    bool deliver(std::vector<WireChunk> chunks, qint64 ns); // false: this is gone
    bool readBody(qint64 ns);                               // false: over, or this is gone
    void fail(Outcome outcome, const QString &error);
    void failWithoutHttp2();
    void conclude(Reply reply);
    void leaveReply();
    void leave();

    HttpClient *m_client;
    size_t m_index = 0; // among the client's exchanges
    const Place m_place;
    const WireRequest m_request;
    const std::unique_ptr<ResponseReader> m_reader;
    Listener &m_listener;
    QNetworkReply *m_reply = nullptr;
    QBasicTimer m_timeout;
    std::chrono::milliseconds m_timeoutAfter{0};
    int m_sentAgain = 0;
    Phase m_phase = Phase::Pool;
    int m_status = 0;
    bool m_isHttp2 = false;
    qint64 m_bodyBytes = 0;
    qint64 m_lastReadNs = 0;
    bool m_connected = false; // on a connection opened for it
    bool m_sent = false;
    bool *m_gone = nullptr; // set by the destructor while a function of ours calls the listener
};

} // namespace interleave
