// What the tool adds to the calls it measures: against a bare QNetworkAccessManager loop, same simulator process, the two in
// turn (A B A B ...). Prints medians and ratios: makespan of simultaneous 2 s calls, and short calls a second at 64 in flight.
// Usage: bench_overhead [ROUNDS]
#include "bare_client.h"
#include "measured_run.h"
#include "run/program_path.h"
#include "samples.h"

#include <QCoreApplication>

using namespace interleave;
using namespace interleave::bench;

static const QByteArray bareBody("{\"contents\":[{\"parts\":[{\"text\":\"Say one word\"}],\"role\":\"user\"}]}");

static Scenario scenarioOf(const QString &profile, int calls, int inFlight)
{
    Scenario scenario;
    scenario.prompts.emplaceBack().text = QStringLiteral("Say one word");
    scenario.requests = calls;
    scenario.concurrency = inFlight;
    scenario.endpoint.profile = profile;
    scenario.models = {QStringLiteral("concurrent")};
    return scenario;
}

struct Pair {
    std::vector<double> bare, ours;
    int failed = 0;
};

static Pair alternate(const Scenario &scenario, int rounds)
{
    RunController controller;
    const QString url = simulatorOf(controller, scenario) + QStringLiteral("/v1beta/models/sim:generateContent");
    Pair pair;
    // The first round of each warms caches and is left out.
    for (int round = 0; round <= rounds; ++round) {
        const BareResult bare = runBare(url, bareBody, scenario.plannedCalls(), scenario.concurrency);
        const FinishedRun ours = measuredRun(controller, scenario);
        pair.failed += bare.failed + ours.report.planned - ours.report.count(Outcome::Ok);
        if (round == 0)
            continue;
        pair.bare.push_back(bare.makespanS);
        pair.ours.push_back(ours.report.makespanS);
    }
    return pair;
}

static void printMakespans(int calls, int rounds)
{
    const Pair pair = alternate(scenarioOf(QStringLiteral("constant"), calls, calls), rounds);
    const double bare = median(pair.bare), ours = median(pair.ours);
    std::printf("%5d simultaneous 2 s calls: bare %.3f s, interleave %.3f s, ratio %.3f (at most 1.10), %d failed\n", calls, bare, ours,
                ours / bare, pair.failed);
    std::fflush(stdout);
}

static void printRate(int calls, int rounds)
{
    static constexpr int inFlight = 64;
    const Pair pair = alternate(scenarioOf(QStringLiteral("instant"), calls, inFlight), rounds);
    const double bare = calls / median(pair.bare), ours = calls / median(pair.ours);
    std::printf("%d short calls, %d in flight: bare %.0f/s, interleave %.0f/s, ratio %.3f (at least 0.90), %d failed\n", calls, inFlight,
                bare, ours, ours / bare, pair.failed);
}

int main(int argc, char **argv)
{
    useProgram(QStringLiteral(INTERLEAVE_PROGRAM)); // whose `serve` is the simulator
    QCoreApplication application(argc, argv);
    const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 5;
    printMakespans(5, rounds);
    printMakespans(1000, rounds);
    printRate(10'000, rounds);
    return 0;
}
