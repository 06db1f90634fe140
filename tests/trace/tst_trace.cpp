// The trace as its readers see it, where a run does not go as planned: retries, dead workers, a stop.
#include "support/test_main.h"
#include "support/trace_builder.h"

#include <QTest>

using namespace interleave;
using interleave::test::simDetail;
using interleave::test::TraceBuilder;

class TestTrace : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aRetryStartsItsReplyAfresh();
    void eachAttemptKeepsItsDetail();
    void attemptsThatEndAlikeShareTheirStrings();
    void aWaitForTheAnalysisPoolIsNoAttempt();
    void aDeadWorkersSpansEndWithTheCall();
    void aWorkerThatDiesWhileItAnalyzesKeepsTheReply();
    void aStopClosesEverything();
    void aCallThatTheRunForgotSaysSo();
    void cpuSamplesKeepTheirExecutor();
};

void TestTrace::aRetryStartsItsReplyAfresh()
{
    TraceBuilder run;
    run.plan(0, 0).span(0, Phase::Ttft, 0, 10).chunk(0, 10, u"half").span(0, Phase::Stream, 10, 20, {.outcome = Outcome::NetworkError});
    run.span(0, Phase::Backoff, 20, 30);
    run.span(0, Phase::Ttft, 30, 40, {.attempt = 1})
        .chunk(0, 40, u"whole", 0, 1)
        .span(0, Phase::Stream, 40, 50, {.attempt = 1})
        .done(0, 50);
    const Trace trace = run.end(50);
    const CallRecord &call = trace.calls().at(0);
    QCOMPARE(call.attempts, 2);
    QCOMPARE(call.sent, 0);
    QCOMPARE(call.lastSent, 30);
    QCOMPARE(call.firstChunk, 40);
    QCOMPARE(call.text, QStringLiteral("whole"));
    QCOMPARE(call.chunks.size(), size_t(1));
}

void TestTrace::eachAttemptKeepsItsDetail()
{
    TraceBuilder run;
    const auto detailOf = [](int call) { return simDetail(429, QStringLiteral("2"), QStringLiteral("Wait %1 s.").arg(call)); };
    for (int call = 0; call < 200; ++call)
        run.plan(call, 0).attemptEnd(call, call, 0, detailOf(call), Outcome::RateLimited).attemptEnd(call, call, 1, simDetail(200));
    const Trace trace = run.end(200);
    for (int call = 0; call < 200; ++call) {
        const std::vector<AttemptEnd> &ends = trace.calls().at(static_cast<size_t>(call)).attemptEnds;
        QCOMPARE(ends.size(), size_t(2));
        QVERIFY(ends[0].detail == detailOf(call));
        QVERIFY(ends[1].detail == simDetail(200));
    }
}

void TestTrace::attemptsThatEndAlikeShareTheirStrings()
{
    TraceBuilder run;
    run.plan(0, 0).attemptEnd(0, 10, 0, simDetail(429), Outcome::RateLimited).attemptEnd(0, 20, 1, simDetail(200));
    run.plan(1, 0).attemptEnd(1, 10, 0, simDetail(429), Outcome::RateLimited);
    const Trace trace = run.end(20);
    const auto modelOf = [&trace](size_t call) { return trace.calls()[call].attemptEnds[0].detail.model.constData(); };
    QCOMPARE(modelOf(0), modelOf(1));
}

void TestTrace::aWaitForTheAnalysisPoolIsNoAttempt()
{
    TraceBuilder run;
    run.plan(0, 0).done(0, 5, Outcome::CacheHit).span(0, Phase::Ready, 5, 8).analyze(0, 1, 8, 9);
    const Trace trace = run.end(9);
    QCOMPARE(trace.calls().at(0).attempts, 0);
    QCOMPARE(trace.calls().at(0).end, 9);
}

void TestTrace::aDeadWorkersSpansEndWithTheCall()
{
    TraceBuilder run;
    run.plan(0, 0).span(0, Phase::Send, 0, 2).begin(0, Phase::Ttft, 2).done(0, 7, Outcome::NetworkError);
    const Trace trace = run.end(9);
    QCOMPARE(trace.spans().at(1).end, 7);
    QCOMPARE(trace.spans().at(1).outcome, Outcome::NetworkError);
}

void TestTrace::aWorkerThatDiesWhileItAnalyzesKeepsTheReply()
{
    TraceBuilder run;
    run.plan(0, 0).span(0, Phase::Ttft, 0, 5).done(0, 5).begin(0, Phase::Analyze, 5).done(0, 8, Outcome::NetworkError);
    const Trace trace = run.end(9);
    const CallRecord &call = trace.calls().at(0);
    QCOMPARE(call.done, 5);
    QCOMPARE(call.end, 8);
    QCOMPARE(call.outcome, Outcome::NetworkError);
    QCOMPARE(trace.spans().at(1).end, 8);
}

void TestTrace::aStopClosesEverything()
{
    TraceBuilder run;
    run.plan(0, 0).plan(1, 0).plan(2, 0);
    run.begin(0, Phase::Ttft, 1).begin(1, Phase::Limiter, 1);
    const Trace trace = run.end(6, Outcome::Cancelled);
    QVERIFY(trace.wasCancelled());
    QCOMPARE(trace.spans().size(), 5U); // the first two calls were ready until 1, and the third until the end
    for (const Span &span : trace.spans()) {
        const bool wasReady = span.phase == Phase::Ready && span.call < 2;
        QCOMPARE(span.end, wasReady ? 1 : 6);
        QCOMPARE(span.outcome, wasReady ? Outcome::Ok : Outcome::Cancelled);
    }
    for (const CallRecord &call : trace.calls()) {
        QVERIFY(call.finished);
        QCOMPARE(call.outcome, Outcome::Cancelled);
        QCOMPARE(call.done, 6);
        QCOMPARE(call.end, 6);
    }
}

void TestTrace::aCallThatTheRunForgotSaysSo()
{
    TraceBuilder run;
    run.plan(0, 0);
    const Trace trace = run.end(6);
    QVERIFY(!trace.wasCancelled());
    QCOMPARE(trace.calls().at(0).outcome, Outcome::Cancelled);
    QCOMPARE(trace.calls().at(0).message, QStringLiteral("the run ended without recording the end of this call"));
}

void TestTrace::cpuSamplesKeepTheirExecutor()
{
    TraceBuilder run;
    run.cpu(1, 10, 3);
    const Trace trace = run.end(6);
    QCOMPARE(trace.cpuSamples().at(0).executor, 3);
    QCOMPARE(trace.cpuSamples().at(0).cpuNs, 10);
}

INTERLEAVE_TEST_MAIN(TestTrace)
#include "tst_trace.moc"
