// Who had the CPU: what other programs took is told with its size; what this program takes from itself, in its threads, processes
// and simulator, is not called other programs.
#include "support/test_main.h"
#include "support/trace_builder.h"
#include "trace/other_programs.h"
#include "trace/validity.h"

#include <QTest>

using namespace interleave;
using interleave::test::ms;
using interleave::test::TraceBuilder;

/// Cores of the machine, and who used them in 1 s.
struct Load {
    int cores = 2;
    int steps = 1;       ///< under way at once, 1 s each
    double had = 1;      ///< core of each
    double others = -1;  ///< cores; below 0: the system does not tell
    double beside = 0;   ///< cores that this program used beside the steps
    double server = 0;   ///< cores of the simulator's process
    double stolen = 0;   ///< cores
    double pressure = 0; ///< of the time
    bool processes = false;
    QString endpoint{};
};

Q_DECLARE_METATYPE(Load)

static QString reasonOf(const Load &load)
{
    constexpr double second = 1e9;
    const auto ns = [](double cores) { return static_cast<qint64>(cores * second); };
    TraceBuilder run(
        0, QStringLiteral(R"({"environment":{"cores":%1},"scenario":{"endpoint":{"base_url":"%2"}}})").arg(load.cores).arg(load.endpoint));
    run.call(0, 0, 0, ms);
    for (int step = 0; step < load.steps; ++step) {
        run.executor(step + 1, load.processes ? ExecutorKind::Process : ExecutorKind::Thread, QStringLiteral("worker"));
        run.plan(step + 1, 0).span(step + 1, Phase::Ttft, 0, 1).done(step + 1, 1).analyze(step + 1, step + 1, 0, ns(1), ns(load.had));
    }
    const double steps = load.steps * load.had;
    if (load.processes) {
        run.cpu(0, ns(0)).cpu(ns(1), ns(load.beside));
        for (int step = 0; step < load.steps; ++step)
            run.cpu(ns(0.1), ns(load.had / 2), step + 1).cpu(ns(1), ns(load.had), step + 1);
    } else {
        run.cpu(0, ns(5)).cpu(ns(1), ns(5 + load.beside + steps));
    }
    run.system(0, SystemCounter::ServerCpu, ns(9)).system(ns(1), SystemCounter::ServerCpu, ns(9 + load.server));
    if (load.others >= 0) {
        run.system(0, SystemCounter::MachineCpu, ns(100));
        run.system(ns(1), SystemCounter::MachineCpu, ns(100 + steps + load.beside + load.server + load.others));
        run.system(0, SystemCounter::Stolen, 0).system(ns(1), SystemCounter::Stolen, ns(load.stolen));
    }
    run.system(0, SystemCounter::Pressure, 0).system(ns(1), SystemCounter::Pressure, ns(load.pressure));
    run.system(0, SystemCounter::Switches, 100).system(ns(1), SystemCounter::Switches, 340);
    return otherProgramsReason(run.end(ns(1)));
}

class TestOtherPrograms : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void whoHadTheCpuIsTold_data();
    void whoHadTheCpuIsTold();
    void ownDemandIsNotOthers_data();
    void ownDemandIsNotOthers();
    void shortStepsTellNothing();
    void aRunWithoutAnythingToldIsQuiet();
    void theVerdictHasIt();
};

void TestOtherPrograms::whoHadTheCpuIsTold_data()
{
    QTest::addColumn<Load>("load");
    QTest::addColumn<QString>("words");
    QTest::newRow("two busy programs, one step")
        << Load{.had = 0.52, .others = 1.48}
        << QStringLiteral("analyses had only 52 % of a core: other programs were running, and used 1.5 of "
                          "this machine's 2 cores; close them and run it again");
    QTest::newRow("two busy programs, all cores asked for")
        << Load{.steps = 2, .had = 0.5, .others = 1.0} << QStringLiteral("had only 50 % of a core: other programs");
    QTest::newRow("more steps than cores, and others")
        << Load{.steps = 5, .had = 0.2, .others = 1.0} << QStringLiteral("had only 50 % of a core: other programs");
    QTest::newRow("worker processes") << Load{.steps = 2, .had = 0.5, .others = 1.0, .processes = true}
                                      << QStringLiteral("other programs were running, and used 1.0 of this machine's 2");
    QTest::newRow("one core") << Load{.cores = 1, .had = 0.5, .others = 0.5} << QStringLiteral("used 0.5 of this machine's 1 core;");
    QTest::newRow("a system that does not tell")
        << Load{.had = 0.6}
        << QStringLiteral("had only 60 % of a core: other programs were running on this machine (they "
                          "interrupted this one 240 times); close them");
    QTest::newRow("a virtual machine's host") << Load{.had = 0.6, .others = 0.01, .stolen = 0.4}
                                              << QStringLiteral("the host of this virtual machine gave its CPU to others");
    QTest::newRow("a quota") << Load{.had = 0.6, .others = 0.01} << QStringLiteral("hardly any other program was running, so a CPU quota");
    QTest::newRow("a server of somebody else's") << Load{.had = 0.6, .others = 1.4, .endpoint = QStringLiteral("http://127.0.0.1:8080/v1")}
                                                 << QStringLiteral("the server here is one of them: run it on another machine");
    QTest::newRow("no steps, pressure") << Load{.steps = 0, .others = 1.6, .pressure = 0.8}
                                        << QStringLiteral(
                                               "used 1.6 of this machine's 2 cores; for 80 % of the run something waited for a core");
}

void TestOtherPrograms::whoHadTheCpuIsTold()
{
    QFETCH(Load, load);
    QFETCH(QString, words);
    const QString reason = reasonOf(load);
    QVERIFY2(reason.contains(words), qPrintable(reason));
}

void TestOtherPrograms::ownDemandIsNotOthers_data()
{
    QTest::addColumn<Load>("load");
    QTest::newRow("a quiet machine") << Load{.had = 0.99, .others = 0.02};
    QTest::newRow("5 threads on 2 cores") << Load{.steps = 5, .had = 0.39, .others = 0.02, .pressure = 1};
    QTest::newRow("5 processes on 2 cores") << Load{.steps = 5, .had = 0.39, .others = 0.02, .pressure = 1, .processes = true};
    QTest::newRow("5 threads on 2 cores, a system that does not tell") << Load{.steps = 5, .had = 0.39};
    QTest::newRow("a pool as large as the machine, beside the loop")
        << Load{.steps = 2, .had = 0.8, .others = 0.02, .beside = 0.4, .pressure = 0.6};
    QTest::newRow("beside its own simulator") << Load{
        .steps = 2, .had = 0.7, .others = 0.02, .beside = 0.1, .server = 0.5, .pressure = 0.9};
    QTest::newRow("no steps, busy with itself") << Load{.steps = 0, .others = 0.05, .beside = 1, .server = 0.9, .pressure = 0.9};
    QTest::newRow("no steps, others that nobody waits for") << Load{.steps = 0, .others = 0.9, .pressure = 0.05};
    QTest::newRow("no steps, others on a large machine") << Load{.cores = 16, .steps = 0, .others = 2, .pressure = 0.3};
    QTest::newRow("a server of somebody else's at work")
        << Load{.steps = 0, .others = 1.8, .pressure = 0.9, .endpoint = QStringLiteral("http://localhost:8080")};
    QTest::newRow("others beside a step that had its core") << Load{.had = 0.97, .others = 1.0, .pressure = 0.9};
}

void TestOtherPrograms::ownDemandIsNotOthers()
{
    QFETCH(Load, load);
    QCOMPARE(reasonOf(load), QString());
}

void TestOtherPrograms::shortStepsTellNothing()
{
    // Steps of 0.1 ms that were put aside for less than a turn of the scheduler.
    TraceBuilder run(0, QStringLiteral(R"({"environment":{"cores":2}})"));
    for (int call = 0; call < 10; ++call)
        run.call(call, 0, 0, ms).analyze(call, 0, (10 + call) * ms, (10 + call) * ms + ms / 2, ms / 10);
    QCOMPARE(otherProgramsReason(run.end(100 * ms)), QString());
}

void TestOtherPrograms::aRunWithoutAnythingToldIsQuiet()
{
    TraceBuilder run;
    QCOMPARE(otherProgramsReason(run.end(0)), QString());
}

void TestOtherPrograms::theVerdictHasIt()
{
    TraceBuilder run(0, QStringLiteral(R"({"environment":{"cores":2}})"));
    run.call(0, 0, 0, 500 * ms).analyze(0, 0, 500 * ms, 900 * ms, 200 * ms);
    const Validity validity = judge(run.end(900 * ms));
    QVERIFY(!validity.valid);
    QVERIFY2(validity.reasons.first().startsWith(QStringLiteral("analyses had only 50 % of a core")), qPrintable(validity.reasons.first()));
}

INTERLEAVE_TEST_MAIN(TestOtherPrograms)
#include "tst_other_programs.moc"
