// Requests of one HTTP/1.1 connection, parsed from bytes cut anywhere. Bodies by Content-Length or chunked. No I/O; a value
// of the server thread.
#pragma once

#include "simulator/http/http_message.h"

#include <optional>

namespace interleave {

class Http1Parser
{
public:
    enum class Progress { NeedsMore, Request, Bad };

    void feed(QByteArrayView bytes) { m_buffer.append(bytes.data(), bytes.size()); }
    /// The next request, when all of it is there. After Bad the connection is of no further use.
    Progress next(HttpRequest &request);

    int badStatus() const { return m_badStatus; }    ///< response that Bad deserves
    bool keepsAlive() const { return m_keepsAlive; } ///< of the last request
    bool isHttp10() const { return m_isHttp10; }     ///< of the last request: no chunked response
    /// The client waits for "100 Continue" before it sends the body. True once.
    bool takeExpectation();
    qsizetype buffered() const { return m_buffer.size(); }
    /// Of requests that were not given out yet.
    qsizetype held() const { return m_buffer.size() - m_at + m_request.body.size() + m_headBytes; }

private:
    enum class Stage { Head, Body, ChunkSize, ChunkData, ChunkEnd, Trailer };

    Progress bad(int status);
    Progress readHead();
    bool readRequestLine(QByteArrayView line);
    bool readFraming();
    bool readHost() const;
    bool readHeader(QByteArrayView line);
    /// The one value of a header that may not differ; unset: it does.
    std::optional<QByteArray> only(QByteArrayView name) const;
    /// A line without its end, or a null view.
    QByteArrayView takeLine();
    Progress takeBody();
    void takeBytes();
    bool readChunkSize(QByteArrayView line);
    void compact();

    QByteArray m_buffer;
    qsizetype m_at = 0;   ///< first byte not parsed yet
    qsizetype m_seen = 0; ///< bytes known to hold no end of line
    qsizetype m_headBytes = 0;
    Stage m_stage = Stage::Head;
    qint64 m_left = 0; ///< of the body or of the chunk
    HttpRequest m_request;
    bool m_hasRequestLine = false;
    bool m_isHttp10 = false;
    bool m_keepsAlive = true;
    bool m_expects = false;
    int m_badStatus = 400;
};

} // namespace interleave
