#include "ui/widgets/wait_text.h"

#include "export/wall_clock.h"

#include <QCoreApplication>
#include <QLocale>

namespace interleave {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(WaitText)
};

} // namespace

QString waitText(const Trace &trace, const Wait &wait)
{
    const QDateTime until = QDateTime::fromMSecsSinceEpoch(WallClock(trace).ns(wait.untilNs) / 1'000'000);
    const QString time = until.toString(QStringLiteral("HH:mm:ss"));
    return wait.serverS > 0 ? Words::tr("the server asked for %1\u00A0s, until %2").arg(QLocale().toString(wait.serverS), time)
                            : Words::tr("the policy's own delay, until %1").arg(time);
}

QString waitsText(const Trace &trace, const CallRecord &call)
{
    QStringList lines;
    for (const qint32 index : call.spans) {
        if (const std::optional<Wait> wait = trace.waitOf(index))
            lines.append(Words::tr("Back-off after attempt %1: %2")
                             .arg(trace.spans()[static_cast<size_t>(index)].attempt)
                             .arg(waitText(trace, *wait)));
    }
    return lines.join(u'\n');
}

} // namespace interleave
