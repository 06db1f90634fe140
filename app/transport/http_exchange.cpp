#include "transport/http_exchange.h"

#include "core/clock.h"
#include "providers/error_sentence.h"
#include "transport/network_sentence.h"
#include "transport/proxy.h"
#include "transport/qnam/flood_guard.h"
#include "transport/reply_budget.h"

#include <atomic>
#include <utility>

namespace interleave {

static std::atomic<int> live = 0;
static std::atomic<qint64> heldByAll = 0;

static bool isCredential(const QByteArray &header)
{
    const auto is = [&](const char *name) { return qstricmp(header.constData(), name) == 0; };
    return is("authorization") || is("x-api-key") || is("x-goog-api-key");
}

static QByteArray keyOf(const WireRequest &request)
{
    for (const auto &[name, value] : request.headers) {
        if (isCredential(name))
            return value.mid(value.lastIndexOf(' ') + 1);
    }
    return {};
}

/// A reply is what was measured, and stays as it is but for a whole key that the server repeats. A key of a few letters, as servers of
/// one's own take, may be any word.
static void takeWholeKeyOut(QString &text, const QByteArray &key)
{
    constexpr qsizetype secret = 12;
    if (key.size() >= secret && !text.isEmpty())
        text.replace(QString::fromLatin1(key), QStringLiteral("…"));
}

int HttpExchange::liveTransfers() { return live; }
void HttpExchange::countTransfer(int change) { live += change; }

HeldBytes::~HeldBytes() { set(0); }

bool HeldBytes::set(qint64 bytes)
{
    const qint64 change = bytes - std::exchange(m_bytes, bytes);
    return change == 0 || heldByAll.fetch_add(change, std::memory_order_relaxed) + change <= most || change < 0;
}

HttpExchange::HttpExchange(const WireRequest &request, std::unique_ptr<ResponseReader> reader, Listener &listener, Transport transport,
                           HttpChoice version)
    : m_request(request)
    , m_reader(std::move(reader))
    , m_listener(listener)
    , m_transport(transport)
    , m_version(version)
    , m_port(peerPortOf(request.url))
    , m_key(keyOf(request))
{
}

HttpExchange::~HttpExchange()
{
    if (m_gone)
        *m_gone = true;
}

void HttpExchange::begin(std::chrono::milliseconds timeout)
{
    m_timeoutAfter = timeout;
    m_lastNs = monotonicNs();
    if (timeout.count() > 0)
        startDeadline(Deadlines::ofThread(), m_lastNs + std::chrono::nanoseconds(timeout).count());
    m_listener.phaseBegan(Phase::Pool, m_lastNs);
}

bool HttpExchange::enter(Phase phase, qint64 ns)
{
    if (m_ending)
        return false;
    m_phase = phase;
    m_lastNs = std::max(m_lastNs, ns);
    bool gone = false;
    m_gone = &gone;
    m_listener.phaseBegan(phase, m_lastNs);
    if (!gone)
        m_gone = nullptr;
    return !gone;
}

bool HttpExchange::head(int status, const QString &protocol)
{
    m_status = status;
    m_protocol = protocol;
    FloodGuard::countHead(m_port);
    if (m_version != HttpChoice::Http2 || protocol == QLatin1StringView("2"))
        return true;
    failWithoutHttp2();
    return false;
}

/// What the chunks are too much for; empty: they may be kept. Each is kept as an event of the trace and as a part of the reply.
QString HttpExchange::excessOf(const std::vector<WireChunk> &chunks)
{
    constexpr qint64 ofEvent = 160;
    m_chunks += static_cast<qint64>(chunks.size());
    if (m_chunks > mostChunks)
        return QStringLiteral("The response of %1 came in more than %2 pieces and was not read to its end; ask for less, or not streamed.")
            .arg(hostAndPort(m_request.url))
            .arg(mostChunks);
    qint64 bytes = 0;
    for (const WireChunk &chunk : chunks)
        bytes += ofEvent + 2 * qint64(sizeof(QChar)) * chunk.text.size();
    if (reply_budget::take(bytes))
        return {};
    return QStringLiteral(
               "The replies of this run take more memory than it has for them (%1 MB), so no more is read; ask for shorter replies, "
               "or make fewer calls.")
        .arg(reply_budget::total() / 1'000'000);
}

bool HttpExchange::deliver(std::vector<WireChunk> chunks, qint64 ns)
{
    if (chunks.empty())
        return true;
    if (const QString excess = excessOf(chunks); !excess.isEmpty()) {
        Reply reply; // without its text, which is what was too much
        reply.outcome = Outcome::ProtocolError;
        reply.httpStatus = m_status;
        reply.error = excess;
        conclude(std::move(reply), Leaving::Cut);
        return false;
    }
    ns = std::max(ns, m_lastNs);
    if (m_phase != Phase::Stream && !enter(Phase::Stream, ns))
        return false;
    m_lastNs = ns;
    bool gone = false;
    m_gone = &gone;
    for (auto it = chunks.begin(); !gone && it != chunks.end(); ++it) {
        takeWholeKeyOut(it->text, m_key);
        m_listener.chunk(std::move(*it), ns);
    }
    if (!gone)
        m_gone = nullptr;
    return !gone;
}

/// False: all responses together hold too much, and this one is over.
bool HttpExchange::holds()
{
    constexpr qint64 usual = 64 * 1024; // of headers
    constexpr qint64 timesKept = 8;     // short lines take so much more memory than they have bytes
    if (m_held.set(m_reader->heldBytes() + timesKept * std::max<qint64>(0, m_headerBytes - usual)))
        return true;
    fail(Outcome::ProtocolError,
         QStringLiteral("The responses that are being read take more than %1 MB before they are complete, so no more of the one of %2 is "
                        "read; lower the concurrency, or ask for shorter replies.")
             .arg(HeldBytes::most / 1'000'000)
             .arg(hostAndPort(m_request.url)));
    return false;
}

bool HttpExchange::countHeader(qsizetype bytes)
{
    constexpr qint64 most = 1'000'000; // libcurl bounds a head, but no trailers
    m_headerBytes += bytes;
    if (m_ending)
        return false;
    if (m_headerBytes <= most)
        return holds();
    fail(Outcome::ProtocolError,
         QStringLiteral("%1 sent more than 1 MB of headers or trailers, which were not read to their end; check the server.")
             .arg(hostAndPort(m_request.url)));
    return false;
}

bool HttpExchange::body(const QByteArray &bytes, qint64 ns)
{
    if (m_ending)
        return false;
    if (bytes.isEmpty())
        return true;
    m_lastReadNs = ns;
    m_bodyBytes += bytes.size();
    FloodGuard::countBody(m_port, bytes.size());
    if (m_bodyBytes > maximumBodyBytes) {
        fail(Outcome::ProtocolError, QStringLiteral("The response of %1 is larger than 8 MB and was not read to its end; ask for less.")
                                         .arg(hostAndPort(m_request.url)));
        return false;
    }
    if (!deliver(m_reader->feed(bytes), ns))
        return false;
    if (!holds())
        return false;
    if (!m_reader->isComplete())
        return true;
    if (deliver(m_reader->endOfBody(m_status), ns))
        conclude(m_reader->finish(m_status), Leaving::AtEndMark);
    return false;
}

void HttpExchange::endOfBody(qint64 ns)
{
    if (m_ending)
        return;
    // What only the end completed was complete with the last bytes read, not when the library got round to say so.
    if (deliver(m_reader->endOfBody(m_status), m_lastReadNs != 0 ? m_lastReadNs : ns))
        conclude(m_reader->finish(m_status), Leaving::Done);
}

void HttpExchange::fail(Outcome outcome, const QString &error, NotTaken notTaken)
{
    if (m_ending)
        return;
    Reply reply;
    if (m_status != 0)
        reply = m_reader->finish(m_status);
    if (reply.outcome != Outcome::Ok) {
        reply.outcome = outcome;
        reply.error = error;
        reply.notTaken = notTaken;
    }
    conclude(std::move(reply), Leaving::Cut);
}

void HttpExchange::failWithoutHttp2()
{
    fail(Outcome::ProtocolError,
         QStringLiteral("%1 does not speak HTTP/2; choose HTTP version auto or 1.1 (--http), or check the base URL.")
             .arg(hostAndPort(m_request.url)));
}

QString HttpExchange::timeoutAdvice() const { return QStringLiteral("raise the timeout, or lower the load"); }

void HttpExchange::deadlineReached()
{
    fail(Outcome::Timeout, QStringLiteral("No complete response from %1 within %2 s; %3.")
                               .arg(hostAndPort(m_request.url))
                               .arg(static_cast<double>(m_timeoutAfter.count()) / 1000)
                               .arg(timeoutAdvice()));
}

static void takeKeyOut(Reply &reply, const QByteArray &key)
{
    for (QString *words : {&reply.error, &reply.note, &reply.model, &reply.finishReason})
        *words = withoutKey(std::move(*words), key);
    takeWholeKeyOut(reply.text, key);
}

void HttpExchange::conclude(Reply reply, Leaving how)
{
    stopDeadline();
    if (m_status != 0)
        reply.protocol = m_protocol;
    reply.transport = transportName(m_transport);
    if (!m_key.isEmpty())
        takeKeyOut(reply, m_key);
    m_held.set(0);
    m_ending.emplace(std::move(reply), std::max(m_lastNs, monotonicNs()));
    leaveNetwork(how);
    announceSoon();
}

void HttpExchange::announce()
{
    m_listener.finished(std::move(m_ending->first), m_ending->second); // last: it may destroy this
}

} // namespace interleave
