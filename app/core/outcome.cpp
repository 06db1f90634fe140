#include "core/outcome.h"

namespace interleave {

struct OutcomeWords {
    const char *name;
    const char *title;
};
static constexpr std::array<OutcomeWords, allOutcomes.size()> words{{{"ok", "ok"},
                                                                     {"cache_hit", "cache hit"},
                                                                     {"http_error", "HTTP error"},
                                                                     {"network_error", "network error"},
                                                                     {"protocol_error", "protocol error"},
                                                                     {"timeout", "timeout"},
                                                                     {"rate_limited", "rate limited"},
                                                                     {"cancelled", "cancelled"},
                                                                     {"dropped", "dropped"}}};

QLatin1StringView outcomeName(Outcome outcome) { return QLatin1StringView(words[static_cast<size_t>(outcome)].name); }
QString outcomeTitle(Outcome outcome) { return QString::fromLatin1(words[static_cast<size_t>(outcome)].title); }

std::optional<Outcome> outcomeFromName(QStringView name)
{
    for (const Outcome outcome : allOutcomes) {
        if (name == outcomeName(outcome))
            return outcome;
    }
    return std::nullopt;
}

} // namespace interleave
