// The words of the traffic policy's choices in files and on the command line. Functions, any thread.
#pragma once

#include "core/traffic_policy.h"

#include <QString>

#include <algorithm>
#include <array>
#include <optional>

namespace interleave {

inline constexpr std::array<QLatin1StringView, 3> backoffNames{QLatin1StringView("none"), QLatin1StringView("exponential"),
                                                               QLatin1StringView("full_jitter")};
inline constexpr std::array<QLatin1StringView, 2> pacingNames{QLatin1StringView("even"), QLatin1StringView("burst")};

inline QLatin1StringView backoffName(Backoff backoff) { return backoffNames[static_cast<size_t>(backoff)]; }
inline QLatin1StringView pacingName(Pacing pacing) { return pacingNames[static_cast<size_t>(pacing)]; }

inline std::optional<Backoff> backoffFromName(QStringView name)
{
    const auto found = std::find(backoffNames.begin(), backoffNames.end(), name);
    return found == backoffNames.end() ? std::nullopt : std::optional(static_cast<Backoff>(found - backoffNames.begin()));
}
inline std::optional<Pacing> pacingFromName(QStringView name)
{
    const auto found = std::find(pacingNames.begin(), pacingNames.end(), name);
    return found == pacingNames.end() ? std::nullopt : std::optional(static_cast<Pacing>(found - pacingNames.begin()));
}

} // namespace interleave
