// The timeline of jobs made of steps: rows as a tree that folds, rows without overlaps, the critical path, and causes followed by key.
#include "support/story.h"
#include "support/test_main.h"
#include "trace/effort.h"
#include "ui/timeline/overlay_painter.h"
#include "ui/timeline/path_painter.h"
#include "ui/timeline/row_notes.h"
#include "ui/timeline/step_links.h"
#include "ui/timeline/timeline_picture.h"
#include "ui/timeline/timeline_view.h"
#include "ui/timeline/tree_gutter.h"

#include <QSignalSpy>

using namespace interleave;
using namespace Qt::StringLiterals;
using interleave::test::Story;

static constexpr qint64 ms = 1'000'000;
static constexpr StepId job{0, 0};
static constexpr StepId plan = job.child(1), prices = job.child(2), rivals = job.child(3), answer = job.child(4);

static void call(Story &story, StepId id, const QString &label, StepId parent, std::vector<qint64> causes, qint64 from, qint64 to)
{
    story.begin(id, from * ms, {StepKind::Call, label, parent.step, std::move(causes)});
    story.span(id, Phase::Ttft, from * ms, (from + to) / 2 * ms);
    story.span(id, Phase::Stream, (from + to) / 2 * ms, to * ms);
    story.add(EventKind::Done, id, to * ms);
}

/// A call, then two agents beside each other, the first with two turns and two tools in between, and a last call.
static void tell(Story &story)
{
    story.add(EventKind::Executor, {}, 0).text = u"network loop"_s;
    call(story, plan, u"plan"_s, job, {}, 0, 100);
    story.begin(prices, 100 * ms, {StepKind::Group, u"prices"_s, 0, {plan.step}});
    story.begin(rivals, 100 * ms, {StepKind::Group, u"rivals"_s, 0, {plan.step}});
    call(story, prices.child(1), u"turn 1"_s, prices, {}, 100, 200);
    call(story, rivals.child(1), u"turn 1"_s, rivals, {}, 100, 180);
    story.end(rivals, 180 * ms);
    for (const int tool : {2, 3}) {
        story.begin(prices.child(tool), 200 * ms,
                    {StepKind::Tool, tool == 2 ? u"search"_s : u"rank"_s, prices.step, {prices.child(1).step}});
        story.span(prices.child(tool), Phase::Tool, 200 * ms, (200 + 20 * tool) * ms, noExecutor);
        story.end(prices.child(tool), (200 + 20 * tool) * ms, tool == 2 ? Outcome::Ok : Outcome::ProtocolError);
    }
    call(story, prices.child(4), u"turn 2"_s, prices, {prices.child(2).step, prices.child(3).step}, 260, 400);
    story.end(prices, 400 * ms);
    call(story, answer, u"answer"_s, job, {prices.step, rivals.step}, 400, 500);
    story.end(job, 500 * ms);
}

static TracePtr agentTrace()
{
    Story story;
    tell(story);
    return std::make_shared<const Trace>(story.trace(520 * ms));
}

static QStringList namesOf(const TimelineView &view)
{
    QStringList names;
    const Trace &trace = *view.content().index().trace();
    for (const LaneRow &row : view.frame().layout->rows()) {
        const QString indent(row.depth, u'.');
        if (row.kind == RowKind::Node)
            names.append(indent + StepTree::nameOf(view.content().tree.node(row.index), trace));
        else if (row.kind == RowKind::Step)
            names.append(indent + trace.steps()[static_cast<size_t>(row.index)].label);
        else if (row.kind == RowKind::Call)
            names.append(indent + u"call"_s);
    }
    return names;
}

struct Shown : TimelineView {
    explicit Shown(const TracePtr &trace = agentTrace())
    {
        resize(1'076, 500);
        show();
        setTrace(trace);
        grab();
    }
    const Trace &trace() const { return *content().index().trace(); }
    QString selectedStep() const
    {
        const qint32 span = selectedSpan();
        const qint32 step = span < 0 ? -1 : stepOfSpan(trace(), trace().spans()[static_cast<size_t>(span)]);
        return step < 0 ? QString() : stepNumber(trace().steps()[static_cast<size_t>(step)].id.step);
    }
    int rowOf(StepId id) const { return rowOfStep(frame(), trace().find(id)); }
};

class StepTreeTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void calls_share_their_groups_row_and_tools_have_rows_below_it()
    {
        const Shown view;
        QCOMPARE(namesOf(view), QStringList({u""_s, u".prices"_s, u"..search"_s, u"..rank"_s, u".rivals"_s}));
        QCOMPARE(view.rowOf(prices.child(1)), view.rowOf(prices.child(4)));
        QCOMPARE(view.rowOf(plan), view.rowOf(answer));
        QVERIFY(view.rowOf(prices.child(2)) != view.rowOf(prices.child(3)));
    }

    void a_run_of_prompts_has_a_row_for_each_call_as_before()
    {
        Story story;
        call(story, job.child(1), {}, job, {}, 0, 100);
        story.end(job, 100 * ms);
        const Shown view(std::make_shared<const Trace>(story.trace(120 * ms)));
        QVERIFY(!view.content().isTree());
        QCOMPARE(namesOf(view), QStringList{u"call"_s});
    }

    void a_job_of_one_call_among_others_is_one_row()
    {
        Story story;
        tell(story);
        story.add(EventKind::Planned, {1, 0}, 0);
        call(story, {1, 1}, u"only"_s, {1, 0}, {}, 0, 50);
        story.end({1, 0}, 50 * ms);
        const Shown view(std::make_shared<const Trace>(story.trace(520 * ms)));
        QCOMPARE(namesOf(view).last(), u"call"_s);
        QCOMPARE(namesOf(view).size(), 6);
    }

    void calls_beside_each_other_have_rows_of_their_own()
    {
        Story story;
        call(story, job.child(1), u"a"_s, job, {}, 0, 100);
        story.begin(job.child(2), 0, {StepKind::Call, u"b"_s, 0, {}});
        story.span(job.child(2), Phase::Ttft, 0, 80 * ms);
        story.add(EventKind::Done, job.child(2), 80 * ms);
        story.end(job, 100 * ms);
        const Shown view(std::make_shared<const Trace>(story.trace(120 * ms)));
        QCOMPARE(namesOf(view), QStringList({u""_s, u".call"_s, u".call"_s}));
    }

    void a_folded_group_shows_all_its_phases_in_one_row_and_errors_always()
    {
        Shown view;
        const TimelineContent &content = view.content();
        const int node = content.tree.nodeOf(view.trace().find(prices));
        view.setNodeOpen(node, false);
        QCOMPARE(namesOf(view), QStringList({u""_s, u".prices"_s, u".rivals"_s}));
        const LaneSpans &lane = content.lane({TreeRow::Kind::Node, node, 1});
        qint64 at = 100 * ms;
        bool hasTool = false, hasStream = false;
        for (size_t i = 0; i < lane.size(); ++i) {
            QVERIFY(lane.begin(i) >= at); // no overlap
            at = lane.end(i);
            hasTool = hasTool || lane.phase(i) == Phase::Tool;
            hasStream = hasStream || lane.phase(i) == Phase::Stream;
        }
        QVERIFY(hasTool && hasStream);
        QCOMPARE(view.rowOf(prices.child(3)), view.rowOf(prices));
    }

    void what_says_most_is_seen_where_spans_overlap()
    {
        Story story;
        const StepId a = job.child(1), b = job.child(2);
        story.begin(a, 0, {StepKind::Tool, u"a"_s, 0, {}});
        story.begin(b, 0, {StepKind::Tool, u"b"_s, 0, {}});
        story.span(a, Phase::Ready, 0, 100, 0);
        story.span(b, Phase::Tool, 40, 60, 0);
        story.end(a, 100);
        story.end(b, 60);
        story.end(job, 100);
        const Trace trace = story.trace(100);
        const LaneSpans lane = flattened({0, 1}, trace);
        QCOMPARE(lane.size(), size_t(3));
        QCOMPARE(lane.phase(1), Phase::Tool);
        QCOMPARE(lane.begin(1), 40);
        QCOMPARE(lane.end(1), 60);
        QCOMPARE(lane.end(2), 100);
    }

    void the_mark_in_the_gutter_folds_and_unfolds()
    {
        Shown view;
        const TimelineFrame frame = view.frame();
        const LaneRow row = frame.layout->rows()[view.rowOf(prices)];
        const QPoint mark = foldMark(frame, row).center().toPoint();
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, mark);
        QCOMPARE(namesOf(view).size(), 3);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, mark);
        QCOMPARE(namesOf(view).size(), 5);
    }

    void left_at_the_first_span_folds_and_right_at_the_last_unfolds()
    {
        Shown view;
        view.setSelectedSpan(
            view.trace()
                .calls()[static_cast<size_t>(view.trace().steps()[static_cast<size_t>(view.trace().find(prices.child(1)))].call)]
                .spans.front());
        QCOMPARE(view.selectedStep(), u"2.1"_s);
        QTest::keyClick(&view, Qt::Key_Left);
        QCOMPARE(namesOf(view).size(), 3);
        QCOMPARE(view.selectedStep(), u"2.1"_s); // and stays where it was
        for (int i = 0; i < 20 && namesOf(view).size() == 3; ++i)
            QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(namesOf(view).size(), 5);
    }

    void causes_are_followed_back_and_forth_by_key()
    {
        Shown view;
        view.showStep(view.trace().find(answer));
        QCOMPARE(view.selectedStep(), u"4"_s);
        QStringList way;
        for (int i = 0; i < 4; ++i) {
            QTest::keyClick(&view, Qt::Key_BracketLeft);
            way.append(view.selectedStep());
        }
        // The last turn of the slower agent, the tool that it waited for longest, the turn that asked for it, what its group waited for.
        QCOMPARE(way, QStringList({u"2.4"_s, u"2.3"_s, u"2.1"_s, u"1"_s}));
        QTest::keyClick(&view, Qt::Key_BracketRight);
        QCOMPARE(view.selectedStep(), u"2.1"_s);
    }

    void following_opens_what_is_folded()
    {
        Shown view;
        view.setNodeOpen(view.content().tree.nodeOf(view.trace().find(prices)), false);
        view.showStep(view.trace().find(prices.child(2)));
        QCOMPARE(view.selectedStep(), u"2.2"_s);
        QCOMPARE(namesOf(view).size(), 5);
    }

    void the_critical_path_is_a_strip_and_a_rail_and_is_switched_by_key()
    {
        Shown view;
        const QImage before = view.grab().toImage();
        const auto path = std::make_shared<const CriticalPath>(criticalPathOf(view.trace()));
        view.setCriticalPath(path);
        QVERIFY(view.content().path.isEmpty());
        QSignalSpy shown(&view, &TimelineView::criticalPathShownChanged);
        QTest::keyClick(&view, Qt::Key_C);
        QCOMPARE(shown.size(), 1);
        QCOMPARE(view.frame().layout->rows().front().kind, RowKind::Path);
        const LaneSpans &lane = view.content().path.lane();
        qint64 at = 0;
        for (size_t i = 0; i < lane.size(); ++i) {
            QCOMPARE(lane.begin(i), at);
            at = lane.end(i);
        }
        QCOMPARE(at, path->window.end - path->window.begin);
        QVERIFY(view.grab().toImage() != before);
        QTest::keyClick(&view, Qt::Key_C);
        QCOMPARE(view.grab().toImage(), before);
    }

    void an_empty_stretch_says_what_it_waited_for()
    {
        const Shown view;
        const int node = view.content().tree.nodeOfJob(0);
        QCOMPARE(waitOfNode(view.content(), node, 100 * ms, 400 * ms), u"waits 300\u00A0ms for its slowest branch, prices"_s);
        const int group = view.content().tree.nodeOf(view.trace().find(prices));
        QCOMPARE(waitOfNode(view.content(), group, 200 * ms, 260 * ms), u"waits 60\u00A0ms for its slowest tool, rank"_s);
        QCOMPARE(waitOfNode(view.content(), node, 400 * ms, 500 * ms), QString());
    }

    void rows_come_while_the_run_goes_on()
    {
        Story story;
        tell(story);
        auto trace = std::make_shared<Trace>();
        TimelineView view;
        view.resize(1'076, 500);
        view.show();
        qsizetype rows = 0;
        for (const Event &event : story.events) {
            trace->apply(event);
            view.advance(trace, event.ns);
            view.grab();
            QVERIFY(namesOf(view).size() >= rows || !view.content().isTree());
            rows = namesOf(view).size();
        }
        QCOMPARE(namesOf(view), QStringList({u""_s, u".prices"_s, u"..search"_s, u"..rank"_s, u".rivals"_s}));
    }

    void many_jobs_begin_folded()
    {
        Story story;
        for (int n = 0; n < 100; ++n) {
            if (n > 0)
                story.add(EventKind::Planned, {n, 0}, 0);
            for (int i = 1; i <= 2; ++i) {
                story.begin({n, i}, 10 * i, {StepKind::Tool, u"t"_s, 0, {}});
                story.span({n, i}, Phase::Tool, 10 * i, 10 * i + 10, noExecutor);
                story.end({n, i}, 10 * i + 10);
            }
            story.end({n, 0}, 30);
        }
        const Shown view(std::make_shared<const Trace>(story.trace(40)));
        QCOMPARE(namesOf(view).size(), 100);
    }

    void a_picture_has_the_tree()
    {
        const TracePtr trace = agentTrace();
        const int height = timelinePictureHeight({{u"hybrid"_s, trace}}, {});
        QVERIFY(height > 24 + 28 + 2 * 26 + 3 * 34 + 2 * 26);
        QVERIFY(!renderTimeline({{u"hybrid"_s, trace}}, Theme::light(), QSize(900, height), 1, {}).isNull());
    }
};

INTERLEAVE_UI_TEST_MAIN(StepTreeTest)
#include "tst_step_tree.moc"
