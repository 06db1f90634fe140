// What the counter tracks draw, and that they draw it where the timeline is.
#include "ui/charts/counter_points.h"

#include "support/run_builder.h"
#include "support/test_main.h"
#include "ui/charts/counter_tracks.h"
#include "ui/widgets/theme_manager.h"

#include <QApplication>
#include <QSignalSpy>

using namespace interleave;
using namespace interleave::test;

namespace {

constexpr qint64 second = 1'000'000'000;

/// The run of the article: five calls, at most four in flight, a pool of two.
RunBuilder articleRun()
{
    RunBuilder run;
    run.executor(ExecutorKind::Loop, QStringLiteral("network loop"));
    const int pool1 = run.executor(ExecutorKind::PoolThread, QStringLiteral("pool 1"));
    const int pool2 = run.executor(ExecutorKind::PoolThread, QStringLiteral("pool 2"));
    run.call(QStringLiteral("Explain AI"))
        .span(Phase::Ttft, 0.05, 0.38)
        .stream(0.38, 1.24, 9)
        .done(1.24, 66)
        .on(pool1)
        .span(Phase::Analyze, 1.25, 1.5);
    run.call(QStringLiteral("Quantum"))
        .span(Phase::Ttft, 0.05, 0.47)
        .stream(0.47, 2.9, 24)
        .done(2.9, 168)
        .on(pool2)
        .span(Phase::Analyze, 2.91, 3.16);
    run.call(QStringLiteral("Haiku"))
        .span(Phase::Ttft, 0.05, 0.34)
        .stream(0.34, 0.83, 5)
        .done(0.83, 21)
        .on(pool1)
        .span(Phase::Analyze, 0.84, 1.09);
    run.call(QStringLiteral("Networks"))
        .span(Phase::Ttft, 0.05, 0.56)
        .stream(0.56, 7.0, 60)
        .done(7.0, 480)
        .on(pool1)
        .span(Phase::Analyze, 7.01, 7.26);
    run.call(QStringLiteral("Learning"))
        .span(Phase::Limiter, 0, 0.83)
        .span(Phase::Ttft, 0.84, 1.22)
        .stream(1.22, 2.75, 14)
        .done(2.75, 118)
        .on(pool1)
        .span(Phase::Analyze, 2.76, 3.01);
    run.finish(7.27);
    return run;
}

StepCounter sawtooth(int teeth)
{
    std::vector<StepCounter::Change> changes;
    for (int i = 0; i < teeth; ++i) {
        changes.push_back({i * 1000, +1});
        changes.push_back({i * 1000 + 500, -1});
    }
    changes.push_back({777'300, +40}); // one short peak
    changes.push_back({777'301, -40});
    StepCounter counter;
    counter.add(changes);
    return counter;
}

double highest(const QList<QPointF> &points)
{
    double top = 0;
    for (const QPointF &point : points)
        top = std::max(top, point.y());
    return top;
}

int pixelsOf(const QImage &image, const QColor &colour)
{
    int count = 0;
    for (int y = 0; y < image.height(); ++y) {
        for (int x = 0; x < image.width(); ++x)
            count += image.pixel(x, y) == colour.rgb();
    }
    return count;
}

} // namespace

class CounterPointsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void lineStartsWithTheValueAtItsLeftEdgeAndEndsNow()
    {
        StepCounter counter;
        counter.add({{10, +1}, {20, +1}, {30, -2}});
        const QList<QPointF> expected{{15, 1}, {20, 1}, {20, 2}, {25, 2}};
        QCOMPARE(stepShape(counter, 15, 100, 25).line, expected);
        QCOMPARE(stepShape(counter, 40, 100, 35).line, QList<QPointF>());
        const QList<QPointF> after{{40, 0}, {50, 0}};
        QCOMPARE(stepShape(counter, 40, 50, 90).line, after);
    }

    void tiledPhasesMakeNoCorner()
    {
        StepCounter counter;
        counter.add({{10, +1}, {20, -1}, {20, +1}, {30, -1}});
        const QList<QPointF> expected{{0, 0}, {10, 0}, {10, 1}, {30, 1}, {30, 0}, {40, 0}};
        QCOMPARE(stepShape(counter, 0, 40, 40).line, expected);
    }

    void aLongRunHasFewPointsAndLosesNoPeak()
    {
        const StepCounter counter = sawtooth(20'000);
        const StepShape shape = stepShape(counter, 0, 20'000'000, 20'000'000);
        QVERIFY(shape.line.size() <= maximumPoints);
        QCOMPARE(highest(shape.high), 41.0);
        QCOMPARE(shape.low.size(), shape.line.size());
        QCOMPARE(shape.high.size(), shape.line.size());
        for (qsizetype i = 1; i < shape.line.size(); ++i) {
            QVERIFY(shape.line[i].x() >= shape.line[i - 1].x());
            QVERIFY(shape.low[i].y() <= shape.line[i].y() && shape.line[i].y() <= shape.high[i].y());
        }
        // Half of the time one is in flight: the line says so, and is no block from 0 to 1.
        QVERIFY(qAbs(shape.line[10].y() - 0.5) < 0.01);
        QVERIFY(qAbs(shape.last - 0.5) < 0.01);
    }

    void barsGetWiderWhenZoomedOut()
    {
        QCOMPARE(barStep(1e6), Counters::binNs); // 125 px
        QCOMPARE(barStep(25e6), Counters::binNs);
        QCOMPARE(barStep(26e6), second / 4);
        QCOMPARE(barStep(1e9), 5 * second);
        QCOMPARE(barStep(1e18), 3600 * second);
    }

    void barsAddUpToTheTokens()
    {
        Counters counters;
        counters.update(*articleRun().trace());
        for (const qint64 step : {Counters::binNs, second, 5 * second}) {
            const RateBars bars = rateBars(counters, 0, 10 * second, step, 1);
            double tokens = 0;
            for (qsizetype i = 1; i < bars.outline.size(); i += 4)
                tokens += bars.outline[i].y() * static_cast<double>(step) * 1e-9;
            QVERIFY2(qAbs(tokens - 853) < 1e-6, qPrintable(QString::number(tokens)));
            QCOMPARE(highest(bars.outline), bars.peak);
        }
        const RateBars part = rateBars(counters, second, 2 * second, Counters::binNs, 1);
        QCOMPARE(part.outline.size(), 4 * 8);
        QVERIFY(part.outline.first().x() >= 1e9);
    }

    void tracksDrawInBothThemes_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void tracksDrawInBothThemes()
    {
        QFETCH(bool, dark);
        ThemeManager::instance().setMode(dark ? ThemeMode::Dark : ThemeMode::Light);
        const Theme &t = currentTheme();
        CounterTracks tracks;
        tracks.setGutter(250);
        tracks.resize(1076, 3 * metrics::counterTrack);
        tracks.setLimits(4, 2, QStringLiteral("pool"));
        tracks.setRange(0, 4'340'000'000);
        tracks.setGrid({0, second / 2, second, 3 * second / 2, 2 * second, 5 * second / 2, 3 * second, 7 * second / 2, 4 * second});
        const auto trace = articleRun().traceAt(2.99);
        tracks.setTrace(trace, 2'990'000'000);
        tracks.show();
        QVERIFY(QTest::qWaitForWindowExposed(&tracks));
        const QImage picture = tracks.grab().toImage();
        QVERIFY(picture.save(QStringLiteral("%1/counters-%2.png")
                                 .arg(QCoreApplication::applicationDirPath(), QString::fromLatin1(QTest::currentDataTag()))));

        QVERIFY(pixelsOf(picture, t.phase(Phase::Stream).line) > 300);
        QVERIFY(pixelsOf(picture, t.phase(Phase::Analyze).line) > 300);
        QCOMPARE(pixelsOf(picture.copy(250 + qRound(2.99 / 4.34 * 826), 0, 1, picture.height()), t.now), picture.height());
        // Four calls are in flight at 1 s, which is the limit: the line lies at the top of the plot; nothing after now.
        const int atOneSecond = 250 + qRound(1.05 / 4.34 * 826);
        QVERIFY(pixelsOf(picture.copy(atOneSecond, 10, 1, 10), t.phase(Phase::Stream).line) > 0);
        QCOMPARE(pixelsOf(picture.copy(900, 0, 100, picture.height()), t.phase(Phase::Stream).line), 0);
    }

    void hoverTellsTheTimeUnderTheMouse()
    {
        CounterTracks tracks;
        tracks.setGutter(100);
        tracks.resize(1100, 219);
        tracks.setRange(second, 2 * second);
        tracks.show();
        QVERIFY(QTest::qWaitForWindowExposed(&tracks));
        std::optional<qint64> told;
        connect(&tracks, &CounterTracks::timeHovered, this, [&told](std::optional<qint64> ns) { told = ns; });
        QWidget *track = tracks.childAt(600, 20);
        QVERIFY(track);
        QTest::mouseMove(track, {600, 20});
        QTRY_VERIFY(told);
        QCOMPARE(*told, second + second / 2);
        QTest::mouseMove(track, {50, 20});
        QTRY_VERIFY(!told);
    }
};

INTERLEAVE_UI_TEST_MAIN(CounterPointsTest)
#include "tst_counter_points.moc"
