// Degree of concurrency and of parallelism, against drawings worked out by hand.
#include "support/test_main.h"
#include "support/trace_builder.h"
#include "trace/degree.h"

#include <QTest>

using namespace interleave;
using interleave::test::TraceBuilder;

class TestDegree : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void stepsMergeEqualTimes();
    void callsOneAfterTheOther();
    void callsThatOverlap();
    void aBackoffIsNotInFlight();
    void anAnalysisAloneIsOne();
    void analysesThatShareTwoCoresCountAsTwo();
    void analysesOnThreeCoresCountAsThree();
    void neverAboveTheExecutors();
    void neverAboveTheCoresOfTheMachine();
    void neverAboveWhatIsUnderWay();
    void nothingRan();
};

void TestDegree::stepsMergeEqualTimes()
{
    // a: 0..10, b: 10..20 (not at once), c: 5..10
    const std::vector<Step> steps = countOverTime({{0, 10, 0}, {10, 20, 1}, {5, 10, 2}});
    QCOMPARE(steps.size(), size_t(4));
    const std::vector<std::pair<qint64, int>> expected{{0, 1}, {5, 2}, {10, 1}, {20, 0}};
    for (size_t i = 0; i < steps.size(); ++i)
        QCOMPARE(std::pair(steps[i].ns, steps[i].count), expected[i]);
}

void TestDegree::callsOneAfterTheOther()
{
    TraceBuilder run;
    run.call(0, 0, 0, 40).call(1, 0, 40, 80).analyze(1, 0, 80, 100);
    const Degree degree = degreeOfConcurrency(run.end(100));
    QCOMPARE(degree.max, 1);
    QCOMPARE(degree.mean, 0.8); // 80 of 100
}

void TestDegree::callsThatOverlap()
{
    // in flight: 0..50, 10..60, 20..100 -> area 50 + 50 + 80 = 180, of a makespan of 100
    TraceBuilder run;
    run.call(0, 0, 0, 50).call(1, 0, 10, 60).call(2, 0, 20, 100);
    const Degree degree = degreeOfConcurrency(run.end(100));
    QCOMPARE(degree.max, 3);
    QCOMPARE(degree.mean, 1.8);
}

void TestDegree::aBackoffIsNotInFlight()
{
    TraceBuilder run;
    run.plan(0, 0).span(0, Phase::Ttft, 0, 10, {.outcome = Outcome::HttpError}).span(0, Phase::Backoff, 10, 70);
    run.span(0, Phase::Ttft, 70, 100, {.attempt = 1}).done(0, 100);
    const Degree degree = degreeOfConcurrency(run.end(100));
    QCOMPARE(degree.max, 1);
    QCOMPARE(degree.mean, 0.4);
}

/// Analyses of `executors` pool threads, each from `begin` to `end`, on a CPU for `cpu` of that.
static Trace analyses(int executors, std::initializer_list<std::array<qint64, 4>> steps, const QString &header = {})
{
    TraceBuilder run(0, header);
    for (int i = 1; i <= executors; ++i)
        run.executor(i, ExecutorKind::PoolThread, QStringLiteral("pool %1").arg(i));
    int call = 0;
    for (const auto &[executor, begin, end, cpu] : steps) {
        run.plan(call, 0).done(call, 0).analyze(call, static_cast<int>(executor), begin, end, cpu);
        ++call;
    }
    return run.end(100);
}

void TestDegree::anAnalysisAloneIsOne()
{
    const Degree degree = degreeOfParallelism(analyses(3, {{1, 0, 100, 10}})); // mostly off CPU, and yet one
    QCOMPARE(degree.max, 1);
    QCOMPARE(degree.mean, 0.1);
}

void TestDegree::analysesThatShareTwoCoresCountAsTwo()
{
    // Three of 90, each on a CPU for 60: 180 of CPU in 90.
    const Degree degree = degreeOfParallelism(analyses(3, {{1, 0, 90, 60}, {2, 0, 90, 60}, {3, 10, 100, 60}}));
    QCOMPARE(degree.max, 2);
    QCOMPARE(degree.mean, 1.8);
}

void TestDegree::analysesOnThreeCoresCountAsThree()
{
    QCOMPARE(degreeOfParallelism(analyses(3, {{1, 0, 50, 50}, {2, 10, 60, 49}, {3, 20, 100, 78}})).max, 3);
}

void TestDegree::neverAboveTheExecutors() { QCOMPARE(degreeOfParallelism(analyses(1, {{1, 0, 50, 50}, {1, 10, 60, 50}})).max, 1); }

void TestDegree::neverAboveTheCoresOfTheMachine()
{
    // On two cores, the third waits 50 of its 100: 2.5, which would round to three.
    const Trace trace = analyses(3, {{1, 0, 50, 50}, {2, 0, 100, 100}, {3, 0, 100, 50}}, QStringLiteral(R"({"environment":{"cores":2}})"));
    QCOMPARE(degreeOfParallelism(trace).max, 2);
}

void TestDegree::neverAboveWhatIsUnderWay()
{
    // The CPU clock ran a little ahead of the monotonic one.
    QCOMPARE(degreeOfParallelism(analyses(3, {{1, 0, 10, 18}, {2, 10, 20, 10}})).max, 1);
}

void TestDegree::nothingRan()
{
    TraceBuilder run;
    const Trace trace = run.end(0);
    QCOMPARE(degreeOfConcurrency(trace).max, 0);
    QCOMPARE(degreeOfConcurrency(trace).mean, 0.0);
    QCOMPARE(degreeOfParallelism(trace).max, 0);
    QCOMPARE(degreeOfParallelism(trace).mean, 0.0);
}

INTERLEAVE_TEST_MAIN(TestDegree)
#include "tst_degree.moc"
