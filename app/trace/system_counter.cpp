#include "trace/system_counter.h"

#include <array>

namespace interleave {

static constexpr std::array<QLatin1StringView, systemCounters> names{
    QLatin1StringView("machine_cpu"), QLatin1StringView("stolen"),   QLatin1StringView("pressure"),  QLatin1StringView("switches"),
    QLatin1StringView("loop_cpu"),    QLatin1StringView("http_cpu"), QLatin1StringView("server_cpu")};
static_assert(static_cast<size_t>(SystemCounter::ServerCpu) + 1 == names.size());

QLatin1StringView systemCounterName(SystemCounter counter) { return names[static_cast<size_t>(counter)]; }

std::optional<SystemCounter> systemCounterFromName(QStringView name)
{
    for (size_t i = 0; i < names.size(); ++i) {
        if (name == names[i])
            return static_cast<SystemCounter>(i);
    }
    return std::nullopt;
}

} // namespace interleave
