// What one call brought back, and how it ended. A value, any thread.
#pragma once

#include "core/outcome.h"

#include <QString>

namespace interleave {

/// Tokens as the server counted them, normalised: `input` includes cached ones, `output` includes thinking.
struct Usage {
    qint32 input = 0;
    qint32 cached = 0;
    qint32 output = 0;
    qint32 thinking = 0;

    bool operator==(const Usage &) const = default;
};

struct Reply {
    Outcome outcome = Outcome::Cancelled;
    QString text;
    QString finishReason; ///< the provider's own word: "STOP", "MAX_TOKENS", ...
    Usage usage;
    int httpStatus = 0; ///< 0: no response line was read
    QString error;      ///< one sentence; empty when ok

    bool operator==(const Reply &) const = default;
};

} // namespace interleave
