// What one call brought back, and how it ended. A value, any thread.
#pragma once

#include "core/conversation.h"
#include "core/outcome.h"

#include <QString>

#include <optional>

namespace interleave {

/// Tokens as the server counted them, normalised: `input` includes cached ones, `output` includes thinking. Unset: the server
/// did not tell. Unknown is never zero.
struct Usage {
    std::optional<qint32> input{};
    std::optional<qint32> cached{};
    std::optional<qint32> output{};
    std::optional<qint32> thinking{};

    bool isTold() const { return input || output; }
    bool operator==(const Usage &) const = default;
};

/// What a response says about trying again, beyond what its status says by itself.
enum class RetryHint : quint8 {
    ByStatus,
    Retry, ///< the server asks for it
    Never, ///< a daily quota, the account's credit, or the server's own word
};

/// An attempt that ended without a byte of a response, for a reason that says that the server did not begin with it.
enum class NotTaken : quint8 {
    No,
    DeadConnection, ///< it was sent on a connection kept from an earlier request, which then closed
    Refused,        ///< HTTP/2: the server said that it did not process it (GOAWAY, REFUSED_STREAM)
};

struct Reply {
    Outcome outcome = Outcome::Cancelled;
    QString text;
    QString model;        ///< the one that answered, by its own word; empty: not told
    QString finishReason; ///< the provider's own word: "STOP", "MAX_TOKENS", ...
    Usage usage;
    int httpStatus = 0; ///< 0: no response line was read
    QString protocol;   ///< version of HTTP that the response came over: "1.1", "2"; empty: none came
    QString transport;  ///< "qnam" or "curl"; empty: none was used
    NotTaken notTaken = NotTaken::No;
    QString error; ///< one sentence; empty when ok
    QString note;  ///< one sentence on what came otherwise than it was asked for; empty: nothing
    QList<ToolCall> toolCalls;
    RetryHint retryHint = RetryHint::ByStatus;
    std::optional<double> retryAfterS; ///< delay that the server asked for before a retry, seconds
    int route = 0;                     ///< which of routesOf(scenario) it came over
    bool hasContent = false;           ///< at least one content chunk was read: the model had begun, and what it made is paid for

    bool operator==(const Reply &) const = default;
};

} // namespace interleave
