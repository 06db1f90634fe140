// A graph lights up while its workload runs: how many of each step wait, run, are done and failed, over all jobs.
#include "support/story.h"
#include "support/test_main.h"
#include "support/workload_scenarios.h"
#include "ui/edit/workload_graph.h"

#include <QImage>

using namespace interleave;
using namespace Qt::StringLiterals;
using interleave::test::Story;

static constexpr qint64 ms = 1'000'000;

/// Two jobs: the first is at its second draft, the second has just begun; a tool of it failed.
static std::shared_ptr<Trace> underWay()
{
    Story story;
    story.add(EventKind::Planned, {1, 0}, 0);
    story.add(EventKind::Executor, {}, 0).text = u"network loop"_s;
    const StepId first{0, 0}, second{1, 0};
    story.begin(first.child(1), 0, {StepKind::Call, u"outline"_s, 0, {}});
    story.span(first.child(1), Phase::Ttft, 0, 40 * ms);
    story.add(EventKind::Done, first.child(1), 40 * ms);
    story.end(first.child(1), 40 * ms);
    story.begin(first.child(2), 40 * ms, {StepKind::Call, u"draft 2"_s, 0, {1}});
    Event &draft = story.add(EventKind::SpanBegin, first.child(2), 40 * ms);
    draft.phase = Phase::Ttft;
    story.begin(second.child(1), 0, {StepKind::Call, u"outline"_s, 0, {}});
    Event &held = story.add(EventKind::SpanBegin, second.child(1), 0);
    held.phase = Phase::Limiter;
    story.begin(second.child(2), 0, {StepKind::Tool, u"mark"_s, 0, {}});
    story.span(second.child(2), Phase::Tool, 0, 10 * ms, noExecutor);
    story.end(second.child(2), 10 * ms, Outcome::ProtocolError);
    auto trace = std::make_shared<Trace>();
    trace->apply(story.events);
    return trace;
}

class StepProgressTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void stepsAreCountedByNameOverAllJobs()
    {
        StepProgress progress;
        QVERIFY(progress.update(underWay()));
        QCOMPARE(progress.jobs(), 2);
        QCOMPARE(progress.of(u"outline"_s), (StepCounts{.waits = 1, .done = 1, .doneNs = 40 * ms}));
        QCOMPARE(progress.of(u"draft"_s), (StepCounts{.runs = 1})); // whatever the round
        QCOMPARE(progress.of(u"mark"_s), (StepCounts{.failed = 1}));
        QCOMPARE(progress.of(u"total"_s), StepCounts());
    }

    void whatEndsLaterIsCountedOnce()
    {
        const std::shared_ptr<Trace> trace = underWay();
        StepProgress progress;
        progress.update(trace);
        QVERIFY(!progress.update(trace)); // nothing new
        for (const EventKind kind : {EventKind::SpanEnd, EventKind::Done, EventKind::StepEnd}) {
            Event event;
            event.kind = kind;
            event.step = StepId{0, 0}.child(2);
            event.phase = Phase::Ttft;
            event.ns = 90 * ms;
            trace->apply(event);
        }
        QVERIFY(progress.update(trace));
        QCOMPARE(progress.of(u"draft"_s), (StepCounts{.done = 1, .doneNs = 50 * ms}));
        QCOMPARE(StepProgress::text(progress.of(u"draft"_s)), u"1 done, 0.05\u00A0s"_s);
    }

    void theGraphShowsThemAndAnEditEndsIt()
    {
        WorkloadGraph graph;
        graph.setGraph(graphOf(test::scenarioOf(test::graph)));
        graph.resize(graph.sizeHint());
        graph.show();
        const QImage before = graph.grab().toImage();
        const TracePtr trace = underWay();
        graph.follow(trace);
        QCOMPARE(graph.progressText(u"outline"_s), u"1 wait, 1 done"_s);
        QVERIFY(graph.grab().toImage() != before);
        graph.setGraph(graphOf(test::scenarioOf(test::graph)));
        graph.follow(trace); // of the workload as it was
        QCOMPARE(graph.progressText(u"outline"_s), QString());
        graph.follow(underWay()); // the next run
        QCOMPARE(graph.progressText(u"draft"_s), u"1 run"_s);
    }

    void aHiddenGraphCountsWhenItIsShown()
    {
        WorkloadGraph graph;
        graph.setGraph(graphOf(test::scenarioOf(test::graph)));
        graph.follow(underWay());
        QCOMPARE(graph.progressText(u"outline"_s), QString());
        graph.show();
        QCOMPARE(graph.progressText(u"outline"_s), u"1 wait, 1 done"_s);
    }

    void turnsAndToolsAreOfTheirAgent()
    {
        Story story;
        const StepId job{0, 0}, prices = job.child(1);
        story.begin(prices, 0, {StepKind::Group, u"prices 2"_s, 0, {}});
        story.begin(prices.child(1), 0, {StepKind::Call, u"turn 1"_s, prices.step, {}});
        story.begin(prices.child(2), 0, {StepKind::Group, u"search"_s, prices.step, {}}); // one of several tools of a turn
        story.begin(prices.child(2).child(1), 0, {StepKind::Tool, u"search"_s, prices.child(2).step, {}});
        const auto trace = std::make_shared<Trace>();
        trace->apply(story.events);
        StepProgress progress;
        progress.update(trace);
        QCOMPARE(progress.of(u"prices"_s).runs, 1);
        QCOMPARE(progress.of(u"prices/turn"_s).begun(), 1);
        QCOMPARE(progress.of(u"prices/tools"_s).begun(), 1);
        QCOMPARE(progress.of(u"/tools"_s).begun(), 0);
    }
};

INTERLEAVE_UI_TEST_MAIN(StepProgressTest)
#include "tst_step_progress.moc"
