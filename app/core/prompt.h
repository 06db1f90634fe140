// Text that a person edits and sends to a model, with optional system text and parameters. A value, any thread.
#pragma once

#include <QString>

#include <optional>

namespace interleave {

struct Prompt {
    QString text;
    QString system;                     ///< empty: none is sent
    std::optional<double> temperature;  ///< unset: not sent, the provider's default holds
    std::optional<int> maxOutputTokens; ///< unset: not sent

    bool operator==(const Prompt &) const = default;
};

} // namespace interleave
