#include "ui/run/attempt_text.h"

#include "core/endpoint.h"
#include "trace/cost.h"
#include "ui/widgets/number_text.h"

#include <QCoreApplication>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(AttemptText)
};

} // namespace

QString attemptText(const CallRecord &call, const PriceTable &prices)
{
    if (call.attemptEnds.empty())
        return {};
    QStringList lines;
    bool isSimulated = false;
    for (const AttemptEnd &end : call.attemptEnds) {
        const AttemptDetail &detail = end.detail;
        isSimulated = isSimulated || detail.provider == "simulator"_L1;
        QStringList parts;
        if (detail.status > 0)
            parts.append(u"HTTP %1"_s.arg(detail.status));
        if (end.outcome != Outcome::Ok || parts.isEmpty())
            parts.append(outcomeTitle(end.outcome));
        if (!detail.protocol.isEmpty())
            parts.append(u"HTTP/"_s + detail.protocol);
        if (!detail.transport.isEmpty())
            parts.append(transportTitle(detail.transport));
        if (detail.notTaken != NotTaken::No)
            parts.append(Words::tr("not taken by the server"));
        if (!detail.model.isEmpty())
            parts.append(detail.model);
        if (!detail.answered.isEmpty() && detail.answered != detail.model)
            parts.append(Words::tr("answered by %1").arg(detail.answered));
        lines.append(call.attemptEnds.size() > 1 ? u"%1  %2"_s.arg(lines.size() + 1).arg(parts.join(u", "_s)) : parts.join(u", "_s));
    }
    if (const QString &note = call.attemptEnds.back().detail.note; !note.isEmpty())
        lines.append(note);
    const std::optional<double> usd = costOf(call, prices);
    const AttemptEnd &last = call.attemptEnds.back();
    const bool isUntold = hasWork(last) && !(last.usage.input && last.usage.output);
    const QString cost = !usd && isUntold ? Words::tr("Cost not known: the server did not tell the tokens")
                         : !usd           ? Words::tr("Cost not known: no price for this model")
                         : isSimulated    ? Words::tr("Cost %1, simulated").arg(dollarsText(*usd))
                                          : Words::tr("Cost %1").arg(dollarsText(*usd));
    lines.append(cost);
    return lines.join(u'\n');
}

} // namespace interleave
