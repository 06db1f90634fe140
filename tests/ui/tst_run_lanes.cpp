// Which lanes a run of steps has where there is little room: beside other runs, and in the minimap.
#include "support/story.h"
#include "support/test_main.h"
#include "ui/timeline/minimap_image.h"
#include "ui/timeline/run_layout.h"
#include "ui/timeline/timeline_hit.h"
#include "ui/timeline/timeline_picture.h"
#include "ui/timeline/timeline_view.h"
#include "ui/widgets/theme_manager.h"

using namespace interleave;
using namespace Qt::StringLiterals;
using interleave::test::Story;

static constexpr qint64 ms = 1'000'000;

/// Jobs of tools and no call, each in two groups of so many, one after the other.
static TracePtr toolJobs(int jobs, int toolsInGroup)
{
    Story story;
    story.add(EventKind::Executor, {}, 0).text = u"network loop"_s;
    for (qint32 number = 0; number < jobs; ++number) {
        const StepId job{number, 0};
        for (const int group : {1, 2}) {
            const StepId branch = job.child(group);
            story.begin(branch, 0, {StepKind::Group, u"branch"_s, 0, {}});
            for (int tool = 0; tool < toolsInGroup; ++tool) {
                const StepId step = job.child(10 * group + tool);
                story.begin(step, tool * 10 * ms, {StepKind::Tool, u"search"_s, branch.step, {}});
                story.span(step, Phase::Tool, tool * 10 * ms, (tool + 1) * 10 * ms, noExecutor);
                story.end(step, (tool + 1) * 10 * ms);
            }
            story.end(branch, toolsInGroup * 10 * ms);
        }
        story.end(job, toolsInGroup * 10 * ms);
    }
    return std::make_shared<const Trace>(story.trace(toolsInGroup * 10 * ms + ms));
}

class TestRunLanes : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fewStepsHaveALaneEach()
    {
        const TraceIndex index(toolJobs(1, 3));
        RunLanes lanes;
        lanes.fit(index, 20);
        QVERIFY(lanes.isTree());
        QCOMPARE(lanes.count(), 1 + 2 * (1 + 3)); // the job, its groups, their tools
        QCOMPARE(lanes.row(lanes.count() - 1).kind, TreeRow::Kind::Step);
        const LaneSpans &last = lanes.lane(index, lanes.count() - 1);
        QCOMPARE(last.phase(last.size() - 1), Phase::Tool);
    }

    void groupsFoldBeforeJobsDo()
    {
        const TraceIndex index(toolJobs(2, 3));
        RunLanes lanes;
        lanes.fit(index, 10);
        QCOMPARE(lanes.count(), 2 * 3); // each job and its two groups
        QCOMPARE(lanes.lane(index, 1).size(), 3u);
        lanes.fit(index, 5);
        QCOMPARE(lanes.count(), 2);
        QVERIFY(lanes.lane(index, 0).size() > 0);
        lanes.fit(index, 1); // jobs are never folded into each other
        QCOMPARE(lanes.count(), 2);
        lanes.fit(index, 20); // and back
        QCOMPARE(lanes.count(), 2 * (1 + 2 * 4));
    }

    void stackedRunsOfToolsAreDrawnAndPointedAt()
    {
        TimelineView view;
        view.resize(1'000, 300);
        view.setRuns({{u"one"_s, toolJobs(1, 3)}, {u"two"_s, toolJobs(2, 40)}});
        view.show();
        QVERIFY(!view.content().isEmpty());
        const TimelineFrame frame = view.frame();
        const LaneRow &second = frame.layout->rows().at(1);
        QVERIFY2(second.lanes <= LaneLayout::lanesThatFit(2, static_cast<int>(frame.lanesRect().height())), "folded to what fits");
        const double x = frame.scale().x(5 * ms);
        const SpanRef ref = spanAt(frame, {x, double(frame.rowTop(second) + second.barTop + second.pitch + 1)});
        QCOMPARE(ref.run, 1);
        QVERIFY(!ref.isNull());
        QCOMPARE(frame.content->index(1).trace()->spans()[static_cast<size_t>(ref.span)].phase, Phase::Tool);
        // The bar is there.
        const QImage image = view.viewport()->grab().toImage();
        const QColor at = image.pixelColor(qRound(x), frame.rowTop(second) + second.barTop + second.pitch + second.barHeight / 2);
        QVERIFY2(at != currentTheme().canvas, qPrintable(at.name()));
    }

    void thePictureForExportHasTheSameLanes()
    {
        const QList<NamedTrace> runs{{u"one"_s, toolJobs(1, 3)}, {u"two"_s, toolJobs(1, 3)}};
        const Theme &theme = currentTheme();
        const QSize size(800, timelinePictureHeight(runs, {}));
        const QImage drawn = renderTimeline(runs, theme, size, 1, {});
        int coloured = 0;
        for (int y = 80; y < drawn.height(); ++y)
            coloured += drawn.pixelColor(300, y) == theme.phase(Phase::Tool).fill;
        QVERIFY2(coloured > 4, "the tools of both runs");
    }

    void theMinimapHasALinePerLaneAndSumsUpMany()
    {
        for (const int jobs : {1, 30}) {
            TimelineView view;
            view.resize(1'000, 400);
            view.show();
            view.setTrace(toolJobs(jobs, 3));
            const TimelineFrame frame = view.frame();
            QVERIFY(frame.minimapHeight > 0);
            MinimapImage map;
            const QImage image = map.update(frame);
            const int x = qRound(frame.minimapScale().x(5 * ms) - frame.plotLeft());
            int coloured = 0;
            for (int y = 0; y < image.height(); ++y)
                coloured += image.pixelColor(x, y) != frame.theme->sunken;
            QVERIFY2(coloured >= 4, qPrintable(u"%1 jobs: %2"_s.arg(jobs).arg(coloured)));
        }
    }
};

INTERLEAVE_UI_TEST_MAIN(TestRunLanes)
#include "tst_run_lanes.moc"
