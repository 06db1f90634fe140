#include "trace/own_share.h"

#include "core/clock.h"
#include "trace/statistics.h"

#include <algorithm>

namespace interleave {

static QString msText(qint64 ns)
{
    const double ms = millisecondsFromNs(ns);
    return QString::number(ms, 'f', ms < 1 ? 2 : 1) + QStringLiteral(" ms");
}

QString Shift::text() const
{
    const bool isWithheld = n < samplesNeeded(500);
    const QString figure = isMaximum    ? QStringLiteral("maximum")
                           : isTail     ? QStringLiteral("p99")
                           : isWithheld ? QStringLiteral("median of %1").arg(n)
                                        : QStringLiteral("p50");
    return QStringLiteral("%1 (%2) may be %3 too long (%4 %)")
        .arg(figure, msText(reportedNs), msText(ownNs), QString::number(100 * share(), 'f', 0));
}

std::optional<Shift> shiftOf(const std::vector<qint64> &samples, const std::vector<qint64> &own, qint64 floorNs)
{
    if (samples.empty() || own.size() != samples.size())
        return std::nullopt;
    std::vector<qint64> reported = samples;
    std::vector<qint64> rest(samples.size());
    std::transform(samples.begin(), samples.end(), own.begin(), rest.begin(),
                   [](qint64 sample, qint64 part) { return sample - std::clamp<qint64>(part, 0, std::max<qint64>(0, sample)); });
    std::sort(reported.begin(), reported.end());
    std::sort(rest.begin(), rest.end());

    std::optional<Shift> worst;
    double most = 1;
    const bool hasP99 = percentile(reported, 990).has_value();
    for (const bool isTail : {false, true}) {
        const int permille = !isTail ? 500 : hasP99 ? 990 : 1000;
        const qint64 figure = nearestRank(reported, permille);
        const Shift shift{figure, figure - nearestRank(rest, permille), isTail, isTail && !hasP99, static_cast<int>(reported.size())};
        const double limit = std::max(static_cast<double>(floorNs), static_cast<double>(figure) * (isTail ? mostOfTail : mostOfMedian));
        if (const double times = static_cast<double>(shift.ownNs) / limit; times > most) {
            worst = shift;
            most = times;
        }
    }
    return worst;
}

} // namespace interleave
