// HTTP/2 on one connection, by libnghttp2: many requests at once, each a stream with an exchange of its own. Frames are sent
// as soon as the exchange writes, as long as the socket and the client's flow control take them. Server thread only.
#pragma once

#include "simulator/http/http2_stream.h"
#include "simulator/http/http_session.h"

#include <deque>
#include <unordered_map>
#include <utility>
#include <vector>

struct nghttp2_session;

namespace interleave {

class Connection;

class Http2Session final : public HttpSession
{
public:
    using Fields = std::vector<std::pair<QByteArray, QByteArray>>;

    Http2Session(Connection &connection, Service &service);
    bool feed(QByteArrayView bytes, qint64 nowNs) override;
    void advance() override;
    void drained() override;
    qsizetype held() const override { return m_held; }
    bool isAnswering() const override;

    /// For the streams. The head goes with the next flush, its body is taken from the stream.
    void sendHead(qint32 id, int status, const Fields &fields);
    void resume(qint32 id);
    void resetStream(qint32 id);
    /// Sends what can be sent. May destroy streams whose response is complete.
    void flush();
    void tellWhenDrained(qint32 id) { m_waiting.push_back(id); }
    qsizetype pending() const;
    void hold(qsizetype bytes) { m_held += bytes; }

private:
    struct Callbacks; // what nghttp2 calls
    struct Deleter {
        void operator()(nghttp2_session *session) const;
    };

    Http2Stream *find(qint32 id) const;
    void tellDrained();

    Connection &m_connection;
    Service &m_service;
    qsizetype m_held = 0;
    std::unordered_map<qint32, std::unique_ptr<Http2Stream>> m_streams;
    std::deque<qint32> m_complete; ///< requests to be answered, in order of arrival; may hold streams that are gone
    std::vector<qint32> m_waiting; ///< streams whose exchange waits for the client; likewise
    qint64 m_readNs = 0;           ///< when the latest bytes arrived
    std::unique_ptr<nghttp2_session, Deleter> m_session;
};

} // namespace interleave
