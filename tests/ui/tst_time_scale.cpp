#include "support/test_main.h"
#include "ui/timeline/ruler_ticks.h"
#include "ui/timeline/time_scale.h"

using namespace interleave;

class TestTimeScale : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void mapsTheRangeToTheWidth()
    {
        const TimeScale scale = TimeScale::fit(1'000, 3'000, 250, 200);
        QCOMPARE(scale.x(1'000), 250.0);
        QCOMPARE(scale.x(3'000), 450.0);
        QCOMPARE(scale.pixel(2'004), 350);
        QCOMPARE(scale.ns(350), 2'000);
    }

    void staysExactLateInALongRun()
    {
        const qint64 day = 86'400'000'000'000;
        const TimeScale scale = TimeScale::fit(day, day + 1'000, 0, 1'000);
        QCOMPARE(scale.pixel(day + 1), 1);
        QCOMPARE(scale.pixel(day + 999), 999);
        QCOMPARE(scale.ns(500), day + 500);
    }

    void emptyRangeAndWidthAreHarmless()
    {
        const TimeScale scale = TimeScale::fit(5, 5, 0, 0);
        QVERIFY(scale.nsPerPx > 0);
        QCOMPARE(scale.pixel(5), 0);
    }

    void farAwayPixelsDoNotOverflow()
    {
        const TimeScale scale = TimeScale::fit(0, 1'000, 0, 1'000);
        QCOMPARE(scale.pixel(9'000'000'000'000'000'000), 1'000'000);
        QCOMPARE(scale.pixel(-9'000'000'000'000'000'000), -1'000'000);
    }

    void labelsAreAtLeastSoFarApart_data()
    {
        QTest::addColumn<qint64>("begin");
        QTest::addColumn<qint64>("end");
        QTest::newRow("a day") << qint64(0) << qint64(86'400'000'000'000);
        QTest::newRow("fifteen seconds") << qint64(0) << qint64(16'000'000'000);
        QTest::newRow("a second, late") << qint64(400'000'000'000) << qint64(401'000'000'000);
        QTest::newRow("a millisecond") << qint64(2'000'000'000) << qint64(2'001'000'000);
        QTest::newRow("a microsecond") << qint64(2'000'000'000) << qint64(2'000'001'000);
        QTest::newRow("three years") << qint64(0) << qint64(94'608'000'000'000'000);
    }

    void labelsAreAtLeastSoFarApart()
    {
        QFETCH(const qint64, begin);
        QFETCH(const qint64, end);
        const QList<RulerTick> ticks = rulerTicks(begin, end, 1'000, 76);
        const TimeScale scale = TimeScale::fit(begin, end, 0, 1'000);
        double last = -1e9;
        int labels = 0;
        for (const RulerTick &tick : ticks) {
            QVERIFY(tick.ns >= begin && tick.ns <= end);
            if (!tick.major)
                continue;
            QVERIFY(!tick.label.isEmpty());
            QVERIFY(scale.x(tick.ns) - last > 75.9);
            last = scale.x(tick.ns);
            ++labels;
        }
        QVERIFY2(labels >= 3, qPrintable(QString::number(labels)));
        QVERIFY(ticks.size() < 200);
    }

    void labelsSayNoMoreThanTheStepNeeds()
    {
        const qint64 ms = 1'000'000;
        const qint64 s = 1'000 * ms;
        const auto label = [](qint64 ns, qint64 step) { return rulerLabel(ns, step).replace(QChar(QChar::Nbsp), QLatin1Char(' ')); };
        QCOMPARE(label(0, s), QStringLiteral("0 s"));
        QCOMPARE(label(500 * ms, 500 * ms), QStringLiteral("0.5 s"));
        QCOMPARE(label(s, 500 * ms), QStringLiteral("1 s"));
        QCOMPARE(label(3 * s, s), QStringLiteral("3 s"));
        QCOMPARE(label(40 * ms, 20 * ms), QStringLiteral("40 ms"));
        QCOMPARE(label(2'020 * ms, 20 * ms), QStringLiteral("2.02 s"));
        QCOMPARE(label(90 * s, 30 * s), QStringLiteral("1:30"));
        QCOMPARE(label(65 * s, 5 * s), QStringLiteral("1:05"));
        QCOMPARE(label(3'660 * s, 60 * s), QStringLiteral("1:01:00"));
        QCOMPARE(label(20'000, 5'000), QStringLiteral("20 µs"));
    }

    void everySecondIsStrongerWhereHalvesAreLabelled()
    {
        for (const RulerTick &tick : rulerTicks(0, 4'400'000'000, 830)) {
            QCOMPARE(tick.major, tick.ns % 500'000'000 == 0);
            QCOMPARE(tick.strong, tick.ns % 1'000'000'000 == 0);
        }
    }

    void durationsHaveTheirUnit()
    {
        const auto text = [](qint64 ns) { return durationText(ns).replace(QChar(QChar::Nbsp), QLatin1Char(' ')); };
        QCOMPARE(text(330'000'000), QStringLiteral("330 ms"));
        QCOMPARE(text(2'990'000'000), QStringLiteral("2.99 s"));
        QCOMPARE(text(4'200'000), QStringLiteral("4.2 ms"));
        QCOMPARE(text(12'400), QStringLiteral("12 µs"));
        QCOMPARE(text(65'200'000'000), QStringLiteral("1:05.2"));
    }
};

INTERLEAVE_TEST_MAIN(TestTimeScale)
#include "tst_time_scale.moc"
