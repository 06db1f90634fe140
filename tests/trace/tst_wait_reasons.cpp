// Why a stretch did nothing: a sentence for each kind of wait, with what was before it.
#include "support/test_main.h"
#include "support/trace_builder.h"
#include "trace/wait_reasons.h"

using namespace interleave;
using namespace Qt::StringLiterals;
using interleave::test::TraceBuilder;

/// The sentence of the first span of a call that is in this phase.
static QString reasonOf(const Trace &trace, int call, Phase phase)
{
    const WaitReasons reasons(trace);
    for (const qint32 index : trace.calls()[static_cast<size_t>(call)].spans) {
        if (const Span &span = trace.spans()[static_cast<size_t>(index)]; span.phase == phase)
            return reasons.of(span);
    }
    return u"no such span"_s;
}

class WaitReasonsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void the_limiter_says_how_many_went_before()
    {
        TraceBuilder run;
        run.call(0, 0, 10, 100).call(1, 0, 20, 100).call(2, 0, 30, 100);
        run.plan(3, 0).span(3, Phase::Limiter, 5, 25).span(3, Phase::Ttft, 25, 100).done(3, 100);
        QCOMPARE(reasonOf(run.end(100), 3, Phase::Limiter), u"the traffic policy let 2 calls go before it"_s);
    }

    void the_limiter_that_let_nobody_go_says_so()
    {
        TraceBuilder run;
        run.plan(0, 0).span(0, Phase::Limiter, 5, 25).span(0, Phase::Ttft, 25, 100).done(0, 100);
        QCOMPARE(reasonOf(run.end(100), 0, Phase::Limiter), u"the traffic policy let nobody go meanwhile"_s);
    }

    void a_busy_loop_is_named_with_what_it_did()
    {
        TraceBuilder run;
        run.plan(0, 0).plan(1, 0);
        run.span(0, Phase::Ttft, 0, 10).done(0, 10).analyze(0, 0, 10, 90);
        run.span(1, Phase::Ttft, 0, 20).done(1, 20).span(1, Phase::Ready, 20, 90).analyze(1, 0, 90, 95);
        QCOMPARE(reasonOf(run.end(100), 1, Phase::Ready), u"the loop was busy, longest with analysis of job 1"_s);
    }

    void workers_that_are_all_taken_are_named()
    {
        TraceBuilder run;
        run.executor(1, ExecutorKind::Thread, u"thread 1"_s);
        run.call(0, 0, 0, 50).plan(1, 0).span(1, Phase::Ready, 0, 50).span(1, Phase::Ttft, 50, 80).done(1, 80);
        run.call(2, 0, 0, 40);
        QCOMPARE(reasonOf(run.end(100), 1, Phase::Ready), u"no worker was free; one call ended meanwhile"_s);
    }

    void one_after_the_other_counts_who_was_before()
    {
        TraceBuilder run;
        run.call(0, 0, 0, 30).call(1, 0, 30, 60);
        run.plan(2, 0).span(2, Phase::Ready, 0, 61).span(2, Phase::Ttft, 61, 80).done(2, 80);
        QCOMPARE(reasonOf(run.end(100), 2, Phase::Ready), u"its turn came after 2 calls"_s);
    }

    void what_works_needs_no_reason_and_every_part_that_waits_has_one()
    {
        TraceBuilder run;
        const Trace trace = run.call(0, 0, 0, 30).end(30);
        const WaitReasons reasons(trace);
        QCOMPARE(reasonOf(trace, 0, Phase::Ttft), QString());
        for (const PathPart part : {PathPart::Ready, PathPart::Unread, PathPart::Think, PathPart::Schedule}) {
            PathSegment segment;
            segment.part = part;
            QVERIFY2(!reasons.of(segment).isEmpty(), segment.name().data());
        }
    }
};

INTERLEAVE_TEST_MAIN(WaitReasonsTest)
#include "tst_wait_reasons.moc"
