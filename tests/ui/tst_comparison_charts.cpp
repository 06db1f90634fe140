// From runs to the charts of a comparison: the right words and numbers, nobody left out, and a picture that can be published.
#include "support/test_main.h"
#include "ui/charts/charts.h"
#include "ui/charts/comparison_picture.h"
#include "ui/charts/comparison_values.h"
#include "ui/charts/makespan_chart.h"
#include "ui/charts/quadrant_chart.h"
#include "ui/widgets/theme_manager.h"

#include <QApplication>
#include <QPainter>
#include <QtCharts/QBarCategoryAxis>
#include <QtCharts/QBarSet>
#include <QtCharts/QHorizontalStackedBarSeries>

using namespace interleave;

namespace {

struct Made {
    const char *model;
    double makespanS;
    int concurrency, parallelism;
};

constexpr Made made[] = {{"sequential", 15.10, 1, 1},
                         {"concurrent", 7.31, 4, 1},
                         {"parallel_threads", 7.33, 4, 2},
                         {"parallel_processes", 7.36, 4, 2},
                         {"hybrid", 7.32, 4, 2}};

FinishedRun finishedRun(const Made &m, int repeat)
{
    FinishedRun run;
    run.model = QString::fromLatin1(m.model);
    run.repeat = repeat;
    RunReport &report = run.report;
    report.model = run.model;
    report.repeat = repeat;
    report.planned = 5;
    report.outcomes[static_cast<size_t>(Outcome::Ok)] = 5;
    report.makespanS = m.makespanS * (1 + 0.004 * (repeat - 2) * (repeat % 2 ? 1 : -1));
    report.concurrency = {m.concurrency, 1.9};
    report.parallelism = {m.parallelism, 0.17};
    report.latency.n = 5;
    report.latency.p50 = 3.17;
    report.ttft.n = 4;
    return run;
}

/// Many variants under one model, at few spots.
QList<QuadrantDot> manyDots(int count)
{
    QList<QuadrantDot> dots;
    for (int i = 0; i < count; ++i) {
        QuadrantDot dot;
        dot.model = QStringLiteral("concurrent/%1").arg(i);
        dot.title = QStringLiteral("Concurrent, one agent with %1 tools a turn").arg(i);
        dot.concurrency = 1 + i % 3;
        dot.parallelism = 1 + i % 2;
        dots.append(dot);
    }
    return dots;
}

QList<FinishedRun> runsOf(int repeats)
{
    QList<FinishedRun> runs;
    for (int repeat = 0; repeat < repeats; ++repeat) {
        for (const Made &m : made)
            runs.append(finishedRun(m, repeat));
    }
    return runs;
}

QList<ModelComparison> compared(const QList<FinishedRun> &runs)
{
    QList<RunReport> reports;
    for (const FinishedRun &run : runs)
        reports.append(run.report);
    return compareRuns(reports);
}

QList<QuadrantDot> fiveDots()
{
    const QList<FinishedRun> runs = runsOf(1);
    return quadrantDots(compared(runs), runs);
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

bool save(const QImage &picture, const char *name)
{
    return picture.save(
        QStringLiteral("%1/%2-%3.png")
            .arg(QCoreApplication::applicationDirPath(), QString::fromLatin1(name), QString::fromLatin1(QTest::currentDataTag())));
}

} // namespace

class ComparisonChartsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void barsSayWhatTheComparisonSays()
    {
        const QList<FinishedRun> runs = runsOf(5);
        const QList<MakespanBar> bars = makespanBars(compared(runs), runs);
        QCOMPARE(bars.size(), 5);
        QCOMPARE(bars[0].title, QStringLiteral("Sequential"));
        QVERIFY(bars[0].look == MakespanBar::Look::Baseline);
        QCOMPARE(bars[0].note, QStringLiteral("baseline"));
        QVERIFY(bars[0].speedup.isEmpty());
        QCOMPARE(bars[2].title, QStringLiteral("Parallel threads"));
        QCOMPARE(bars[2].speedup, QStringLiteral("× 2.06"));
        QCOMPARE(bars[2].note, QStringLiteral("2.06 to 2.06"));
        QVERIFY(bars[2].low && *bars[2].low <= bars[2].seconds && bars[2].seconds <= *bars[2].high);
        QCOMPARE(makespanCaption(compared(runs)), QStringLiteral("median, 95\u00a0% interval"));
    }

    void variantsOfOneModelAreNamedByTheirNameAlone()
    {
        QList<FinishedRun> runs{finishedRun(made[0], 0), finishedRun(made[0], 0)};
        runs[0].variant = runs[0].report.variant = QStringLiteral("plain");
        runs[1].variant = runs[1].report.variant = QStringLiteral("with a cache that is larger than usual by far");
        runs[1].report.makespanS = 3;
        QList<MakespanBar> bars = makespanBars(compared(runs), runs);
        QCOMPARE(bars.size(), 2);
        QCOMPARE(bars[0].title, QStringLiteral("plain"));
        QCOMPARE(bars[0].model, QStringLiteral("sequential/plain"));
        QCOMPARE(bars[1].seconds, 3.0);
        QCOMPARE(quadrantDots(compared(runs), runs)[0].title, QStringLiteral("plain"));
        runs.append(finishedRun(made[4], 0));
        runs[2].variant = runs[2].report.variant = QStringLiteral("plain");
        bars = makespanBars(compared(runs), runs);
        QCOMPARE(bars[0].title, QStringLiteral("Sequential, plain"));
        QCOMPARE(bars[2].title, QStringLiteral("Hybrid, plain"));
        MakespanChart chart; // names that are cut to the same words keep a row each
        bars[0].title = bars[1].title + u'!';
        chart.setBars(bars);
        const auto *axis = qobject_cast<QBarCategoryAxis *>(chart.chart()->axes(Qt::Vertical).value(0));
        QVERIFY(axis);
        QCOMPARE(axis->count(), 3);
    }

    void fewRepeatsHaveNoWhiskersAndSaySo()
    {
        const QList<FinishedRun> runs = runsOf(2);
        for (const MakespanBar &bar : makespanBars(compared(runs), runs)) {
            QVERIFY(!bar.low && !bar.high);
            QVERIFY(bar.look == MakespanBar::Look::Baseline || bar.note.isEmpty());
        }
        QCOMPARE(makespanCaption(compared(runs)), QStringLiteral("intervals need 5 repeats"));
    }

    void failedAndStoppedRunsStayAndAreMarked()
    {
        QList<FinishedRun> runs = runsOf(1);
        runs[1].report.outcomes = {};
        runs[1].report.outcomes[static_cast<size_t>(Outcome::Ok)] = 3;
        runs[1].report.outcomes[static_cast<size_t>(Outcome::HttpError)] = 2;
        runs[4].report.cancelled = true;
        runs[4].report.makespanS = 1.25;
        const QList<MakespanBar> bars = makespanBars(compared(runs), runs);
        QCOMPARE(bars.size(), 5);
        QVERIFY(bars[1].look == MakespanBar::Look::Troubled);
        QCOMPARE(bars[1].note, QStringLiteral("2 of 5 failed"));
        QVERIFY(bars[1].speedup.isEmpty());
        QCOMPARE(quadrantDots(compared(runs), runs)[1].trouble, QStringLiteral("2 of 5 failed"));
        QVERIFY(bars[4].look == MakespanBar::Look::Troubled);
        QCOMPARE(bars[4].note, QStringLiteral("stopped"));
        QCOMPARE(bars[4].seconds, 1.25);
        QVERIFY(bars[4].speedup.isEmpty());
        QCOMPARE(quadrantDots(compared(runs), runs).size(), 5);
    }

    void chartHasOneRowPerModelInItsOrder()
    {
        const QList<FinishedRun> runs = runsOf(5);
        MakespanChart chart;
        chart.setBars(makespanBars(compared(runs), runs));
        const auto *series = qobject_cast<QHorizontalStackedBarSeries *>(chart.chart()->series().value(0));
        QVERIFY(series);
        QCOMPARE(series->barSets().size(), 3);
        const QBarSet *baseline = series->barSets()[0];
        const QBarSet *others = series->barSets()[1];
        QVERIFY(qAbs(baseline->at(4) - 15.1) < 0.1); // drawn from the bottom up: the first model is the last row
        QCOMPARE(others->at(4), 0.0);
        QVERIFY(qAbs(others->at(0) - 7.32) < 0.05);
        QCOMPARE(series->barSets()[2]->sum(), 0.0);
    }

    void namesOfManyDotsDoNotCoverEachOtherAndAreAllInTheTips()
    {
        QImage image(330, 350, QImage::Format_RGB32);
        QPainter painter(&image);
        const QList<PlacedDot> placed = paintQuadrant(painter, Theme::light(), QRectF(0, 0, 330, 350), manyDots(20));
        QCOMPARE(placed.size(), 20);
        int named = 0;
        for (const PlacedDot &dot : placed) {
            QVERIFY2(dot.text.contains(QStringLiteral("Concurrent, one agent with")), qPrintable(dot.text));
            QVERIFY(image.rect().contains(dot.centre.toPoint()));
            named += !dot.label.isNull();
            for (const PlacedDot &other : placed)
                QVERIFY(&dot == &other || dot.label.isNull() || !dot.label.intersects(other.label));
        }
        QVERIFY2(named >= 3 && named < 20, qPrintable(QString::number(named)));
    }

    void barsOfManyRunsKeepTheHeightOfTheirNames()
    {
        MakespanChart chart;
        const int few = chart.minimumSizeHint().height();
        QList<MakespanBar> bars;
        for (int i = 0; i < 20; ++i) {
            MakespanBar bar;
            bar.model = bar.title = QStringLiteral("concurrent, one agent with %1 tools a turn").arg(i);
            bar.seconds = 1 + i;
            bars.append(bar);
        }
        chart.setBars(bars);
        QVERIFY(chart.minimumSizeHint().height() >= 20 * 20 && chart.minimumSizeHint().height() > few);
        chart.resize(360, chart.minimumSizeHint().height());
        chart.show();
        const QRectF plot = chart.chart()->plotArea();
        const QString tip = chart.tipAt(plot.top() + plot.height() * 3.5 / 20);
        QVERIFY2(tip.startsWith(bars[3].title), qPrintable(tip));
    }

    void dotsOfOneSpotAreSpread()
    {
        QImage image(342, 350, QImage::Format_RGB32);
        QPainter painter(&image);
        const QList<PlacedDot> placed = paintQuadrant(painter, Theme::light(), QRectF(0, 0, 342, 350), fiveDots());
        painter.end();
        QCOMPARE(placed.size(), 5);
        QCOMPARE(placed[3].centre.y() - placed[2].centre.y(), 19.0);
        QCOMPARE(placed[4].centre.y() - placed[3].centre.y(), 19.0);
        QCOMPARE(placed[2].centre.x(), placed[4].centre.x());
        QCOMPARE(placed[1].centre.x(), placed[2].centre.x());
        QVERIFY(placed[1].centre.y() > placed[4].centre.y());
        for (const PlacedDot &dot : placed)
            QVERIFY2(QRectF(46, 0, 290, 340).contains(dot.label), qPrintable(dot.model));
    }

    void clickingADotTellsItsModel()
    {
        QuadrantChart chart;
        chart.resize(342, 350);
        chart.setDots(fiveDots());
        chart.grab();
        QImage image(342, 350, QImage::Format_RGB32);
        QPainter painter(&image);
        const QList<PlacedDot> placed = paintQuadrant(painter, Theme::light(), chart.rect(), fiveDots());
        QString told;
        connect(&chart, &QuadrantChart::modelClicked, this, [&told](const QString &model) { told = model; });
        QTest::mouseClick(&chart, Qt::LeftButton, {}, placed[1].centre.toPoint());
        QCOMPARE(told, QStringLiteral("concurrent"));
        QTest::mouseClick(&chart, Qt::LeftButton, {}, placed[4].label.center().toPoint());
        QCOMPARE(told, QStringLiteral("hybrid"));
    }

    void chartsDrawInBothThemes_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }
    void chartsDrawInBothThemes()
    {
        QFETCH(bool, dark);
        ThemeManager::instance().setMode(dark ? ThemeMode::Dark : ThemeMode::Light);
        const Theme &t = currentTheme();
        QList<FinishedRun> runs = runsOf(5);
        MakespanChart bars;
        bars.resize(396, 340);
        bars.setBars(makespanBars(compared(runs), runs));
        bars.show();
        QVERIFY(QTest::qWaitForWindowExposed(&bars));
        const QImage whole = bars.grab().toImage();
        QVERIFY(save(whole, "makespan"));
        QVERIFY(pixelsOf(whole, t.bar) > 3000);
        QVERIFY(pixelsOf(whole, t.barBase) > 2000);

        runs = runsOf(1);
        runs[3].report.cancelled = true;
        runs[2].report.outcomes[static_cast<size_t>(Outcome::Timeout)] = 1;
        bars.setBars(makespanBars(compared(runs), runs));
        QCoreApplication::processEvents();
        QVERIFY(save(bars.grab().toImage(), "makespan-troubled"));

        QuadrantChart quadrant;
        quadrant.resize(342, 350);
        quadrant.setDots(fiveDots());
        const QImage dots = quadrant.grab().toImage();
        QVERIFY(save(dots, "quadrant"));
        QVERIFY(pixelsOf(dots, t.accentSoft) > 5000);
    }

    void pictureIsReadyToPublish_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::addColumn<double>("ratio");
        QTest::newRow("light-1x") << false << 1.0;
        QTest::newRow("light-2x") << false << 2.0;
        QTest::newRow("dark-1x") << true << 1.0;
    }
    void pictureIsReadyToPublish()
    {
        QFETCH(bool, dark);
        QFETCH(double, ratio);
        const Theme &t = dark ? Theme::dark() : Theme::light();
        ThemeManager::instance().setMode(dark ? ThemeMode::Light : ThemeMode::Dark); // the window's theme must not leak in
        const QList<FinishedRun> runs = runsOf(5);
        const QImage picture = renderComparison(runs, compared(runs), t, {1280, 760}, ratio);
        QVERIFY(save(picture, "comparison"));
        QCOMPARE(picture.size(), (QSizeF(1280, 760) * ratio).toSize());
        QCOMPARE(picture.pixelColor(2, 2), t.panel);
        QVERIFY(pixelsOf(picture, t.bar) > 10000);
        QVERIFY(pixelsOf(picture, t.barBase) > 5000);
        QVERIFY(pixelsOf(picture, t.accentSoft) > 5000);
        QCOMPARE(pixelsOf(picture, dark ? Theme::light().window : Theme::dark().window), 0);
    }

    void everyChartIsListed()
    {
        QStringList ids;
        for (const CatalogEntry &entry : catalogOfCharts()) {
            QVERIFY(!entry.title.isEmpty() && entry.sentence.endsWith(u'.'));
            ids.append(entry.id);
        }
        QCOMPARE(ids,
                 QStringList({QStringLiteral("makespan"), QStringLiteral("quadrant"), QStringLiteral("load"), QStringLiteral("counters")}));
    }
};

INTERLEAVE_UI_TEST_MAIN(ComparisonChartsTest)
#include "tst_comparison_charts.moc"
