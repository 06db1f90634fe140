// The validity verdict: each thing that makes the client the bottleneck is found and told with its figure; what is the
// execution model's own doing is not held against the client.
#include "support/test_main.h"
#include "support/trace_builder.h"
#include "trace/validity.h"

#include <QTest>

using namespace interleave;
using interleave::test::ms;
using interleave::test::TraceBuilder;

class TestValidity : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aQuietRunIsValid();
    void aLateLoopIsSuspect();
    void oneLateTimerOfManyIsNot();
    void toleranceGrowsWithTheServiceTime();
    void lateReleasesAreSuspect();
    void lateReadsAreSuspect();
    void anAnalysisOnTheLoopIsNotHeldAgainstTheClient();
    void waitsForConnectionsAreSuspect();
    void waitsForTheAnalysisPoolAreNot();
    void clientCpuAddsUpItsProcesses();
    void aStoppedRunIsSuspect();
};

static const QString fourCores = QStringLiteral(R"({"environment":{"cores":4}})");

/// One call of `service` from 0 on.
static TraceBuilder oneCall(qint64 service = 500 * ms)
{
    TraceBuilder run(0, fourCores);
    run.call(0, 0, 0, service);
    return run;
}

static void compareReasons(const Validity &validity, const QStringList &reasons)
{
    QCOMPARE(validity.reasons, reasons);
    QCOMPARE(validity.valid, reasons.isEmpty());
}

void TestValidity::aQuietRunIsValid()
{
    TraceBuilder run = oneCall();
    run.release(0, 1 * ms).lag(1, 20 * ms).cpu(0, 10 * ms).cpu(500 * ms, 60 * ms);
    const Validity validity = judge(run.end(500 * ms));
    compareReasons(validity, {});
    QVERIFY(!validity.loopLagMsP99); // one sample is too few
    QVERIFY(!validity.scheduleDelayMsP99);
    QVERIFY(!validity.observerErrorMsP50);
    QCOMPARE(validity.clientCpuCores, 0.1);
}

void TestValidity::aLateLoopIsSuspect()
{
    TraceBuilder run = oneCall();
    run.lag(1, 1 * ms).lag(2, 45 * ms).lag(3, 2 * ms);
    compareReasons(judge(run.end(500 * ms)),
                   {QStringLiteral("the event loop ran late by 45.0 ms (maximum), more than 20.0 ms: times may be that much too long; "
                                   "lower the concurrency, or close other programs")});
}

void TestValidity::oneLateTimerOfManyIsNot()
{
    TraceBuilder run = oneCall();
    run.lag(0, 400 * ms);
    for (int i = 1; i < 299; ++i)
        run.lag(i, i * 10'000);
    const Validity validity = judge(run.end(500 * ms));
    compareReasons(validity, {});
    QCOMPARE(validity.loopLagMsP99, 2.97); // the 297th of 299
}

void TestValidity::toleranceGrowsWithTheServiceTime()
{
    TraceBuilder run = oneCall(5000 * ms); // 2 % are 100 ms
    run.lag(1, 99 * ms);
    compareReasons(judge(run.end(5000 * ms)), {});
    run.lag(2, 101 * ms);
    QVERIFY(!judge(run.end(5000 * ms)).valid);
}

void TestValidity::lateReleasesAreSuspect()
{
    TraceBuilder run = oneCall();
    run.release(0, 30 * ms);
    compareReasons(
        judge(run.end(500 * ms)),
        {QStringLiteral("calls were started later than planned by 30.0 ms (maximum), more than 20.0 ms: the load was lighter than "
                        "asked for; plan fewer calls at once, or close other programs")});
}

void TestValidity::lateReadsAreSuspect()
{
    TraceBuilder run(0, fourCores);
    run.plan(0, 0).span(0, Phase::Ttft, 0, 10 * ms);
    for (int i = 0; i < 5; ++i)
        run.chunk(0, (10 + i) * ms, u"x", (10 + i) * ms - (i + 1) * ms);
    run.chunk(0, 90 * ms, u"x", 50 * ms);
    run.span(0, Phase::Stream, 10 * ms, 100 * ms).done(0, 100 * ms);
    const Validity validity = judge(run.end(100 * ms));
    QCOMPARE(validity.observerErrorMsP50, 3.0); // of 1 2 3 4 5 40
    QVERIFY(!validity.observerErrorMsP99);
    compareReasons(validity, {QStringLiteral("chunks were read later than the server sent them by 40.0 ms (maximum), more than 20.0 ms: "
                                             "first-chunk times and chunk gaps are off by as much; lower the concurrency, or close other "
                                             "programs")});
}

void TestValidity::anAnalysisOnTheLoopIsNotHeldAgainstTheClient()
{
    const auto lateChunk = [](int executor) {
        TraceBuilder run(0, fourCores);
        run.executor(1, ExecutorKind::PoolThread, QStringLiteral("pool 1"));
        run.call(0, 0, 0, 10 * ms).analyze(0, executor, 12 * ms, 80 * ms);
        run.plan(1, 0)
            .span(1, Phase::Ttft, 0, 81 * ms)
            .chunk(1, 81 * ms, u"x", 20 * ms)
            .span(1, Phase::Stream, 81 * ms, 90 * ms)
            .done(1, 90 * ms);
        return judge(run.end(100 * ms));
    };
    compareReasons(lateChunk(0), {}); // 60 of the 61 ms
    QVERIFY(!lateChunk(1).valid);     // the loop was free

    const auto lateConnection = [](int executor) {
        TraceBuilder run(0, fourCores);
        run.executor(1, ExecutorKind::PoolThread, QStringLiteral("pool 1"));
        run.call(0, 0, 0, 10 * ms).analyze(0, executor, 10 * ms, 60 * ms);
        run.plan(1, 0).span(1, Phase::Pool, 10 * ms, 61 * ms).span(1, Phase::Ttft, 61 * ms, 90 * ms).done(1, 90 * ms);
        return judge(run.end(100 * ms));
    };
    compareReasons(lateConnection(0), {}); // 50 of the 51 ms
    QVERIFY(!lateConnection(1).valid);
}

void TestValidity::waitsForConnectionsAreSuspect()
{
    TraceBuilder run(0, fourCores);
    run.plan(0, 0).span(0, Phase::Pool, 0, 25 * ms).span(0, Phase::Ttft, 25 * ms, 100 * ms).done(0, 100 * ms);
    compareReasons(
        judge(run.end(100 * ms)),
        {QStringLiteral("calls were held up before they had a connection by 25.0 ms (maximum), more than 20.0 ms: the client was "
                        "slower to send than the limit allows; lower the concurrency, or close other programs")});
}

void TestValidity::waitsForTheAnalysisPoolAreNot()
{
    TraceBuilder run = oneCall();
    run.span(0, Phase::Pool, 500 * ms, 900 * ms).analyze(0, 0, 900 * ms, 910 * ms);
    compareReasons(judge(run.end(910 * ms)), {});
}

void TestValidity::clientCpuAddsUpItsProcesses()
{
    // This process 300 ms, a worker 150 ms, of which 50 ms are an analysis: 450 ms in 100 ms.
    TraceBuilder run(0, fourCores);
    run.executor(1, ExecutorKind::Process, QStringLiteral("process 1"));
    run.call(0, 0, 0, 50 * ms).analyze(0, 1, 50 * ms, 100 * ms);
    run.cpu(0, 1000 * ms).cpu(100 * ms, 1300 * ms).cpu(10 * ms, 5 * ms, 1).cpu(100 * ms, 155 * ms, 1);
    const Validity validity = judge(run.end(100 * ms));
    QCOMPARE(validity.clientCpuCores, 4.5);
    compareReasons(validity,
                   {QStringLiteral("beside the analyses, the program used 4.00 of 4 CPU cores, more than 80 %: calls waited for the "
                                   "CPU of this machine; lower the concurrency, or run the simulator on another machine")});
}

void TestValidity::aStoppedRunIsSuspect()
{
    compareReasons(judge(oneCall().end(600 * ms, Outcome::Cancelled)),
                   {QStringLiteral("stopped before the end: figures are of the calls that ended; run it again for all of them")});
}

INTERLEAVE_TEST_MAIN(TestValidity)
#include "tst_validity.moc"
