// Bodies of compatible servers, as the tests of the wire's kinds write them: JSON in 'single' quotes.
#pragma once

#include "reading.h"

namespace interleave::test {

inline QByteArray sse(const QByteArray &json) { return "data: " + json + "\n\n"; }

inline QByteArray chunk(const QByteArray &delta, const char *rest = "'finish_reason':null")
{
    return quoted("{'choices':[{'index':0,'delta':") + quoted(delta.constData()) + "," + quoted(rest) + "}]}";
}
inline QByteArray usage(const char *usage) { return quoted("{'choices':[],'usage':") + quoted(usage) + "}"; }
inline const QByteArray stop = chunk("{}", "'finish_reason':'stop'");
inline QByteArray sseOf(const QByteArrayList &json)
{
    QByteArray body;
    for (const QByteArray &one : json)
        body += sse(one);
    return body;
}

} // namespace interleave::test
