#include "providers/sse_reader.h"

#include <QByteArrayView>

#include <utility>

namespace interleave {

std::vector<SseReader::Event> SseReader::feed(const QByteArray &bytes)
{
    std::vector<Event> events;
    const char *at = bytes.constData();
    const char *const end = at + bytes.size();
    while (at != end) {
        if (std::exchange(m_skipLineFeed, false) && *at == '\n') {
            ++at;
            continue;
        }
        const char *stop = at;
        while (stop != end && *stop != '\n' && *stop != '\r')
            ++stop;
        m_line.append(at, stop - at);
        if (stop == end)
            break;
        m_skipLineFeed = *stop == '\r';
        readLine(events);
        at = stop + 1;
    }
    return events;
}

void SseReader::readLine(std::vector<Event> &events)
{
    if (std::exchange(m_first, false) && m_line.startsWith("\xef\xbb\xbf"))
        m_line.remove(0, 3);
    if (m_line.isEmpty()) {
        if (std::exchange(m_hasData, false))
            events.push_back(std::exchange(m_event, {}));
        else
            m_event.name.clear(); // no event without data; a stamp still holds for the next one
        return;
    }
    const QByteArrayView line(m_line);
    const qsizetype colon = line.indexOf(':');
    QByteArrayView value = colon < 0 ? QByteArrayView() : line.sliced(colon + 1);
    if (value.startsWith(' '))
        value = value.sliced(1);
    readField(colon < 0 ? line : line.first(colon), value);
    m_line.resize(0); // keeps its memory for the next line
}

void SseReader::readField(QByteArrayView name, QByteArrayView value)
{
    constexpr QByteArrayView stamp("mono_ns=");
    if (name == "data") {
        if (m_hasData)
            m_event.data += '\n';
        m_event.data += value;
        m_hasData = true;
    } else if (name == "event") {
        m_event.name = value.toByteArray();
    } else if (name.isEmpty() && value.startsWith(stamp)) {
        m_event.serverNs = value.sliced(stamp.size()).trimmed().toByteArray().toLongLong();
    }
}

} // namespace interleave
