// One attempt of a call: a request, its response and the moments in between. Made by HttpClient::send(), owned by the
// caller (the environment), in the thread of its client. No coroutines here: the environment awaits it. This is what both
// transports share: the reader is fed, the end of a reply is found, limits of time and size are kept, keys taken out of sentences.
//
// Destroying it cancels: the connection is closed (the stream, with HTTP/2), the listener hears nothing more. That is safe at
// any time in its thread, inside the listener's functions too, and before or after its client. (The client itself must not be
// destroyed inside a listener's function.)
#pragma once

#include "core/endpoint.h"
#include "core/phase.h"
#include "core/reply.h"
#include "providers/provider.h"
#include "transport/deadlines.h"

#include <chrono>
#include <memory>
#include <optional>

namespace interleave {

/// What one response holds until it is complete, counted with all others of this process: they are bounded together, since how many are
/// under way is the user's choice and how long they get the servers'.
class HeldBytes
{
public:
    static constexpr qint64 most = 32'000'000;

    HeldBytes() = default;
    ~HeldBytes();
    HeldBytes(const HeldBytes &) = delete;
    HeldBytes &operator=(const HeldBytes &) = delete;
    /// False: it is more than before, and all together are too many.
    bool set(qint64 bytes);

private:
    qint64 m_bytes = 0;
};

class HttpExchange : private Deadline
{
public:
    /// All times are CLOCK_MONOTONIC nanoseconds, read as the first thing when the library tells, and never go backwards.
    class Listener
    {
    public:
        virtual ~Listener() = default;
        /// The phase before it ends at the same moment, so phases tile. Pool comes inside send(); Dns (where a name is looked
        /// up), Connect and Tls (libcurl tells it apart) only when a new connection is opened; Send and Ttft; Stream with the
        /// first content chunk. Each at most once.
        virtual void phaseBegan(Phase phase, qint64 ns) = 0;
        virtual void chunk(WireChunk chunk, qint64 ns) = 0;
        /// Exactly once, from the event loop, never inside send(); nothing follows. `ns`: complete and decoded.
        virtual void finished(Reply reply, qint64 ns) = 0;
    };

    ~HttpExchange() override;

    /// Requests that a library still works on in this process: 0 when nothing is in flight and nothing leaked. Any thread.
    static int liveTransfers();

    /// A body larger than this is not read to its end.
    static constexpr qint64 maximumBodyBytes = 8 * 1024 * 1024;
    /// A reply in more pieces of content is cut: each is kept.
    static constexpr int mostChunks = 100'000;

protected:
    HttpExchange(const WireRequest &request, std::unique_ptr<ResponseReader> reader, Listener &listener, Transport transport,
                 HttpChoice version);

    /// Pool begins now, and the time runs.
    void begin(std::chrono::milliseconds timeout);

    // What the library tells. Where a function says so, its result false means: over, or this is gone; return at once.
    bool enter(Phase phase, qint64 ns);
    bool head(int status, const QString &protocol);
    void header(const QByteArray &name, const QByteArray &value) { m_reader->header(name, value); }
    bool body(const QByteArray &bytes, qint64 ns);
    /// A line of a head or of trailers, which the library keeps. False: over.
    bool countHeader(qsizetype bytes);
    /// The body is complete.
    void endOfBody(qint64 ns);
    /// Ends before the body did. What came is kept; if it was a whole reply after all, it counts as one.
    void fail(Outcome outcome, const QString &error, NotTaken notTaken = NotTaken::No);
    void failWithoutHttp2();

    // What it does.
    enum class Leaving { Done, Cut, AtEndMark };
    /// Nothing of this exchange is to be heard any more. Done: the library has finished. Cut: the answer is not wanted. AtEndMark:
    /// the reply is whole, though its body has not ended: what still follows is drained, or dropped with its connection.
    virtual void leaveNetwork(Leaving how) = 0;
    /// Calls announce(), from the event loop.
    virtual void announceSoon() = 0;
    virtual QString timeoutAdvice() const;
    /// May destroy this.
    void announce();

    Phase phase() const { return m_phase; }
    int status() const { return m_status; }
    const WireRequest &request() const { return m_request; }
    bool isOver() const { return m_ending.has_value(); }
    bool demandsHttp2() const { return m_version == HttpChoice::Http2; }
    static void countTransfer(int change);
    void stopTimeout() { stopDeadline(); }

private:
    void deadlineReached() override;
    bool deliver(std::vector<WireChunk> chunks, qint64 ns);
    bool holds();
    QString excessOf(const std::vector<WireChunk> &chunks);
    void conclude(Reply reply, Leaving how);

    const WireRequest m_request;
    const std::unique_ptr<ResponseReader> m_reader;
    Listener &m_listener;
    const Transport m_transport;
    const HttpChoice m_version;
    std::chrono::milliseconds m_timeoutAfter{0};
    Phase m_phase = Phase::Pool;
    int m_status = 0;
    const int m_port;
    const QByteArray m_key; // empty: none is sent
    HeldBytes m_held;
    QString m_protocol;
    qint64 m_bodyBytes = 0;
    qint64 m_headerBytes = 0;
    qint64 m_chunks = 0;
    qint64 m_lastNs = 0;                              // of the last phase or chunk
    qint64 m_lastReadNs = 0;                          // of the last bytes of the body
    std::optional<std::pair<Reply, qint64>> m_ending; // until it is announced
    bool *m_gone = nullptr;                           // set by the destructor while a function of ours calls the listener
};

} // namespace interleave
