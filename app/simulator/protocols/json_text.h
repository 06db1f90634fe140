// JSON written straight into bytes: the server writes thousands of small objects a second, ten times cheaper than through
// QJsonObject. Any thread.
#pragma once

#include <QByteArray>
#include <QString>

namespace interleave {

/// Appends the text as a JSON string, quotes included.
inline void appendJsonString(QByteArray &out, QStringView text)
{
    constexpr char hex[] = "0123456789abcdef";
    out += '"';
    for (const char c : text.toUtf8()) {
        if (c == '"' || c == '\\')
            (out += '\\') += c;
        else if (c == '\n')
            out += "\\n";
        else if (static_cast<unsigned char>(c) < 0x20)
            ((out += "\\u00") += hex[c >> 4]) += hex[c & 15];
        else
            out += c;
    }
    out += '"';
}

} // namespace interleave
