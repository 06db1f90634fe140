#include "run/queue_progress.h"

#include "setup/catalog.h"
#include "trace/counters.h"

#include <algorithm>

namespace interleave {

std::optional<int> knownCalls(const Scenario &scenario)
{
    const Arrival &arrival = scenario.arrival;
    const bool isTimed = arrival.kind != Arrival::Kind::Closed && arrival.durationS > 0;
    if (callsOfJob(scenario) == 0 || (scenario.requests == 0 && (isTimed || arrival.kind == Arrival::Kind::Replay)))
        return std::nullopt;
    return scenario.plannedCalls() * callsOfJob(scenario);
}

namespace {

struct Counts {
    int over = 0, measured = 0; // the warm-up's too; without them
    int jobs = 0;               // that are over
};

Counts countsOf(const Trace &trace)
{
    Counts counts;
    for (size_t number = 0; number < trace.calls().size(); ++number) {
        if (!isOver(trace, trace.calls()[number]))
            continue;
        ++counts.over;
        counts.measured += trace.isMeasured(static_cast<qint32>(number));
    }
    for (const JobRecord &job : trace.jobs())
        counts.jobs += job.finished;
    return counts;
}

/// Of one run: by its calls, or else by its time, or its jobs.
double fractionOf(const Scenario &scenario, const Counts &counts, double elapsedS)
{
    if (const std::optional<int> calls = knownCalls(scenario))
        return static_cast<double>(counts.over) / std::max(1, *calls + scenario.warmup);
    if (scenario.arrival.durationS > 0)
        return elapsedS / scenario.arrival.durationS;
    return static_cast<double>(counts.jobs) / std::max(1, scenario.plannedCalls() + scenario.warmup);
}

} // namespace

QueueProgress progressOf(const QList<PlannedRun> &queue, const QList<FinishedRun> &finished, int current, const Trace &trace,
                         double elapsedS)
{
    QueueProgress progress;
    const bool isKnown =
        std::all_of(queue.begin(), queue.end(), [](const PlannedRun &run) { return knownCalls(run.scenario).has_value(); });
    double whole = 0, done = 0;
    for (qsizetype i = 0; i < queue.size(); ++i) {
        const Scenario &scenario = queue[i].scenario;
        const double share = isKnown ? *knownCalls(scenario) + scenario.warmup : 1;
        progress.planned += isKnown ? *knownCalls(scenario) : 0;
        whole += share;
        if (i < finished.size())
            done += share;
        else if (i == current)
            done += share * std::clamp(fractionOf(scenario, countsOf(trace), elapsedS), 0.0, 1.0);
    }
    for (const FinishedRun &run : finished)
        progress.done += run.report.planned;
    if (current >= finished.size())
        progress.done += countsOf(trace).measured;
    progress.fraction = whole > 0 ? done / whole : 0;
    return progress;
}

} // namespace interleave
