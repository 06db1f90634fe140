// One request and its response on an HTTP/2 connection: gathers the request, keeps the exchange that answers it, and holds the
// body until the client's flow control lets it go. Made and destroyed by Http2Session. Server thread only.
#pragma once

#include "simulator/http/http_message.h"
#include "simulator/service/service.h"

#include <memory>

namespace interleave {

class Http2Session;

class Http2Stream final : private ResponseSink
{
public:
    Http2Stream(Http2Session &session, qint32 id)
        : m_session(session)
        , m_id(id)
    {
    }

    ~Http2Stream() { release(); }
    Q_DISABLE_COPY_MOVE(Http2Stream)

    void addHeader(QByteArrayView name, QByteArrayView value);
    /// False: larger than any request may be.
    bool addBody(QByteArrayView bytes);
    void complete(qint64 nowNs) { m_request.receivedNs = nowNs; }
    bool isAnswering() const { return m_exchange != nullptr; }
    /// May destroy this.
    void answerBy(Service &service);

    /// Up to `size` bytes of the body for a frame; 0: none there yet. `end`: these are the last.
    qsizetype takeBody(char *target, qsizetype size, bool &end);
    qsizetype pending() const override;
    /// May destroy this.
    void drained();

private:
    void answer(const Answer &answer, Stamp stamp) override;
    void begin(int status, const QByteArray &contentType, const HeaderList &headers) override;
    void write(const QByteArray &piece) override;
    void finish(const QByteArray &lastPiece) override;
    void abandon(Abandon how) override;

    void hold(qsizetype bytes);
    void release();
    void put(const QByteArray &piece);
    void end();

    Http2Session &m_session;
    const qint32 m_id;
    HttpRequest m_request;
    qsizetype m_held = 0; ///< bytes of it
    QByteArray m_body;    ///< what no frame took yet
    qsizetype m_taken = 0;
    bool m_atEnd = false; ///< no more of the body will come
    std::unique_ptr<Exchange> m_exchange;
};

} // namespace interleave
