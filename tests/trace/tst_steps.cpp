// Names of steps, and what the trace makes of them: parents, causes, whose lane they are drawn in, how jobs end, and recordings from before
// there were steps.
#include "support/story.h"
#include "support/test_main.h"
#include "trace/event_json.h"
#include "trace/invariants.h"
#include "trace/recorder.h"
#include "trace/trace.h"

using namespace interleave;
using namespace Qt::StringLiterals;
using interleave::test::Story;

static constexpr StepId job{0, 0};

static const StepRecord &stepOf(const Trace &trace, StepId id) { return trace.steps()[static_cast<size_t>(trace.find(id))]; }

class StepsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void a_step_in_a_branch_has_the_branchs_number_before_its_own()
    {
        const StepId third = job.child(3);
        QCOMPARE(stepNumber(third.step), u"3"_s);
        const StepId inner = third.child(12).child(1);
        QCOMPARE(stepNumber(inner.step), u"3.12.1"_s);
        QCOMPARE(stepFromNumber(u"3.12.1"), inner.step);
        QVERIFY(inner.group() == third.child(12));
        QVERIFY(third.group() == job);
        QVERIFY(job.child(1) == callOfJob(0));
    }

    void what_has_no_room_is_no_step()
    {
        QVERIFY(job.child(StepId::mostInGroup).isStep());
        QVERIFY(!job.child(StepId::mostInGroup + 1).isStep());
        QVERIFY(!job.child(0).isStep());
        StepId deep = job;
        for (int level = 0; level < StepId::mostLevels; ++level)
            deep = deep.child(StepId::mostInGroup);
        QVERIFY(deep.isStep());
        QCOMPARE(stepFromNumber(stepNumber(deep.step)), deep.step);
        QVERIFY(!deep.child(1).isStep());
        for (const auto text : {u"", u"0", u"1.", u".1", u"x", u"1.0", u"32768", u"1.1.1.1.1", u"-1"})
            QCOMPARE(stepFromNumber(text), 0);
    }

    /// A tool that waits before the first call: the call was wanted when the tool was done, and no call waited before.
    void a_call_is_planned_when_all_was_there_that_it_waited_for()
    {
        Story story;
        const StepId tool = job.child(1), call = job.child(2);
        story.begin(tool, 10, {StepKind::Tool, u"look"_s, 0, {}});
        story.span(tool, Phase::Tool, 10, 500, noExecutor);
        story.end(tool, 500).text = u"{\"n\":1}"_s;
        story.begin(call, 520, {StepKind::Call, u"ask"_s, 0, {tool.step}});
        story.span(call, Phase::Ttft, 520, 900);
        story.add(EventKind::AttemptEnd, call, 900);
        story.add(EventKind::Done, call, 900);
        story.end(job, 900);
        const Trace trace = story.trace(1000);

        QCOMPARE(stepOf(trace, tool).begin, 0);
        QCOMPARE(stepOf(trace, tool).end, 500);
        QCOMPARE(stepOf(trace, tool).result, u"{\"n\":1}"_s);
        QCOMPARE(stepOf(trace, call).begin, 500);
        QList<CallRecord> planned;
        for (const CallRecord &each : trace.calls()) {
            if (each.planned >= 0)
                planned.append(each);
        }
        QCOMPARE(planned.size(), 1);
        QCOMPARE(planned.first().planned, 500);
        QCOMPARE(planned.first().label, u"ask"_s);
        QCOMPARE(trace.jobs().front().end, 900);
        QVERIFY(isSuccess(trace.jobs().front().outcome));
        QCOMPARE(checkInvariants(trace, Scenario()).broken, QStringList());
    }

    void the_first_work_on_a_reply_is_drawn_in_its_calls_lane_and_the_second_not()
    {
        Story story;
        const StepId call = job.child(1), first = job.child(2), second = job.child(3);
        story.begin(call, 0, {StepKind::Call, {}, 0, {}});
        story.span(call, Phase::Ttft, 0, 100);
        story.add(EventKind::Done, call, 100);
        story.begin(first, 100, {StepKind::Tool, u"a"_s, 0, {call.step}});
        story.begin(second, 100, {StepKind::Tool, u"b"_s, 0, {call.step}});
        story.span(first, Phase::Tool, 100, 200);
        story.span(second, Phase::Tool, 100, 300, 1);
        story.end(first, 200);
        story.end(second, 300);
        story.end(job, 300);
        const Trace trace = story.trace(400);
        QCOMPARE(stepOf(trace, first).call, 0);
        QCOMPARE(stepOf(trace, second).call, -1);
        QCOMPARE(stepOf(trace, second).spans.size(), size_t(1));
        QCOMPARE(trace.calls().front().end, 200);
        QCOMPARE(trace.jobs().front().end, 300);
    }

    /// Its worker died: what was open ended with it, what had ended stays as it was.
    void a_failed_job_closes_what_it_left_open()
    {
        Story story;
        const StepId done = job.child(1), open = job.child(2), group = job.child(3);
        story.begin(done, 0, {StepKind::Call, {}, 0, {}});
        story.span(done, Phase::Ttft, 0, 100);
        story.add(EventKind::Done, done, 100);
        story.begin(group, 100, {StepKind::Group, u"g"_s, 0, {done.step}});
        story.begin(open, 100, {StepKind::Call, {}, 0, {done.step}});
        Event &sent = story.add(EventKind::SpanBegin, open, 110);
        sent.phase = Phase::Ttft;
        story.end(job, 250, Outcome::NetworkError).text = u"thread 1 ended"_s;
        const Trace trace = story.trace(400);
        QVERIFY(isSuccess(stepOf(trace, done).outcome));
        QCOMPARE(stepOf(trace, open).outcome, Outcome::NetworkError);
        QCOMPARE(stepOf(trace, open).end, 250);
        QCOMPARE(stepOf(trace, group).outcome, Outcome::NetworkError);
        QCOMPARE(trace.calls()[1].message, u"thread 1 ended"_s);
        QCOMPARE(trace.jobs().front().outcome, Outcome::NetworkError);
        QCOMPARE(checkInvariants(trace, Scenario()).broken, QStringList());
    }

    void a_job_that_never_began_is_a_call_that_was_planned()
    {
        Story story;
        story.end(job, 70, Outcome::Dropped).text = u"too late"_s;
        const Trace trace = story.trace(100);
        QCOMPARE(trace.calls().size(), size_t(1));
        QCOMPARE(trace.calls().front().outcome, Outcome::Dropped);
        QCOMPARE(trace.calls().front().message, u"too late"_s);
        QCOMPARE(trace.jobs().front().outcome, Outcome::Dropped);
    }

    /// In the pool: its waiting is written when it is handed on, and ends where one of the pool begins.
    void what_a_tool_waits_for_the_pool_ends_when_it_begins()
    {
        Story story;
        const StepId first = job.child(1), second = job.child(2);
        for (const StepId tool : {first, second}) {
            story.begin(tool, 0, {StepKind::Tool, u"work"_s, 0, {}});
            story.add(EventKind::SpanBegin, tool, 0).phase = Phase::Ready;
        }
        story.span(first, Phase::Tool, 40, 100, 1);
        story.end(first, 100);
        story.end(second, 60, Outcome::Cancelled); // it never began
        story.end(job, 100);
        const Trace trace = story.trace(500);
        const StepRecord &began = stepOf(trace, first), &never = stepOf(trace, second);
        QCOMPARE(began.spans.size(), size_t(2));
        QCOMPARE(trace.spans()[static_cast<size_t>(began.spans[0])].end, 40);
        QCOMPARE(trace.spans()[static_cast<size_t>(began.spans[1])].end, 100);
        QCOMPARE(trace.spans()[static_cast<size_t>(never.spans[0])].end, 60);
    }

    void what_a_step_was_asked_is_kept_and_bounded()
    {
        Recorder recorder;
        RecorderBuffer &buffer = recorder.newBuffer();
        buffer.beginStep(1, job.child(1), {StepKind::Tool, u"search"_s, 0, {}}, 0);
        buffer.asked(1, job.child(1), 0, u"{\"query\":\"rent\"}"_s);
        buffer.beginStep(2, job.child(2), {StepKind::Tool, u"long"_s, 0, {}}, 0);
        buffer.asked(2, job.child(2), 0, QString(100'000, u'x'));
        Trace trace;
        trace.apply(recorder.drain());
        QCOMPARE(stepOf(trace, job.child(1)).asked, u"{\"query\":\"rent\"}"_s);
        QCOMPARE(stepOf(trace, job.child(2)).asked.size(), RecorderBuffer::mostAsked);
        QVERIFY(stepOf(trace, job.child(2)).asked.endsWith(QChar(0x2026)));
        QVERIFY(!stepOf(trace, job.child(1)).finished);
    }

    void many_steps_of_a_job_are_found()
    {
        Story story;
        for (int n = 1; n <= 1000; ++n)
            story.begin(job.child(n), n, {StepKind::Group, QString::number(n), 0, {}});
        const Trace trace = story.trace(2000);
        for (int n = 1; n <= 1000; ++n)
            QCOMPARE(stepOf(trace, job.child(n)).label, QString::number(n));
        QCOMPARE(trace.find(job.child(1001)), -1);
    }

    /// As version 2 wrote them: events name a call.
    void a_recording_from_before_has_a_call_and_its_analysis()
    {
        Trace trace;
        QByteArrayList lines{"{'kind':'run_begin','ns':1,'text':'{`model`:`hybrid`,`recording`:2}'}",
                             "{'kind':'planned','ns':1,'call':0,'text':'p'}",
                             "{'kind':'span_begin','ns':5,'call':0,'phase':'ttft'}",
                             "{'kind':'span_end','ns':50,'call':0,'phase':'ttft'}",
                             "{'kind':'attempt_end','ns':50,'call':0}",
                             "{'kind':'done','ns':50,'call':0}",
                             "{'kind':'span_begin','ns':60,'call':0,'executor':1,'phase':'analyze'}",
                             "{'kind':'span_end','ns':90,'call':0,'executor':1,'phase':'analyze','value':30}",
                             "{'kind':'analysis','ns':90,'call':0,'executor':1,'text':'{`words`:3}'}",
                             "{'kind':'run_end','ns':100}"};
        for (QByteArray &line : lines) {
            line.replace('\'', '"').replace("`", "\\\"");
            const Result<Event> event = eventFromJsonLine(line);
            QVERIFY2(event, line.constData());
            trace.apply(*event);
        }
        QCOMPARE(trace.steps().size(), size_t(2));
        QCOMPARE(trace.steps()[0].kind, StepKind::Call);
        QCOMPARE(trace.steps()[1].kind, StepKind::Analysis);
        QCOMPARE(trace.steps()[1].causes, std::vector<qint64>{1});
        QCOMPARE(trace.analysisOf(trace.calls().front()), u"{\"words\":3}"_s);
        QCOMPARE(trace.jobs().front().end, 90);
        QVERIFY(isSuccess(trace.jobs().front().outcome));
        QCOMPARE(checkInvariants(trace, Scenario()).broken, QStringList());
    }
};

INTERLEAVE_TEST_MAIN(StepsTest)
#include "tst_steps.moc"
