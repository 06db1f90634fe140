// Does the verdict tell a busy machine from a quiet one? The same scenario with CPU work on every reply, in turn without and with
// two busy programs beside it (this one, started anew, for as long as the run lasts and never longer than a minute). Prints what each
// run had and what its verdict says. Status 0: every quiet run VALID, every other SUSPECT because of other programs. Usage:
// bench_verdict [ROUNDS]
#include "measured_run.h"
#include "run/program_path.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QProcess>

using namespace interleave;
using namespace interleave::bench;

namespace {

/// The whole of a core for at most a minute.
int beBusy()
{
    QElapsedTimer timer;
    timer.start();
    volatile quint64 turns = 0;
    while (timer.elapsed() < 60'000)
        turns = turns + 1;
    return 0;
}

class BusyPrograms
{
public:
    explicit BusyPrograms(int count)
    {
        for (int i = 0; i < count; ++i) {
            auto &program = m_programs.emplace_back(std::make_unique<QProcess>());
            program->start(QCoreApplication::applicationFilePath(), {QStringLiteral("--busy")});
            program->waitForStarted();
        }
    }
    ~BusyPrograms()
    {
        for (const auto &program : m_programs) {
            program->kill();
            program->waitForFinished();
        }
    }

private:
    std::vector<std::unique_ptr<QProcess>> m_programs;
};

Scenario scenarioOf(const QString &model)
{
    Scenario scenario;
    for (int i = 0; i < 4; ++i)
        scenario.prompts.emplaceBack().text = QStringLiteral("Say a few words");
    scenario.endpoint.profile = QStringLiteral("constant");
    scenario.timeScale = 0.1;
    scenario.cpuMs = 300;
    scenario.models = {model};
    return scenario;
}

/// Whether the verdict is as it should be.
bool measureOnce(const QString &model, bool busy)
{
    RunController controller;
    const BusyPrograms programs(busy ? 2 : 0);
    const RunReport report = measuredRun(controller, scenarioOf(model)).report;
    const QString reasons = report.validity.reasons.join(QStringLiteral("; "));
    const bool blamesOthers = reasons.contains(QStringLiteral("other programs"));
    std::printf("%-18s %-9s makespan %6.2f s, analysis mean %4.0f ms: %s %s\n", qPrintable(model), busy ? "two busy" : "alone",
                report.makespanS, 1000 * report.analysis.mean.value_or(0), report.validity.valid ? "VALID" : "SUSPECT",
                qPrintable(reasons));
    std::fflush(stdout);
    return busy ? blamesOthers : report.validity.valid;
}

} // namespace

int main(int argc, char **argv)
{
    if (argc > 1 && QByteArray(argv[1]) == "--busy")
        return beBusy();
    useProgram(QStringLiteral(INTERLEAVE_PROGRAM)); // whose `serve` is the simulator
    QCoreApplication application(argc, argv);
    const int rounds = argc > 1 ? std::max(1, std::atoi(argv[1])) : 1;
    bool allRight = true;
    for (int round = 0; round < rounds; ++round) {
        for (const char *model : {"sequential", "concurrent", "parallel_threads", "parallel_processes", "hybrid"}) {
            for (const bool busy : {false, true})
                allRight = measureOnce(QString::fromLatin1(model), busy) && allRight;
        }
    }
    std::printf("%s\n", allRight ? "every verdict was right" : "a verdict was wrong");
    return allRight ? 0 : 1;
}
