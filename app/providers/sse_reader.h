// Splits a stream of server-sent events into events (WHATWG HTML, section "Server-sent events"). Used by every provider's stream reader,
// one per response. Works on bytes: CRLF pairs and UTF-8 sequences do fall across reads of a socket. A value, in the thread of its
// response.
#pragma once

#include <QByteArray>

#include <vector>

namespace interleave {

class SseReader
{
public:
    struct Event {
        QByteArray name;     ///< empty: the stream named none
        QByteArray data;     ///< data lines, joined by a line feed
        qint64 serverNs = 0; ///< from the comment ": mono_ns=N" before it, else 0
    };

    /// Bytes cut anywhere. Returns the events whose closing blank line they brought.
    std::vector<Event> feed(const QByteArray &bytes);
    qsizetype heldBytes() const { return m_line.size() + m_event.data.size(); }
    /// Bytes of an event without its closing blank line remain: the stream was cut.
    bool hasRest() const { return !m_line.isEmpty() || m_hasData; }

private:
    void readLine(std::vector<Event> &events);
    void readField(QByteArrayView name, QByteArrayView value);

    QByteArray m_line; // what was read of the current line
    Event m_event;
    bool m_hasData = false;
    bool m_skipLineFeed = false; // the last byte was a CR: an LF now belongs to it
    bool m_first = true;         // a byte order mark may lead the first line
};

} // namespace interleave
