// Thousands of users who call, read and call again, on the engine itself: what they get, and whether the client kept up (its
// verdict, its own delays, its CPU). Usage: bench_users [USERS [THINK_S [DURATION_S [concurrent|hybrid|...]]]]
#include "measured_run.h"
#include "run/program_path.h"

#include <QCoreApplication>

using namespace interleave;
using namespace interleave::bench;

/// The program's arguments, or what holds without them.
static double argument(int argc, char **argv, int index, double otherwise) { return argc > index ? std::atof(argv[index]) : otherwise; }

static Scenario scenarioOf(int users, double thinkS, double durationS, const QString &model)
{
    Scenario scenario;
    scenario.prompts.emplaceBack().text = QStringLiteral("Say a few words");
    scenario.endpoint.profile = QStringLiteral("fast");
    scenario.concurrency = users; // nobody waits for a limit of ours
    scenario.models = {model};
    scenario.arrival.kind = Arrival::Kind::Users;
    scenario.arrival.users = users;
    scenario.arrival.thinkS = thinkS;
    scenario.arrival.durationS = durationS;
    return scenario;
}

static double orNothing(const std::optional<double> &value) { return value.value_or(-1); }

int main(int argc, char **argv)
{
    useProgram(QStringLiteral(INTERLEAVE_PROGRAM)); // whose `serve` is the simulator
    QCoreApplication application(argc, argv);
    const int users = static_cast<int>(argument(argc, argv, 1, 5000));
    const double thinkS = argument(argc, argv, 2, 10);
    const double durationS = argument(argc, argv, 3, 30);
    const QString model = argc > 4 ? QString::fromLocal8Bit(argv[4]) : QStringLiteral("concurrent");

    RunController controller;
    const RunReport report = measuredRun(controller, scenarioOf(users, thinkS, durationS, model)).report;
    const Validity &validity = report.validity;
    std::printf("%d users, %g s mean think time, %g s, %s: %d calls, %d of them ok\n", users, thinkS, durationS, qPrintable(model),
                report.planned, report.count(Outcome::Ok));
    std::printf("throughput %.1f/s, in flight %.1f on average and %d at most, latency p50 %.3f s, p99 %.3f s\n", report.throughputRps,
                report.concurrency.mean, report.concurrency.max, orNothing(report.latency.p50), orNothing(report.latency.p99));
    std::printf("p99 of the client's delays: loop %.2f ms, schedule %.2f ms, observer %.2f ms; client CPU %.2f cores\n",
                orNothing(validity.loopLagMsP99), orNothing(validity.scheduleDelayMsP99), orNothing(validity.observerErrorMsP99),
                validity.clientCpuCores);
    std::printf("%s\n", validity.valid ? "valid" : qPrintable(QStringLiteral("SUSPECT: ") + validity.reasons.join(QStringLiteral("; "))));
    return validity.valid && report.failed() == 0 ? 0 : 1;
}
