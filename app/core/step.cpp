#include "core/step.h"

namespace interleave {

QLatin1StringView stepKindName(StepKind kind)
{
    switch (kind) {
    case StepKind::Call:
        return QLatin1StringView("call");
    case StepKind::Analysis:
        return QLatin1StringView("analysis");
    case StepKind::Tool:
        return QLatin1StringView("tool");
    case StepKind::Group:
        break;
    }
    return QLatin1StringView("group");
}

qint64 stepFromNumber(QStringView number)
{
    StepId id{0, 0};
    const QList<QStringView> levels = number.split(u'.');
    for (const QStringView level : levels) {
        bool isNumber = false;
        const int n = level.toInt(&isNumber);
        id = isNumber && id.job == 0 ? id.child(n) : StepId();
    }
    return id.job == 0 ? id.step : 0;
}

} // namespace interleave
