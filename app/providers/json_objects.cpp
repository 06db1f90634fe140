#include "providers/json_objects.h"

#include <utility>

namespace interleave {

/// A byte between objects.
void JsonObjects::between(char c)
{
    const auto is = [c](const char *set) { return QByteArrayView(set).contains(c); };
    if (c == '{' && !m_arrayEnded)
        m_depth = 1;
    else if (c == '[' && !m_inArray && m_count == 0)
        m_inArray = true;
    else if (c == ']' && m_inArray)
        m_arrayEnded = true;
    else if (!is(" \t\r\n\x1e\xef\xbb\xbf") && (c != ',' || !m_inArray)) // 0x1e: RFC 7464; the last three: a byte order mark
        m_isBroken = !isClosed();
}

/// Bytes within an object, up to and with its last brace. Returns how many.
qsizetype JsonObjects::within(QByteArrayView bytes)
{
    qsizetype i = 0;
    while (i < bytes.size() && m_depth > 0) {
        const char c = bytes[i++];
        if (m_inString) {
            const bool isEscape = c == '\\' && !m_isEscaped;
            m_inString = c != '"' || m_isEscaped;
            m_isEscaped = isEscape;
        } else if (c == '"') {
            m_inString = true;
        } else if (c == '{' || c == '[') {
            ++m_depth;
        } else if (c == '}' || c == ']') {
            --m_depth;
        }
    }
    return i;
}

std::vector<QByteArray> JsonObjects::feed(const QByteArray &bytes)
{
    std::vector<QByteArray> objects;
    for (qsizetype i = 0; i < bytes.size() && !m_isBroken && !isClosed();) {
        const qsizetype from = i;
        if (m_depth == 0)
            between(bytes[i++]);
        const bool isWithin = m_depth > 0;
        i += within(QByteArrayView(bytes).sliced(i));
        m_size += i - from;
        if (!isWithin)
            continue;
        m_object.append(bytes.constData() + from, i - from);
        if (m_depth == 0) {
            ++m_count;
            objects.push_back(std::exchange(m_object, {}));
        }
    }
    return objects;
}

} // namespace interleave
