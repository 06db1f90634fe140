// Splits bytes into the JSON objects at their top: one object, or those of one array. For replies that do not come as events: a server
// that ignores that a stream was asked for, an error in its place, Gemini's array. Used by ReplyReader, one per response; works on bytes,
// cut anywhere. It finds where an object ends, not whether it is right. A value, in the thread of its response.
#pragma once

#include <QByteArray>

#include <vector>

namespace interleave {

class JsonObjects
{
public:
    /// The objects whose last brace these bytes brought. Nothing is read behind the end (isClosed()).
    std::vector<QByteArray> feed(const QByteArray &bytes);

    /// One object, or the array, has ended.
    bool isClosed() const { return m_depth == 0 && (m_inArray ? m_arrayEnded : m_count > 0); }
    bool isArray() const { return m_inArray; }
    /// Bytes up to and with the end, or all so far.
    qsizetype size() const { return m_size; }
    /// Something other than objects was found before the end; nothing is read behind it.
    bool isBroken() const { return m_isBroken; }
    int count() const { return m_count; }
    qsizetype heldBytes() const { return m_object.size(); }

private:
    void between(char c);
    qsizetype within(QByteArrayView bytes);

    QByteArray m_object; // what was read of it
    qsizetype m_size = 0;
    int m_depth = 0; // of braces and brackets within an object
    int m_count = 0;
    bool m_inArray = false;
    bool m_arrayEnded = false;
    bool m_inString = false;
    bool m_isEscaped = false;
    bool m_isBroken = false;
};

} // namespace interleave
