// interleave sweep: a scenario under growing load, and the knee of its throughput.
#include "cli/console.h"
#include "cli/measurement.h"
#include "cli/number_reader.h"
#include "cli/scenario_options.h"
#include "cli/text_table.h"
#include "cli/verbs.h"
#include "forecast/load_sweep.h"
#include "json/json.h"

#include <nlohmann/json.hpp>

namespace interleave::cli {

using namespace Qt::StringLiterals;

static QString textOf(const QList<FinishedRun> &runs)
{
    const LoadSweep sweep = loadSweepOf(runs);
    QList<QStringList> cells{
        {u"users"_s, u"throughput"_s, u"latency mean"_s, u"p50"_s, u"p90"_s, u"TTFT p50"_s, u"goodput"_s, u"failed"_s, u""_s}};
    for (qsizetype i = 0; i < sweep.points.size(); ++i) {
        const LoadPoint &point = sweep.points[i];
        cells.append({QString::number(point.users), QString::number(point.throughputRps, 'f', 2) + u"/s"_s, secondsText(point.latencyS),
                      secondsText(point.latencyP50S), secondsText(point.latencyP90S), secondsText(point.ttftP50S),
                      QString::number(point.goodputRps, 'f', 2) + u"/s"_s, QString::number(point.failed),
                      i == sweep.knee.point ? u"<- knee"_s : u""_s});
    }
    return alignedTable(cells) + u'\n' + sweep.knee.sentence + u'\n';
}

static int sweepLoad(const CommandLine &line, const WindowServices &window)
{
    const Result<Scenario> scenario = scenarioOf(line);
    if (!scenario)
        return complain(scenario.error(), BadInput);
    for (const char *option : {"--arrival", "--duration", "--drain", "--requests", "--warmup", "--concurrency", "--workers"}) {
        if (line.has(option))
            return complain(u"%1: a sweep sets it for each level of load; leave it out"_s.arg(QLatin1StringView(option)), BadInput);
    }
    int mostUsers = 64;
    int callsPerUser = 8;
    NumberReader reader(line);
    reader.read("--most-users", FieldRange{"most_users", 4, 10'000}, mostUsers);
    reader.read("--calls-per-user", FieldRange{"calls_per_user", 1, 10'000}, callsPerUser);
    if (!reader.error().isEmpty())
        return complain(reader.error(), BadInput);
    const Conclusion knee{textOf, [](const QList<FinishedRun> &runs, OrderedJson &report) {
                              const LoadSweep sweep = loadSweepOf(runs);
                              report["sweep"] = toJson(sweep.points, sweep.knee);
                          }};
    return measureScenario(sweepOf(*scenario, mostUsers, callsPerUser), line, window, knee);
}

Verb sweepVerb()
{
    return {
        u"sweep"_s,
        u"SCENARIO"_s,
        u"one user, then the most, then the levels between: finds where more users bring latency and no throughput"_s,
        QList<OptionSpec>{{u"--most-users"_s, u"N"_s, u"the greatest load, 4 to 10000; default 64"_s},
                          {u"--calls-per-user"_s, u"N"_s, u"calls that every user makes at each level, 30 in all at least; default 8"_s}} +
            scenarioOptions(
                {u"--model"_s, u"M"_s, u"execution model (interleave list models); default: the scenario's first but sequential"_s}) +
            outputOptions(),
        1,
        sweepLoad};
}

} // namespace interleave::cli
