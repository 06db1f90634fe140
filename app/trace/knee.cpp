#include "trace/knee.h"

#include <QJsonArray>

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

static constexpr double steadyGrowth = 0.9; // of proportional: throughput that still follows the load

LoadPoint loadPointOf(const RunReport &report, int users)
{
    return {.users = users,
            .throughputRps = report.throughputRps,
            .goodputRps = report.goodputRps,
            .latencyS = report.latency.mean.value_or(0),
            .latencyP50S = report.latency.p50,
            .latencyP90S = report.latency.p90,
            .ttftP50S = report.ttft.p50,
            .failed = report.failed(),
            .valid = report.validity.valid};
}

static double powerOf(const LoadPoint &point) { return point.latencyS > 0 ? point.throughputRps / point.latencyS : 0; }

static QString rate(double rps) { return QString::number(rps, 'f', rps < 10 ? 2 : 1) + u"/s"_s; }
static QString percent(double share) { return QString::number(100 * share, 'f', 0) + u" %"_s; }

Knee findKnee(const QList<LoadPoint> &points)
{
    Knee knee;
    if (points.size() < 3) {
        knee.sentence = u"A knee needs three levels of load at least."_s;
        return knee;
    }
    const LoadPoint &first = points.front();
    const auto most = std::max_element(points.begin(), points.end(),
                                       [](const LoadPoint &a, const LoadPoint &b) { return a.throughputRps < b.throughputRps; });
    if (first.throughputRps <= 0 || first.latencyS <= 0) {
        knee.sentence = u"No call of the first level ended well, so there is nothing to compare with."_s;
        return knee;
    }
    if (first.users == 1)
        knee.saturationUsers = most->throughputRps * first.latencyS;
    const auto best =
        std::max_element(points.begin(), points.end(), [](const LoadPoint &a, const LoadPoint &b) { return powerOf(a) < powerOf(b); });
    const LoadPoint &last = points.back();
    const double proportional = first.throughputRps * last.users / first.users;
    if (best == points.end() - 1 || last.throughputRps > steadyGrowth * proportional) {
        knee.sentence =
            u"No knee up to %1 users: throughput still grows with the load (%2 of proportional); sweep further."_s.arg(last.users)
                .arg(percent(last.throughputRps / proportional));
        return knee;
    }
    knee.point = static_cast<int>(best - points.begin());
    const LoadPoint &next = *(best + 1);
    knee.sentence =
        u"Knee at %1 users, %2: there throughput divided by latency is greatest. From there to %3 users throughput changes by %4, latency by %5."_s
            .arg(best->users)
            .arg(rate(best->throughputRps))
            .arg(next.users)
            .arg(percent(next.throughputRps / best->throughputRps - 1), percent(next.latencyS / best->latencyS - 1));
    if (knee.saturationUsers > 0)
        knee.sentence +=
            u" Little's law agrees where it can: %1 at most, times %2 s for a single user, is %3 users before queues must form."_s.arg(
                rate(most->throughputRps), QString::number(first.latencyS, 'f', 3), QString::number(knee.saturationUsers, 'f', 1));
    return knee;
}

static QJsonValue orNull(std::optional<double> number) { return number ? QJsonValue(*number) : QJsonValue(); }

QJsonObject toJson(const QList<LoadPoint> &points, const Knee &knee)
{
    QJsonArray levels;
    for (const LoadPoint &point : points)
        levels.append(QJsonObject{{u"users"_s, point.users},
                                  {u"throughput_rps"_s, point.throughputRps},
                                  {u"goodput_rps"_s, point.goodputRps},
                                  {u"latency_s_mean"_s, point.latencyS},
                                  {u"latency_s_p50"_s, orNull(point.latencyP50S)},
                                  {u"latency_s_p90"_s, orNull(point.latencyP90S)},
                                  {u"ttft_s_p50"_s, orNull(point.ttftP50S)},
                                  {u"failed"_s, point.failed},
                                  {u"verdict"_s, point.valid ? u"valid"_s : u"suspect"_s}});
    return {{u"levels"_s, levels},
            {u"knee_users"_s, knee.point < 0 ? QJsonValue() : QJsonValue(points[knee.point].users)},
            {u"saturation_users"_s, knee.saturationUsers > 0 ? QJsonValue(knee.saturationUsers) : QJsonValue()},
            {u"explanation"_s, knee.sentence}};
}

} // namespace interleave
