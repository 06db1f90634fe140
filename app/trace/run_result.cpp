#include "trace/run_result.h"

#include "trace/trace.h"

#include <algorithm>

namespace interleave {

RunResult resultOf(int planned, int ok, int cancelled)
{
    const int failed = std::max(0, planned - ok);
    return {failed == 0 ? RunState::Complete : ok > 0 ? RunState::Partial : RunState::Failed, failed, planned, cancelled};
}

RunResult resultOf(const Trace &trace)
{
    int planned = 0, ok = 0, cancelled = 0;
    for (size_t number = 0; number < trace.calls().size(); ++number) {
        const CallRecord &call = trace.calls()[number];
        if (call.planned < 0 || !trace.isMeasured(static_cast<qint32>(number)))
            continue;
        ++planned;
        ok += call.finished && isSuccess(call.outcome);
        cancelled += call.finished && call.outcome == Outcome::Cancelled;
    }
    return resultOf(planned, ok, cancelled);
}

/// "3 of 4 failed", "all 4 cancelled".
static QString shareText(int count, int planned, const QString &what)
{
    if (count < planned)
        return QStringLiteral("%1 of %2 ").arg(count).arg(planned) + what;
    return (planned == 1 ? QStringLiteral("the only call ") : QStringLiteral("all %1 ").arg(planned)) + what;
}

QString RunResult::text() const
{
    if (isComplete())
        return QStringLiteral("complete");
    if (cancelled >= failed)
        return shareText(failed, planned, QStringLiteral("cancelled"));
    const QString text = shareText(failed - cancelled, planned, QStringLiteral("failed"));
    return cancelled > 0 ? text + QStringLiteral(", %1 cancelled").arg(cancelled) : text;
}

QLatin1StringView RunResult::name() const
{
    return state == RunState::Complete  ? QLatin1StringView("complete")
           : state == RunState::Partial ? QLatin1StringView("partial")
                                        : QLatin1StringView("failed");
}

QString verdictText(bool valid, const RunResult &result) { return verdictText(valid ? 0 : 1, 1, result); }

QString verdictText(int suspect, int runs, const RunResult &result)
{
    QString text = QStringLiteral("VALID");
    if (suspect > 0)
        text = runs > 1 ? QStringLiteral("%1 of %2 SUSPECT").arg(suspect).arg(runs) : QStringLiteral("SUSPECT");
    return result.isComplete() ? text : text + QStringLiteral(" \u00b7 ") + result.text();
}

} // namespace interleave
