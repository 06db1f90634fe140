// Speed-ups: the median of same-repeat ratios, and an interval only when there are repeats enough.
#include "support/test_main.h"

#include "trace/comparison.h"
#include "json/json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <nlohmann/json.hpp>

using namespace interleave;

class TestComparison : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void oneRepeatHasAMedianAndNoInterval();
    void ratiosAreOfTheSameRepeat();
    void fiveRepeatsHaveAnInterval();
    void equalRatiosHaveAnIntervalOfNoWidth();
    void theSameRunsGiveTheSameInterval();
    void stoppedRunsAreLeftOut();
    void failedCallsAreNoSpeedup_data();
    void failedCallsAreNoSpeedup();
    void repeatsThatFailedAreLeftOutAndTold();
    void otherCallsAreNoSpeedup();
    void withoutASequentialRunThereIsNoSpeedup();
    void withheldFiguresAreNull();
};

static RunReport run(const char *model, int repeat, double makespanS, bool cancelled = false)
{
    RunReport report;
    report.model = QString::fromLatin1(model);
    report.repeat = repeat;
    report.makespanS = makespanS;
    report.cancelled = cancelled;
    return report;
}

void TestComparison::oneRepeatHasAMedianAndNoInterval()
{
    const QList<ModelComparison> result = compareRuns({run("sequential", 0, 15), run("concurrent", 0, 7.5)});
    QCOMPARE(result.size(), 2);
    QCOMPARE(result[0].model, QStringLiteral("sequential"));
    QCOMPARE(result[0].speedup, 1.0);
    QCOMPARE(result[1].model, QStringLiteral("concurrent"));
    QCOMPARE(result[1].repeats, 1);
    QCOMPARE(result[1].speedup, 2.0);
    QCOMPARE(result[1].medianRun, 1);
    QVERIFY(!result[1].speedupLow95 && !result[1].speedupHigh95);
    QVERIFY(!result[1].makespanLow95S && !result[1].makespanHigh95S);
}

void TestComparison::ratiosAreOfTheSameRepeat()
{
    // Ratios 10/5, 20/5, 30/5 = 2 4 6: median 4. Ratio of medians would be 20/5 as well, so the middle one differs:
    const QList<ModelComparison> result = compareRuns({run("sequential", 0, 10), run("hybrid", 0, 5), run("sequential", 1, 20),
                                                       run("hybrid", 1, 2), run("sequential", 2, 30), run("hybrid", 2, 10)});
    QCOMPARE(result[1].speedup, 3.0); // 2 10 3, not 20/5
    QCOMPARE(result[1].makespanMedianS, 5.0);
    QCOMPARE(result[1].medianRun, 1);
    QCOMPARE(result[0].medianRun, 2);
}

static QList<RunReport> fiveRepeats()
{
    QList<RunReport> runs;
    const double makespans[] = {5.0, 4.0, 2.5, 2.0, 1.0}; // ratios 2 2.5 4 5 10
    for (int repeat = 0; repeat < 5; ++repeat)
        runs << run("sequential", repeat, 10) << run("concurrent", repeat, makespans[repeat]);
    return runs;
}

void TestComparison::fiveRepeatsHaveAnInterval()
{
    // The median of five drawn from five is the smallest with probability 0.058 and the largest too, so the 2.5 % points of
    // the bootstrap are the smallest and the largest.
    const ModelComparison result = compareRuns(fiveRepeats())[1];
    QCOMPARE(result.speedup, 4.0);
    QCOMPARE(result.speedupLow95, 2.0);
    QCOMPARE(result.speedupHigh95, 10.0);
    QCOMPARE(result.makespanLow95S, 1.0);
    QCOMPARE(result.makespanHigh95S, 5.0);
}

void TestComparison::equalRatiosHaveAnIntervalOfNoWidth()
{
    QList<RunReport> runs;
    for (int repeat = 0; repeat < 9; ++repeat)
        runs << run("sequential", repeat, 6) << run("concurrent", repeat, 2);
    const ModelComparison result = compareRuns(runs)[1];
    QCOMPARE(result.speedupLow95, 3.0);
    QCOMPARE(result.speedupHigh95, 3.0);
}

void TestComparison::theSameRunsGiveTheSameInterval()
{
    QCOMPARE(compact(comparisonJson(compareRuns(fiveRepeats()))), compact(comparisonJson(compareRuns(fiveRepeats()))));
}

void TestComparison::stoppedRunsAreLeftOut()
{
    const QList<ModelComparison> result =
        compareRuns({run("sequential", 0, 10), run("concurrent", 0, 5), run("sequential", 1, 1, true), run("concurrent", 1, 5)});
    QCOMPARE(result[0].repeats, 1);
    QCOMPARE(result[1].repeats, 2);
    QCOMPARE(result[1].speedup, 2.0);
    const QList<ModelComparison> onlyStopped = compareRuns({run("hybrid", 0, 1, true)});
    QCOMPARE(onlyStopped[0].repeats, 0);
    QCOMPARE(onlyStopped[0].medianRun, -1);
}

/// With calls that were not answered.
static RunReport failing(RunReport report, int ok, int planned = 4, Outcome outcome = Outcome::HttpError)
{
    report.planned = planned;
    report.outcomes[static_cast<size_t>(Outcome::Ok)] = ok;
    report.outcomes[static_cast<size_t>(outcome)] += planned - ok;
    return report;
}

void TestComparison::failedCallsAreNoSpeedup_data()
{
    QTest::addColumn<int>("sequentialOk");
    QTest::addColumn<int>("concurrentOk");
    QTest::addColumn<QString>("reason");
    QTest::newRow("one of the model") << 4 << 3 << QStringLiteral("of the calls of concurrent, 1 of 4 failed");
    QTest::newRow("all of the model") << 4 << 0 << QStringLiteral("of the calls of concurrent, all 4 failed");
    QTest::newRow("one of the baseline") << 3 << 4 << QStringLiteral("of the calls of sequential, 1 of 4 failed");
    QTest::newRow("both alike") << 2 << 2 << QStringLiteral("of the calls of concurrent, 2 of 4 failed");
    QTest::newRow("all of both") << 0 << 0 << QStringLiteral("of the calls of concurrent, all 4 failed");
}

void TestComparison::failedCallsAreNoSpeedup()
{
    QFETCH(int, sequentialOk);
    QFETCH(int, concurrentOk);
    QFETCH(QString, reason);
    for (const Outcome outcome : {Outcome::HttpError, Outcome::Dropped, Outcome::Cancelled}) {
        const QList<RunReport> runs{failing(run("sequential", 0, 15), sequentialOk, 4, outcome),
                                    failing(run("concurrent", 0, 0.01), concurrentOk, 4, outcome)};
        const ModelComparison concurrent = compareRuns(runs)[1];
        QVERIFY(!concurrent.speedup && !concurrent.speedupLow95);
        QVERIFY(!concurrent.notComparable.isEmpty());
        if (outcome != Outcome::Cancelled)
            QVERIFY2(concurrent.notComparable.startsWith(reason), qPrintable(concurrent.notComparable));
        QCOMPARE(concurrent.isComplete, concurrentOk == 4);
        const QJsonObject json = qtObject(comparisonJson({concurrent})[0]);
        QVERIFY(json[QStringLiteral("speedup_vs_sequential")][QStringLiteral("median")].isNull());
        QCOMPARE(json[QStringLiteral("not_comparable")].toString(), concurrent.notComparable);
    }
}

void TestComparison::repeatsThatFailedAreLeftOutAndTold()
{
    const QList<ModelComparison> result = compareRuns({failing(run("sequential", 0, 10), 4), failing(run("hybrid", 0, 5), 4),
                                                       failing(run("sequential", 1, 10), 4), failing(run("hybrid", 1, 0.1), 1)});
    QCOMPARE(result[1].speedup, 2.0);
    QCOMPARE(result[1].makespanMedianS, 5.0); // not that of the run that failed fast
    QCOMPARE(result[1].medianRun, 1);
    QVERIFY(result[1].notComparable.isEmpty());
    QVERIFY2(result[1].leftOut.startsWith(QStringLiteral("the speed-up leaves out 1 of 2 repeats: of the calls of hybrid, 3 of 4")),
             qPrintable(result[1].leftOut));
    QVERIFY(result[0].leftOut.isEmpty());
}

void TestComparison::otherCallsAreNoSpeedup()
{
    // Both complete, of different work: a duration, say.
    const QList<ModelComparison> result = compareRuns({failing(run("sequential", 0, 10), 4), failing(run("hybrid", 0, 10), 9, 9)});
    QVERIFY(!result[1].speedup);
    QVERIFY2(result[1].notComparable.startsWith(QStringLiteral("hybrid made 9 calls and sequential 4")),
             qPrintable(result[1].notComparable));
}

void TestComparison::withoutASequentialRunThereIsNoSpeedup()
{
    const ModelComparison result = compareRuns({run("hybrid", 0, 3)})[0];
    QVERIFY(!result.speedup);
    QCOMPARE(result.makespanMedianS, 3.0);
}

void TestComparison::withheldFiguresAreNull()
{
    const OrderedJson json = comparisonJson(compareRuns({run("sequential", 0, 15), run("hybrid", 0, 7.5), run("concurrent", 0, 1, true)}));
    QCOMPARE(
        compact(json),
        QByteArray(
            R"([{"model":"sequential","makespan_s_median":15,"speedup_vs_sequential":{"median":1,"low95":null,"high95":null}},)"
            R"({"model":"hybrid","makespan_s_median":7.5,"speedup_vs_sequential":{"median":2,"low95":null,"high95":null}},)"
            R"({"model":"concurrent","makespan_s_median":null,"speedup_vs_sequential":{"median":null,"low95":null,"high95":null},"not_comparable":"concurrent did not finish: no speed-up"}])"));
}

INTERLEAVE_TEST_MAIN(TestComparison)
#include "tst_comparison.moc"
