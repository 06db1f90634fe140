#include "trace/knee.h"

#include "json/json.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

static constexpr double nearTheMost = 0.85; // of the greatest throughput: levels whose mean stands for what the server can do
static constexpr double saturated = 0.9;    // of that mean
static constexpr double asBounded = 0.9;    // of the asymptotic bounds: throughput of a server whose service time does not depend on load

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

static QString rate(double rps) { return QString::number(rps, 'f', rps < 10 ? 2 : 1) + u"/s"_s; }
static QString percent(double share) { return QString::number(100 * share, 'f', 0) + u" %"_s; }

static QString usersText(int users) { return QString::number(users) + (users == 1 ? u" user"_s : u" users"_s); }

/// What the server can do: the mean of the levels near the most, which the luckiest of noisy levels would overstate.
static double plateauOf(const QList<LoadPoint> &points)
{
    double most = 0;
    for (const LoadPoint &point : points)
        most = std::max(most, point.throughputRps);
    double sum = 0;
    int count = 0;
    for (const LoadPoint &point : points) {
        if (point.throughputRps >= nearTheMost * most) {
            sum += point.throughputRps;
            ++count;
        }
    }
    return sum / count;
}

/// The first level up to the knee whose throughput is less than a service time that does not depend on the load would bring; -1: none.
static int slowedLevel(const QList<LoadPoint> &points, int knee, double plateau)
{
    const LoadPoint &first = points.front();
    for (int i = 1; i <= knee; ++i) {
        const double bound = std::min(first.throughputRps * points[i].users / first.users, plateau);
        if (points[i].throughputRps < asBounded * bound)
            return i;
    }
    return -1;
}

static QString sentenceOf(const QList<LoadPoint> &points, int knee)
{
    const LoadPoint &at = points[knee];
    const LoadPoint &next = points[knee + 1];
    QString sentence =
        u"Knee at %1, %2: more users bring nearly no more throughput. From there to %3 throughput changes by %4, latency by %5."_s.arg(
            usersText(at.users), rate(at.throughputRps), usersText(next.users), percent(next.throughputRps / at.throughputRps - 1),
            percent(next.latencyS / at.latencyS - 1));
    const auto failing = std::find_if(points.begin(), points.end(), [](const LoadPoint &point) { return point.failed > 0; });
    if (failing != points.end())
        sentence += u" From %1 on calls fail (%2 there); throughput counts those that are ok."_s.arg(usersText(failing->users))
                        .arg(failing->failed);
    return sentence;
}

Knee findKnee(const QList<LoadPoint> &points)
{
    Knee knee;
    if (points.size() < 3) {
        knee.sentence = u"A knee needs three levels of load at least."_s;
        return knee;
    }
    const LoadPoint &first = points.front();
    if (first.throughputRps <= 0 || first.latencyS <= 0) {
        knee.sentence = u"No call of the first level ended well, so there is nothing to compare with."_s;
        return knee;
    }
    const double plateau = plateauOf(points);
    const auto level =
        std::find_if(points.begin(), points.end(), [&](const LoadPoint &point) { return point.throughputRps >= saturated * plateau; });
    const LoadPoint &last = points.back();
    if (level == points.end() - 1) {
        knee.sentence = u"No knee up to %1: throughput still grows with the load (%2 of proportional); sweep further."_s.arg(
            usersText(last.users), percent(last.throughputRps / (first.throughputRps * last.users / first.users)));
        return knee;
    }
    knee.point = static_cast<int>(level - points.begin());
    knee.sentence = sentenceOf(points, knee.point);
    if (first.users != 1)
        return knee;
    if (const int slowed = slowedLevel(points, knee.point, plateau); slowed > 0) {
        knee.sentence +=
            u" The service time of a call grows with the load, as where a server batches: %1 wait %2 times as long as a single one."_s.arg(
                usersText(points[slowed].users), QString::number(points[slowed].latencyS / first.latencyS, 'f', 2));
        return knee;
    }
    knee.saturationUsers = plateau * first.latencyS;
    knee.sentence += u" Little's law agrees: %1 at most, times %2 s for a single user, is %3 users before queues must form."_s.arg(
        rate(plateau), QString::number(first.latencyS, 'f', 3), QString::number(knee.saturationUsers, 'f', 1));
    return knee;
}

static OrderedJson orNull(std::optional<double> number) { return number ? numberOf(*number) : OrderedJson(); }

OrderedJson toJson(const QList<LoadPoint> &points, const Knee &knee)
{
    OrderedJson levels = OrderedJson::array();
    for (const LoadPoint &point : points)
        levels.push_back({{"users", point.users},
                          {"throughput_rps", numberOf(point.throughputRps)},
                          {"goodput_rps", numberOf(point.goodputRps)},
                          {"latency_s_mean", numberOf(point.latencyS)},
                          {"latency_s_p50", orNull(point.latencyP50S)},
                          {"latency_s_p90", orNull(point.latencyP90S)},
                          {"ttft_s_p50", orNull(point.ttftP50S)},
                          {"failed", point.failed},
                          {"verdict", point.valid ? "valid" : "suspect"}});
    return {{"levels", std::move(levels)},
            {"knee_users", knee.point < 0 ? OrderedJson() : OrderedJson(points[knee.point].users)},
            {"saturation_users", knee.saturationUsers > 0 ? numberOf(knee.saturationUsers) : OrderedJson()},
            {"explanation", utf8(knee.sentence)}};
}

} // namespace interleave
