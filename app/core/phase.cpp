#include "core/phase.h"

namespace interleave {

QLatin1StringView phaseName(Phase phase) { return QLatin1StringView(traitsOf(phase).name); }

QString phaseTitle(Phase phase) { return QString::fromLatin1(traitsOf(phase).title); }

std::optional<Phase> phaseFromName(QStringView name)
{
    for (const Phase phase : allPhases) {
        if (name == phaseName(phase))
            return phase;
    }
    return std::nullopt;
}

} // namespace interleave
