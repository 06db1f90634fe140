// How many short calls a second the whole program makes and records at 64 in flight, beside what nobody here wrote (wrk, hey) and the
// barest loops of both libraries, all against the same simulator process in one run, in turn. Prints medians and ratios. Usage:
// bench_short_calls [ROUNDS]
#include "bare_client.h"
#include "bare_curl.h"
#include "measured_run.h"
#include "run/program_path.h"
#include "samples.h"

#include <QCoreApplication>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>

#include <functional>

using namespace interleave;
using namespace interleave::bench;

static const QByteArray body("{\"contents\":[{\"parts\":[{\"text\":\"Say one word\"}],\"role\":\"user\"}]}");
static constexpr int calls = 20'000;
static constexpr int inFlight = 64;

static Scenario scenarioOf(Transport transport)
{
    Scenario scenario;
    scenario.prompts.emplaceBack().text = QStringLiteral("Say one word");
    scenario.requests = calls;
    scenario.concurrency = inFlight;
    scenario.endpoint.profile = QStringLiteral("instant");
    scenario.endpoint.transport = transport;
    scenario.models = {QStringLiteral("concurrent")};
    return scenario;
}

/// The figure that both tools print; 0: the tool is not installed.
static double requestsPerSecond(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(60'000))
        return 0;
    static const QRegularExpression line(QStringLiteral("Requests/sec:\\s+([0-9.]+)"));
    return line.match(QString::fromUtf8(process.readAllStandardOutput())).captured(1).toDouble();
}

struct Contender {
    const char *name;
    std::function<double()> measure; ///< calls a second; 0: not to be had here
    std::vector<double> rates{};
};

int main(int argc, char **argv)
{
    useProgram(QStringLiteral(INTERLEAVE_PROGRAM)); // whose `serve` is the simulator
    QCoreApplication application(argc, argv);
    const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 5;
    RunController controller;
    const QString url = simulatorOf(controller, scenarioOf(Transport::Curl)) + QStringLiteral("/v1beta/models/sim:generateContent");
    const QTemporaryDir folder;
    QFile script(folder.filePath(QStringLiteral("post.lua")));
    if (script.open(QIODevice::WriteOnly))
        script.write("wrk.method = 'POST'\nwrk.headers['Content-Type'] = 'application/json'\nwrk.body = '" + body + "'\n");
    script.close();

    int failed = 0;
    const auto bare = [&](const BareResult &result) {
        failed += result.failed;
        return calls / result.makespanS;
    };
    const auto ours = [&](Transport transport) {
        const FinishedRun run = measuredRun(controller, scenarioOf(transport));
        failed += run.report.planned - run.report.count(Outcome::Ok);
        return calls / run.report.makespanS;
    };
    const QString connections = QString::number(inFlight);
    Contender contenders[] = {
        {"wrk",
         [&] {
             return requestsPerSecond(QStringLiteral("wrk"), {QStringLiteral("-t1"), QStringLiteral("-c") + connections,
                                                              QStringLiteral("-d1s"), QStringLiteral("-s"), script.fileName(), url});
         }},
        {"hey",
         [&] {
             return requestsPerSecond(QStringLiteral("hey"),
                                      {QStringLiteral("-n"), QString::number(calls), QStringLiteral("-c"), connections,
                                       QStringLiteral("-m"), QStringLiteral("POST"), QStringLiteral("-T"),
                                       QStringLiteral("application/json"), QStringLiteral("-d"), QString::fromUtf8(body), url});
         }},
        {"bare libcurl", [&] { return bare(runBareCurl(url, body, calls, inFlight)); }},
        {"bare QNetworkAccessManager", [&] { return bare(runBare(url, body, calls, inFlight)); }},
        {"interleave, libcurl", [&] { return ours(Transport::Curl); }},
        {"interleave, QNetworkAccessManager", [&] { return ours(Transport::Qnam); }},
    };
    for (int round = 0; round <= rounds; ++round) { // the first warms caches and is left out
        for (Contender &contender : contenders) {
            const double rate = contender.measure();
            if (round > 0)
                contender.rates.push_back(rate);
        }
    }
    const double wrk = median(contenders[0].rates), curl = median(contenders[2].rates);
    std::printf("%d short calls, %d in flight, medians of %d rounds in turn, %d failed\n", calls, inFlight, rounds, failed);
    for (const Contender &contender : contenders) {
        const double rate = median(contender.rates);
        if (rate <= 0)
            std::printf("%-34s not installed\n", contender.name);
        else
            std::printf("%-34s %8.0f/s  %5.2f x wrk  %5.2f x bare libcurl\n", contender.name, rate, wrk > 0 ? rate / wrk : 0, rate / curl);
    }
    return 0;
}
