// The inspector's views of a step and of the critical path: what they say, that links lead on, and that texts from outside are text.
#include "support/story.h"
#include "support/test_main.h"
#include "trace/run_report.h"
#include "ui/run/inspector_panel.h"
#include "ui/run/path_view.h"
#include "ui/run/step_view.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTreeView>

using namespace interleave;
using namespace Qt::StringLiterals;
using interleave::test::Story;

static constexpr qint64 ms = 1'000'000;
static constexpr StepId job{0, 0};

/// Two turns of an agent with two tools between them, one of which fails.
static TracePtr agentTrace()
{
    Story story;
    story.add(EventKind::Executor, {}, 0).text = u"network loop"_s;
    const StepId first = job.child(1), search = job.child(2), query = job.child(3), second = job.child(4);
    const auto call = [&](StepId id, const QString &label, std::vector<qint64> causes, qint64 from, qint64 to, Usage usage,
                          const QString &text) {
        story.begin(id, from * ms, {StepKind::Call, label, 0, std::move(causes)});
        story.span(id, Phase::Ttft, from * ms, to * ms);
        story.add(EventKind::Chunk, id, to * ms).text = text;
        story.add(EventKind::Done, id, to * ms).usage = usage;
    };
    call(first, u"turn 1"_s, {}, 0, 100, {209, 0, 71, 0}, u"I look it up."_s);
    for (const StepId tool : {search, query}) {
        story.begin(tool, 100 * ms, {StepKind::Tool, tool == search ? u"search"_s : u"json_query"_s, 0, {first.step}});
        story.add(EventKind::Asked, tool, 100 * ms).text = u"{\"query\":\"<b>rent</b>\"}"_s;
        story.span(tool, Phase::Tool, 100 * ms, (tool == search ? 160 : 130) * ms, noExecutor);
        story.end(tool, (tool == search ? 160 : 130) * ms, tool == search ? Outcome::Ok : Outcome::ProtocolError).text =
            tool == search ? u"3 documents"_s : u"No such path: $.rent."_s;
    }
    call(second, u"turn 2"_s, {search.step, query.step}, 160, 300, {688, 0, 134, 0}, u"Wages are the largest cost."_s);
    story.end(job, 300 * ms);
    return std::make_shared<const Trace>(story.trace(320 * ms));
}

static std::shared_ptr<const RunInsight> insightOf(const Trace &trace)
{
    return std::make_shared<const RunInsight>(trace, criticalPathOf(trace));
}

class StepInspectorTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void a_step_says_what_it_waited_for_and_its_slack()
    {
        const TracePtr trace = agentTrace();
        StepView view;
        view.show(trace, trace->find(job.child(3)), insightOf(*trace));
        const QString text = view.toPlainText();
        for (const auto part : {"json_query", "Tool 3 of job 1", "1 turn 1", "4 turn 2", "30 ms: it may end that much later",
                                "not on the critical path", "No such path: $.rent.", "Arguments"})
            QVERIFY2(text.contains(QString::fromUtf8(part)), qPrintable(QString::fromUtf8(part) + u" is not in "_s + text));
    }

    void a_step_on_the_path_has_no_slack()
    {
        const TracePtr trace = agentTrace();
        StepView view;
        view.show(trace, trace->find(job.child(2)), insightOf(*trace));
        QVERIFY(view.toPlainText().contains(u"none: its job ends later when it does"_s));
    }

    void the_conversation_is_there_turn_by_turn_with_tokens_growing()
    {
        const TracePtr trace = agentTrace();
        const QString html = conversationHtml(*trace, trace->find(job.child(4)), nullptr);
        StepView view;
        view.show(trace, trace->find(job.child(4)), insightOf(*trace));
        const QString text = view.toPlainText();
        QStringList inOrder{u"Turn 1: turn 1"_s,
                            u"I look it up."_s,
                            u"209 in, 71 out"_s,
                            u"3 documents"_s,
                            u"json_query failed"_s,
                            u"Turn 2: turn 2"_s,
                            u"Wages are the largest cost."_s,
                            u"688 in, 134 out"_s};
        qsizetype at = text.indexOf(u"2 turns, 2 tools, 1 failed"_s);
        QVERIFY2(at >= 0, qPrintable(text));
        for (const QString &part : inOrder) {
            const qsizetype next = text.indexOf(part, at);
            QVERIFY2(next >= at, qPrintable(part + u" is not in its place in "_s + text));
            at = next;
        }
        QVERIFY(html.size() > 100);
    }

    void a_prompts_earlier_turns_come_first()
    {
        const TracePtr trace = agentTrace();
        Prompt prompt;
        prompt.system = u"You are a baker."_s;
        prompt.text = u"Where?"_s;
        Message before;
        before.role = Message::Role::Model;
        before.text = u"Ask me <i>anything</i>."_s;
        prompt.history = {before};
        StepView view;
        view.setPrompts({prompt});
        view.show(trace, trace->find(job.child(1)), nullptr);
        const QString text = view.toPlainText();
        const qsizetype system = text.indexOf(u"You are a baker."_s), earlier = text.indexOf(u"Ask me <i>anything</i>."_s),
                        task = text.indexOf(u"Where?"_s), turn = text.indexOf(u"Turn 1"_s);
        QVERIFY2(system >= 0 && system < earlier && earlier < task && task < turn, qPrintable(text));
    }

    void texts_from_outside_are_text()
    {
        const TracePtr trace = agentTrace();
        StepView view;
        view.show(trace, trace->find(job.child(2)), nullptr);
        QVERIFY(view.toPlainText().contains(u"<b>rent</b>"_s));
    }

    void links_lead_to_other_steps()
    {
        const TracePtr trace = agentTrace();
        StepView view;
        view.show(trace, trace->find(job.child(4)), insightOf(*trace));
        QSignalSpy asked(&view, &StepView::stepRequested);
        Q_EMIT view.anchorClicked(QUrl(u"step:%1"_s.arg(trace->find(job.child(2)))));
        Q_EMIT view.anchorClicked(QUrl(u"https://example.org/1"_s));
        QCOMPARE(asked.size(), 1);
        QCOMPARE(asked.first().first().toInt(), trace->find(job.child(2)));
    }

    void the_path_is_a_table_with_reasons()
    {
        const TracePtr trace = agentTrace();
        PathTableModel model;
        QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto path = std::make_shared<const CriticalPath>(criticalPathOf(*trace));
        model.set(trace, path, std::make_shared<const WaitReasons>(*trace));
        QCOMPARE(model.rowCount(), static_cast<int>(path->segments.size()));
        QStringList steps;
        for (int row = 0; row < model.rowCount(); ++row)
            steps.append(model.index(row, PathTableModel::Step).data().toString());
        steps.removeDuplicates();
        QCOMPARE(steps, QStringList({u"1 turn 1"_s, u"2 search"_s, u"4 turn 2"_s}));
        QCOMPARE(model.stepOf(0), trace->find(job.child(1)));
        QCOMPARE(model.stepOf(model.rowCount()), -1);
    }

    void the_panel_shows_a_tools_step_when_its_span_is_selected()
    {
        const TracePtr trace = agentTrace();
        InspectorPanel panel;
        panel.resize(372, 700);
        panel.show();
        const RunReport report = makeRunReport(*trace, Scenario(), u"hybrid"_s, 0);
        panel.setRun(trace, &report);
        panel.selectSpan(trace->calls()[0].spans.back()); // the tool is drawn in the lane of the call that asked for it
        auto *step = panel.findChild<StepView *>();
        QVERIFY(step->isVisible());
        QTRY_VERIFY(step->toPlainText().contains(u"Slack"_s)); // computed in the pool
        panel.setTab(InspectorPanel::PathTab);
        QVERIFY(panel.findChild<PathView *>()->isVisible());
        QVERIFY(panel.findChild<PathView *>()->findChild<QTreeView *>()->model()->rowCount() > 0);
        QSignalSpy asked(&panel, &InspectorPanel::stepRequested);
        Q_EMIT step->stepRequested(1);
        QCOMPARE(asked.size(), 1);
    }
};

INTERLEAVE_UI_TEST_MAIN(StepInspectorTest)
#include "tst_step_inspector.moc"
