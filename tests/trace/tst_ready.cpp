// A call is in exactly one phase from its plan to its end: while nothing else of it is open, it is ready.
#include "support/test_main.h"
#include "support/trace_builder.h"
#include "trace/counters.h"
#include "trace/invariants.h"

#include <QTest>

using namespace interleave;
using interleave::test::ms;
using interleave::test::TraceBuilder;

/// "ready 0-5, ttft 5-9" of one call, in the order in which they were found.
static QString phasesOf(const Trace &trace, size_t call)
{
    QStringList parts;
    for (const qint32 index : trace.calls().at(call).spans) {
        const Span &span = trace.spans()[static_cast<size_t>(index)];
        if (span.end == span.begin)
            continue; // a batch ended there
        const QString end = span.end == Trace::open ? QStringLiteral("…") : QString::number(span.end);
        parts.append(QStringLiteral("%1 %2-%3").arg(phaseName(span.phase)).arg(span.begin).arg(end) +
                     (span.outcome == Outcome::Ok ? QString() : u' ' + outcomeName(span.outcome)));
    }
    return parts.join(QStringLiteral(", "));
}

class TestReady : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void fillsWhatNothingElseHas()
    {
        TraceBuilder run;
        run.plan(0, 0).span(0, Phase::Pool, 4, 5).span(0, Phase::Ttft, 5, 9, {.outcome = Outcome::RateLimited});
        run.span(0, Phase::Backoff, 11, 20).span(0, Phase::Ttft, 23, 30, {.attempt = 1}).done(0, 30).analyze(0, 0, 40, 50);
        const Trace trace = run.end(60);
        QCOMPARE(phasesOf(trace, 0), QStringLiteral("ready 0-4, pool 4-5, ttft 5-9 rate_limited, ready 9-11, backoff 11-20, ready 20-23, "
                                                    "ttft 23-30, ready 30-40, analyze 40-50"));
        QVERIFY(checkInvariants(trace, Scenario()).phasesTile);
    }

    void lastsNoTimeWhereNothingWaits()
    {
        TraceBuilder run;
        run.plan(0, 0).span(0, Phase::Ttft, 0, 9).done(0, 9).analyze(0, 0, 9, 12);
        QCOMPARE(phasesOf(run.end(12), 0), QStringLiteral("ttft 0-9, analyze 9-12"));
    }

    void endsWithACallThatNeverBegan_data()
    {
        QTest::addColumn<Outcome>("outcome");
        QTest::addColumn<QString>("phases");
        QTest::newRow("dropped") << Outcome::Dropped << QStringLiteral("ready 2-7 dropped");
        QTest::newRow("its worker died") << Outcome::NetworkError << QStringLiteral("ready 2-7 network_error");
        QTest::newRow("kept reply") << Outcome::CacheHit << QStringLiteral("ready 2-7 cache_hit");
    }
    void endsWithACallThatNeverBegan()
    {
        QFETCH(Outcome, outcome);
        QFETCH(QString, phases);
        TraceBuilder run;
        const Trace trace = run.plan(0, 2).done(0, 7, outcome).end(20);
        QCOMPARE(phasesOf(trace, 0), phases);
        QVERIFY(checkInvariants(trace, Scenario()).phasesTile);
    }

    void aFailureIsToldOnce()
    {
        TraceBuilder run;
        run.plan(0, 0).span(0, Phase::Ttft, 0, 5, {.outcome = Outcome::Timeout}).done(0, 7, Outcome::Timeout);
        run.plan(1, 0).span(1, Phase::Ttft, 0, 5).done(1, 7, Outcome::NetworkError); // its worker died with the reply
        const Trace trace = run.end(9);
        QCOMPARE(phasesOf(trace, 0), QStringLiteral("ttft 0-5 timeout, ready 5-7"));
        QCOMPARE(phasesOf(trace, 1), QStringLiteral("ttft 0-5, ready 5-7 network_error"));
    }

    void aStopEndsIt()
    {
        TraceBuilder run;
        run.plan(0, 1).plan(1, 1).span(1, Phase::Ttft, 2, 4);
        run.plan(2, 1).span(2, Phase::Ttft, 1, 3).done(2, 3).begin(2, Phase::Ready, 3);
        const Trace trace = run.end(9, Outcome::Cancelled);
        QCOMPARE(phasesOf(trace, 0), QStringLiteral("ready 1-9 cancelled"));
        QCOMPARE(phasesOf(trace, 1), QStringLiteral("ready 1-2, ttft 2-4, ready 4-9 cancelled"));
        QCOMPARE(phasesOf(trace, 2), QStringLiteral("ttft 1-3, ready 3-9 cancelled"));
        QVERIFY(checkInvariants(trace, Scenario()).phasesTile);
    }

    void isSeenWhileItLasts()
    {
        TraceBuilder run;
        run.plan(0, 0).plan(1, 0).span(1, Phase::Ttft, 1, 4);
        run.plan(2, 0).span(2, Phase::Ttft, 0, 3).done(2, 3);
        run.plan(3, 0).span(3, Phase::Ttft, 0, 3).done(3, 3).begin(3, Phase::Ready, 3);
        Trace trace;
        trace.apply(run.events());
        QCOMPARE(phasesOf(trace, 0), QStringLiteral("ready 0-…"));
        QCOMPARE(phasesOf(trace, 1), QStringLiteral("ready 0-1, ttft 1-4, ready 4-…"));
        QCOMPARE(phasesOf(trace, 2), QStringLiteral("ttft 0-3"));
        QCOMPARE(phasesOf(trace, 3), QStringLiteral("ttft 0-3, ready 3-…"));
        const Load load = loadOf(trace);
        QCOMPARE(load.over, 1); // the last one's reply is there, but not its analysis
        QCOMPARE(load.inFlight, 0);
    }

    void aBatchMayBeCutAnywhere()
    {
        TraceBuilder run;
        run.plan(0, 0).span(0, Phase::Ttft, 2, 5).done(0, 5).begin(0, Phase::Ready, 6).analyze(0, 0, 8, 9);
        const std::vector<Event> events = run.events();
        for (size_t cut = 0; cut <= events.size(); ++cut) {
            Trace trace;
            trace.apply(std::vector<Event>(events.begin(), events.begin() + static_cast<std::ptrdiff_t>(cut)));
            trace.apply(std::vector<Event>(events.begin() + static_cast<std::ptrdiff_t>(cut), events.end()));
            Event end;
            end.kind = EventKind::RunEnd;
            end.ns = 9;
            trace.apply({end});
            QCOMPARE(phasesOf(trace, 0), QStringLiteral("ready 0-2, ttft 2-5, ready 5-8, analyze 8-9"));
        }
    }

    void whatWasRecordedBeforeThereWasReadyIsReadAsIt()
    {
        // As it was: a wait for a worker was Limiter of the loop, one for the analysis pool a Pool of the attempt.
        TraceBuilder parallel(0, QStringLiteral("{\"model\":\"parallel_threads\"}"));
        parallel.plan(0, 0).span(0, Phase::Limiter, 1, 9).span(0, Phase::Limiter, 10, 12, {.executor = 1});
        parallel.span(0, Phase::Ttft, 12, 15, {.executor = 1}).done(0, 15).analyze(0, 1, 16, 20);
        QCOMPARE(phasesOf(parallel.end(20), 0),
                 QStringLiteral("ready 0-9, ready 9-10, limiter 10-12, ttft 12-15, ready 15-16, analyze 16-20"));
        TraceBuilder hybrid(0, QStringLiteral("{\"model\":\"hybrid\"}"));
        hybrid.plan(0, 0).span(0, Phase::Pool, 0, 1).span(0, Phase::Ttft, 1, 5).done(0, 5);
        hybrid.span(0, Phase::Pool, 6, 8).analyze(0, 0, 8, 9);
        const Trace trace = hybrid.end(9);
        QCOMPARE(phasesOf(trace, 0), QStringLiteral("pool 0-1, ttft 1-5, ready 5-8, analyze 8-9"));
        QCOMPARE(checkInvariants(trace, Scenario()).broken, QStringList());
    }

    void aServerThatClosesAndIsAskedAgainHasTwoPoolsInOneAttempt()
    {
        TraceBuilder run;
        run.plan(0, 0).span(0, Phase::Pool, 0, 1).span(0, Phase::Ttft, 1, 5).span(0, Phase::Pool, 5, 6).span(0, Phase::Ttft, 6, 9);
        const Trace trace = run.done(0, 9).end(9);
        QCOMPARE(checkInvariants(trace, Scenario()).broken, QStringList());
    }
};

INTERLEAVE_TEST_MAIN(TestReady)
#include "tst_ready.moc"
