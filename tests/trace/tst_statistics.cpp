// Percentiles and summaries, against examples worked out by hand.
#include "support/test_main.h"
#include "trace/statistics.h"

#include <QTest>

#include <numeric>

using namespace interleave;

class TestStatistics : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aPercentileNeedsEnoughSamples_data();
    void aPercentileNeedsEnoughSamples();
    void ranksAreNearestRanks_data();
    void ranksAreNearestRanks();
    void withheldBelowTheLeastNumber();
    void nothingOfNothing();
    void fiveSamples();
    void twentyNineSamplesGiveP90ButNotP99();
};

static std::vector<qint64> oneTo(int n)
{
    std::vector<qint64> samples(static_cast<size_t>(n));
    std::iota(samples.begin(), samples.end(), 1);
    return samples;
}

void TestStatistics::aPercentileNeedsEnoughSamples_data()
{
    QTest::addColumn<int>("permille");
    QTest::addColumn<int>("needed");
    QTest::newRow("p50") << 500 << 5;
    QTest::newRow("p90") << 900 << 29;
    QTest::newRow("p95") << 950 << 59;
    QTest::newRow("p99") << 990 << 299;
    QTest::newRow("p99.9") << 999 << 2995;
}

void TestStatistics::aPercentileNeedsEnoughSamples()
{
    QFETCH(int, permille);
    QFETCH(int, needed);
    QCOMPARE(samplesNeeded(permille), needed);
}

void TestStatistics::ranksAreNearestRanks_data()
{
    QTest::addColumn<int>("n");
    QTest::addColumn<int>("permille");
    QTest::addColumn<qint64>("rank");
    QTest::newRow("p50 of 5 is the 3rd") << 5 << 500 << qint64(3);
    QTest::newRow("p50 of 6 is the 3rd") << 6 << 500 << qint64(3);
    QTest::newRow("p90 of 29 is the 27th") << 29 << 900 << qint64(27);           // 26.1
    QTest::newRow("p90 of 30 is the 27th") << 30 << 900 << qint64(27);           // 27 exactly
    QTest::newRow("p99 of 299 is the 297th") << 299 << 990 << qint64(297);       // 296.01
    QTest::newRow("p99 of 300 is the 297th") << 300 << 990 << qint64(297);       // 297 exactly
    QTest::newRow("p99.9 of 2995 is the 2993rd") << 2995 << 999 << qint64(2993); // 2992.005
    QTest::newRow("p50 of 1") << 1 << 500 << qint64(1);
}

void TestStatistics::ranksAreNearestRanks()
{
    QFETCH(int, n);
    QFETCH(int, permille);
    QFETCH(qint64, rank);
    QCOMPARE(nearestRank(oneTo(n), permille), rank);
}

void TestStatistics::withheldBelowTheLeastNumber()
{
    for (const int permille : {500, 900, 950, 990, 999}) {
        const int needed = samplesNeeded(permille);
        QVERIFY(!percentile(oneTo(needed - 1), permille));
        QVERIFY(percentile(oneTo(needed), permille));
    }
    QVERIFY(!percentile({}, 500));
}

void TestStatistics::nothingOfNothing()
{
    const Summary summary = summarize({});
    QCOMPARE(summary.n, 0);
    QVERIFY(!summary.min && !summary.mean && !summary.p50 && !summary.p90 && !summary.p99 && !summary.max);
}

void TestStatistics::fiveSamples()
{
    const qint64 s = 1'000'000'000;
    const Summary summary = summarize({4 * s, 1 * s, 3 * s, 2 * s, 10 * s});
    QCOMPARE(summary.n, 5);
    QCOMPARE(summary.min, 1.0);
    QCOMPARE(summary.mean, 4.0);
    QCOMPARE(summary.p50, 3.0);
    QVERIFY(!summary.p90);
    QVERIFY(!summary.p99);
    QCOMPARE(summary.max, 10.0);
}

void TestStatistics::twentyNineSamplesGiveP90ButNotP99()
{
    const Summary summary = summarize(oneTo(29));
    QCOMPARE(summary.p50, 15e-9);
    QCOMPARE(summary.p90, 27e-9);
    QVERIFY(!summary.p99);
}

INTERLEAVE_TEST_MAIN(TestStatistics)
#include "tst_statistics.moc"
