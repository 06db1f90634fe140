// A request as the service sees it and the ways to respond, the same for every version of HTTP: a session
// makes the request and implements the sink. Server thread only.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <utility>

namespace interleave {

using HeaderList = QList<std::pair<QByteArray, QByteArray>>;

struct HttpRequest {
    QByteArray id; ///< unique per server, given by the service
    QByteArray method;
    QByteArray path;    ///< percent-decoded, without the query
    QByteArray query;   ///< without the question mark
    HeaderList headers; ///< names in lower case
    QByteArray body;
    qint64 receivedNs = 0; ///< when its last byte was read, CLOCK_MONOTONIC

    static constexpr qint64 mostBodyBytes = 64LL * 1024 * 1024;

    /// Path and query from what the request names, percent-encoded.
    void setTarget(const QByteArray &target)
    {
        const qsizetype question = target.indexOf('?');
        query = question < 0 ? QByteArray() : target.mid(question + 1);
        path = target.left(question < 0 ? target.size() : question);
        if (path.contains('%'))
            path = QByteArray::fromPercentEncoding(path);
    }

    /// Null: not sent.
    QByteArray header(QByteArrayView name) const
    {
        for (const auto &[key, value] : headers) {
            if (key == name)
                return value;
        }
        return {};
    }
};

/// A whole response.
struct Answer {
    int status = 200;
    QByteArray body;
    QByteArray contentType = "application/json";
    HeaderList headers = {}; ///< beside those that every response has
};

/// Where one response goes. The calls that end it (answer, finish, abandon) may destroy the exchange that made them, so
/// they are the last thing it does.
class ResponseSink
{
public:
    enum class Stamp { None, SendTime }; ///< SendTime: header "x-mono-ns", CLOCK_MONOTONIC at the send
    enum class Abandon { Close, Reset };

    virtual void answer(const Answer &answer, Stamp stamp = Stamp::None) = 0;
    /// A body of unknown length: sent together with its first piece.
    virtual void begin(int status, const QByteArray &contentType, const HeaderList &headers) = 0;
    virtual void write(const QByteArray &piece) = 0;
    virtual void finish(const QByteArray &lastPiece = {}) = 0;
    /// The connection (HTTP/2: the stream) goes away before the response is complete.
    virtual void abandon(Abandon how) = 0;
    /// Bytes that the client was too slow to take; Exchange::drained() follows.
    virtual qsizetype pending() const = 0;

protected:
    ~ResponseSink() = default;
};

/// One request being answered. Destroying it cancels it: that is how a client that leaves frees its slot.
class Exchange
{
public:
    virtual ~Exchange() = default;
    virtual void start() = 0; ///< called once, when the sink is ready
    virtual void drained() {} ///< the client took all that was pending
};

} // namespace interleave
