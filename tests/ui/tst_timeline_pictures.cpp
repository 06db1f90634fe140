// Paints the timeline in its states and both themes. The pictures lie in the build folder (tests/pictures), to be looked
// at; what is tested is that pictures of different states differ and that equal states give equal pictures.
#include "support/article_run.h"
#include "support/test_main.h"
#include "ui/timeline/timeline_picture.h"
#include "ui/timeline/timeline_view.h"
#include "ui/widgets/theme_manager.h"

#include <QDir>

using namespace interleave;

class TestTimelinePictures : public QObject
{
    Q_OBJECT

    static QImage grab(TimelineView &view, const QString &name)
    {
        const QImage image = view.grab().toImage();
        QDir().mkpath(QCoreApplication::applicationDirPath() + QStringLiteral("/pictures"));
        QString end = ThemeManager::instance().mode() == ThemeMode::Dark ? QStringLiteral("-dark") : QStringLiteral("-light");
        if (image.devicePixelRatio() > 1) // QT_SCALE_FACTOR=1.25, 2
            end += QStringLiteral("-%1x").arg(image.devicePixelRatio());
        if (!image.save(QCoreApplication::applicationDirPath() + QStringLiteral("/pictures/timeline-") + name + end +
                        QStringLiteral(".png")))
            qWarning("cannot write the picture");
        return image;
    }

    static QList<NamedTrace> stackedRuns(bool ghost)
    {
        const TracePtr sequential = test::sequentialRun().trace();
        const TracePtr hybrid = test::hybridRun().trace();
        return {{QStringLiteral("Sequential"), sequential, ghost},
                {QStringLiteral("Concurrent"), hybrid, ghost},
                {QStringLiteral("Parallel threads"), hybrid, ghost},
                {QStringLiteral("Parallel processes"), hybrid, ghost},
                {QStringLiteral("Hybrid"), hybrid, ghost}};
    }

    /// Agents that wait, stream and compute in turn; every ninth call fails.
    static TracePtr manyCalls(int calls)
    {
        test::RunBuilder run;
        run.executor(ExecutorKind::Loop, QStringLiteral("network loop"));
        for (int i = 0; i < calls; ++i) {
            test::CallBuilder &call = run.call(QStringLiteral("Agent %1 looks for the cause").arg(i + 1));
            double at = 0.03 * i;
            for (int step = 0; step < 6; ++step) {
                const double wait = 0.1 + 0.05 * ((i + step) % 7);
                call.span(Phase::Send, at, at + 0.002).span(Phase::Ttft, at + 0.002, at + wait);
                const bool fails = i % 9 == 4 && step == 3;
                call.span(Phase::Stream, at + wait, at + 2 * wait, fails ? Outcome::HttpError : Outcome::Ok);
                at += 2 * wait;
                if (fails)
                    break;
                call.span(Phase::Tool, at, at + 0.06);
                at += 0.06;
            }
            call.done(at, 50, i % 9 == 4 ? Outcome::HttpError : Outcome::Ok);
        }
        run.finish(30);
        return run.trace();
    }

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void everyStateInBothThemes_data()
    {
        QTest::addColumn<bool>("dark");
        QTest::newRow("light") << false;
        QTest::newRow("dark") << true;
    }

    void everyStateInBothThemes()
    {
        QFETCH(const bool, dark);
        ThemeManager::instance().setMode(dark ? ThemeMode::Dark : ThemeMode::Light);
        QList<QImage> pictures;

        TimelineView live;
        live.resize(1'076, 500);
        const test::RunBuilder hybrid = test::hybridRun();
        live.setGhost(hybrid.trace());
        const auto trace = hybrid.traceAt(2.99);
        live.setTrace(trace);
        live.advance(trace, test::RunBuilder::at(2.99));
        pictures << grab(live, QStringLiteral("running"));
        live.setSelectedSpan(trace->calls()[3].spans.back());
        pictures << grab(live, QStringLiteral("running-selected"));

        TimelineView done;
        done.resize(1'076, 500);
        done.setTrace(test::hybridRun().trace());
        pictures << grab(done, QStringLiteral("finished"));
        done.setTrace(test::troubledRun().trace());
        pictures << grab(done, QStringLiteral("troubled"));

        TimelineView compare;
        compare.resize(1'440, 319);
        compare.setGutterWidth(214);
        compare.setRuns(stackedRuns(false));
        compare.setCursorTime(3'100'000'000);
        pictures << grab(compare, QStringLiteral("comparison"));

        TimelineView first;
        first.resize(1'440, 329);
        first.setGutterWidth(152);
        first.setRuns(stackedRuns(true));
        pictures << grab(first, QStringLiteral("first-start"));

        TimelineView many;
        many.resize(1'076, 500);
        many.setTrace(manyCalls(60));
        pictures << grab(many, QStringLiteral("compact"));
        many.setTrace(manyCalls(400));
        pictures << grab(many, QStringLiteral("tight"));
        many.setFocusedPhase(Phase::Stream);
        pictures << grab(many, QStringLiteral("dimmed"));
        many.setFocusedPhase({});
        many.setRuns({{QStringLiteral("Sequential"), manyCalls(60)},
                      {QStringLiteral("Hybrid"), manyCalls(12)},
                      {QStringLiteral("Concurrent"), nullptr}});
        pictures << grab(many, QStringLiteral("stacked-many"));

        TimelineView empty;
        empty.resize(1'076, 400);
        pictures << grab(empty, QStringLiteral("empty"));

        for (qsizetype i = 0; i < pictures.size(); ++i) {
            for (qsizetype j = 0; j < i; ++j)
                QVERIFY(pictures[i] != pictures[j]);
        }
    }

    void exportIsTheSameEveryTimeAndAtTwoScales()
    {
        const TimelinePictureText text{QStringLiteral("Article: five prompts"), QStringLiteral("five models, median runs"),
                                       QStringLiteral("VALID: the client was never the bottleneck.")};
        const QSize size(1'200, timelinePictureHeight(stackedRuns(false), text));
        const QImage once = renderTimeline(stackedRuns(false), Theme::light(), size, 1, text);
        QCOMPARE(once, renderTimeline(stackedRuns(false), Theme::light(), size, 1, text));
        QCOMPARE(once.size(), size);
        const QImage twice = renderTimeline(stackedRuns(false), Theme::light(), size, 2, text);
        QCOMPARE(twice.size(), size * 2);
        const QString folder = QCoreApplication::applicationDirPath() + QStringLiteral("/pictures/");
        QDir().mkpath(folder);
        QVERIFY(once.save(folder + QStringLiteral("timeline-export.png")));
        QVERIFY(twice.save(folder + QStringLiteral("timeline-export-2x.png")));
        const QList<NamedTrace> one{{QStringLiteral("Hybrid"), test::hybridRun().trace()}};
        QVERIFY(renderTimeline(one, Theme::dark(), {1'000, timelinePictureHeight(one)}, 1)
                    .save(folder + QStringLiteral("timeline-export-one.png")));
    }
};

INTERLEAVE_UI_TEST_MAIN(TestTimelinePictures)
#include "tst_timeline_pictures.moc"
