#include "forecast/load_sweep.h"

#include <algorithm>
#include <map>

namespace interleave {

using namespace Qt::StringLiterals;

static Variant levelOf(int users, int callsPerUser)
{
    return {u"%1 %2"_s.arg(users).arg(users == 1 ? u"user"_s : u"users"_s),
            {{u"arrival"_s, QJsonObject{{u"schedule"_s, u"users:%1"_s.arg(users)}}},
             {u"concurrency"_s, users},
             {u"workers"_s, std::min(users, 256)},
             {u"requests"_s, std::max(30, users * callsPerUser)},
             {u"warmup"_s, users}}};
}

Scenario sweepOf(Scenario scenario, int mostUsers, int callsPerUser)
{
    QList<int> between;
    for (int users = 2; users < mostUsers; users *= 2)
        between.append(users);
    if (scenario.models.size() > 1)
        scenario.models.removeAll(QStringLiteral("sequential"));
    scenario.models = scenario.models.mid(0, 1);
    scenario.variants = {levelOf(1, callsPerUser)};
    if (mostUsers > 1)
        scenario.variants.append(levelOf(mostUsers, callsPerUser));
    for (const int users : std::as_const(between))
        scenario.variants.append(levelOf(users, callsPerUser));
    return scenario;
}

LoadSweep loadSweepOf(const QList<FinishedRun> &runs)
{
    std::map<int, QList<LoadPoint>> byUsers;
    for (const FinishedRun &run : runs) {
        if (run.report.users > 0 && !run.report.cancelled)
            byUsers[run.report.users].append(loadPointOf(run.report, run.report.users));
    }
    LoadSweep sweep;
    for (auto &[users, points] : byUsers) {
        const auto median = points.begin() + (points.size() - 1) / 2;
        std::nth_element(points.begin(), median, points.end(),
                         [](const LoadPoint &a, const LoadPoint &b) { return a.throughputRps < b.throughputRps; });
        sweep.points.append(*median);
    }
    sweep.knee = findKnee(sweep.points);
    return sweep;
}

} // namespace interleave
