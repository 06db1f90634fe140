#include "core/phase.h"

namespace interleave {

static constexpr std::array<const char *, allPhases.size()> names{"startup", "limiter", "ready",  "pool",    "dns",     "connect", "tls",
                                                                  "send",    "ttft",    "stream", "backoff", "analyze", "tool",    "cache"};

QLatin1StringView phaseName(Phase phase) { return QLatin1StringView(names[static_cast<size_t>(phase)]); }

std::optional<Phase> phaseFromName(QStringView name)
{
    for (const Phase phase : allPhases) {
        if (name == phaseName(phase))
            return phase;
    }
    return std::nullopt;
}

} // namespace interleave
