#include "core/step.h"

namespace interleave {

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
