// Faults that a request asks to meet by the prefix "/faults/NAME" before its path. A value; any thread.
#pragma once

#include <QByteArray>
#include <QByteArrayList>

#include <optional>

namespace interleave {

enum class Fault {
    None,
    RateLimitOnce, ///< 429 the first time, served when the same request comes again
    RateLimit,     ///< always 429
    Overloaded,    ///< always 503
    ServerError,   ///< always 500
    StreamError,   ///< half of the chunks, then an error event; not streamed: 503 after the service time
    Cut,           ///< half of the reply, then the connection closes in mid-body
    SilentCut,     ///< half of the reply, then a clean end without a finish reason
    Malformed,     ///< JSON that does not parse, in the middle of a stream
    Slow,          ///< ten times as slow
    Hang,          ///< never answered
    Reset,         ///< the connection is reset when the first token is due
    Huge,          ///< a reply of 64 MB
    WrongType,     ///< well-formed JSON whose fields have the wrong types
};

std::optional<Fault> faultFromName(const QByteArray &name);
QByteArrayList faultNames();

} // namespace interleave
