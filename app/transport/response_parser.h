// Reads one HTTP/1.1 response out of the bytes of a connection, however they are cut. No I/O. Used by PlainReply, in its thread.
#pragma once

#include <QByteArray>
#include <QByteArrayView>
#include <QList>

#include <utility>

namespace interleave {

class ResponseParser
{
public:
    enum class State {
        Head, ///< of this response, or of an interim one (1xx) before it
        Body,
        Done,
        NotHttp, ///< what came does not begin like a response
        Broken   ///< it breaks the rules of HTTP
    };

    /// What the connection read; what that holds of the body is appended to `body`. Nothing more is taken after Done.
    State feed(QByteArrayView bytes, QByteArray &body);
    /// The server closed the connection. Done when that ends the body; else the response is incomplete.
    State close();

    // From Body on:
    int status() const { return m_status; }
    const QList<std::pair<QByteArray, QByteArray>> &headers() const { return m_headers; }

    /// After Done: the connection can serve another request.
    bool keepsConnection() const { return m_keeps; }

private:
    enum class Part { StatusLine, Field, Counted, UntilClose, ChunkSize, Chunk, ChunkEnd, Trailer, Done, NotHttp, Broken };

    State state() const;
    bool takesLines() const;
    /// The part that follows a line without its end.
    Part afterLine(QByteArrayView line);
    Part afterStatusLine(QByteArrayView line);
    Part afterField(QByteArrayView line);
    Part afterHead();
    Part afterChunkSize(QByteArrayView line);

    Part m_part = Part::StatusLine;
    QByteArray m_line; // the part of a line that came, while its end is missing
    qsizetype m_headBytes = 0;
    qint64 m_left = 0; // of the body or of the chunk
    int m_status = 0;
    bool m_keeps = true;
    QList<std::pair<QByteArray, QByteArray>> m_headers;
};

} // namespace interleave
