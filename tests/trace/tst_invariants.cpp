// The five invariants: they hold on good runs, and each violation that a test plants is found, named and placed in time.
#include "support/test_main.h"
#include "support/trace_builder.h"
#include "trace/invariants.h"
#include "trace/lower_bound.h"

#include <QTest>

#include <functional>

using namespace interleave;
using interleave::test::ms;
using interleave::test::TraceBuilder;

using Build = std::function<Trace()>;
Q_DECLARE_METATYPE(Build)

class TestInvariants : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void goodRunsKeepAllFive_data();
    void goodRunsKeepAllFive();
    void plantedViolationsAreFound_data();
    void plantedViolationsAreFound();
    void lowerBoundIsTheLargestOfThree();
};

/// Limit 2 in flight, 2 workers, pool of 2.
static Scenario scenario()
{
    Scenario s;
    s.concurrency = 2;
    s.workers = 2;
    s.pool = 2;
    return s;
}

/// One attempt with every phase, 10 ms each from `from` on, then an analysis in the pool.
static void wholeCall(TraceBuilder &run, int call, qint64 from, int poolExecutor)
{
    const Phase phases[] = {Phase::Pool, Phase::Dns, Phase::Connect, Phase::Tls, Phase::Send, Phase::Ttft, Phase::Stream};
    run.plan(call, 0).span(call, Phase::Limiter, from - 10 * ms, from);
    qint64 now = from;
    for (const Phase phase : phases) {
        run.span(call, phase, now, now + 10 * ms);
        now += 10 * ms;
    }
    run.done(call, now).span(call, Phase::Ready, now + 1 * ms, now + 5 * ms).analyze(call, poolExecutor, now + 5 * ms, now + 25 * ms);
}

static TraceBuilder hybridRun()
{
    TraceBuilder run;
    run.executor(1, ExecutorKind::PoolThread, QStringLiteral("pool 1")).executor(2, ExecutorKind::PoolThread, QStringLiteral("pool 2"));
    return run;
}

void TestInvariants::goodRunsKeepAllFive_data()
{
    QTest::addColumn<Build>("build");
    QTest::newRow("nothing") << Build([] { return TraceBuilder().end(0); });
    QTest::newRow("every phase, pool analysis") << Build([] {
        TraceBuilder run = hybridRun();
        wholeCall(run, 0, 10 * ms, 1);
        wholeCall(run, 1, 12 * ms, 2);
        wholeCall(run, 2, 80 * ms, 1); // sent as the first is done
        return run.end(200 * ms);
    });
    QTest::newRow("a retry") << Build([] {
        TraceBuilder run;
        run.plan(0, 0).span(0, Phase::Ttft, 0, 10, {.outcome = Outcome::RateLimited}).span(0, Phase::Backoff, 10, 20);
        run.span(0, Phase::Ttft, 20, 30, {.attempt = 1}).span(0, Phase::Stream, 30, 35, {.attempt = 1}).done(0, 35);
        run.analyze(0, 0, 35, 40);
        return run.end(40);
    });
    QTest::newRow("a call that failed for good") << Build([] {
        TraceBuilder run;
        return run.call(0, 0, 0, 10, Outcome::Timeout).end(10);
    });
    QTest::newRow("cache hit, dropped") << Build([] {
        TraceBuilder run;
        run.plan(0, 0).done(0, 1, Outcome::CacheHit).span(0, Phase::Ready, 1, 2).analyze(0, 0, 2, 3);
        return run.plan(1, 0).done(1, 0, Outcome::Dropped).end(3);
    });
    QTest::newRow("stopped in every state") << Build([] {
        TraceBuilder run = hybridRun();
        run.plan(0, 0).plan(1, 0).plan(2, 0).plan(3, 0);
        run.span(0, Phase::Ttft, 0, 10).done(0, 10).begin(0, Phase::Analyze, 12, {.executor = 1});
        run.span(1, Phase::Send, 1, 2).begin(1, Phase::Ttft, 2);
        run.begin(2, Phase::Limiter, 1);
        return run.end(20, Outcome::Cancelled);
    });
    QTest::newRow("three analyses that share two cores") << Build([] {
        TraceBuilder run;
        for (int i = 1; i <= 2; ++i)
            run.executor(i, ExecutorKind::Thread, QStringLiteral("thread %1").arg(i));
        run.call(0, 0, 0, 10).call(1, 0, 0, 10).analyze(0, 1, 10, 40, 20).analyze(1, 2, 10, 40, 20);
        return run.end(40);
    });
}

void TestInvariants::goodRunsKeepAllFive()
{
    QFETCH(Build, build);
    const Invariants result = checkInvariants(build(), scenario());
    QCOMPARE(result.broken, QStringList());
    QVERIFY(result.allHold());
}

void TestInvariants::plantedViolationsAreFound_data()
{
    QTest::addColumn<Build>("build");
    QTest::addColumn<QString>("which");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *name, const char *which, const char *sentence, Build build) {
        QTest::newRow(name) << build << QString::fromLatin1(which) << QString::fromLatin1(sentence);
    };
    row("done long after its spans", "little",
        "Little's law: call 1, sent at 0.000000 s and done at 0.030000 s, spent 0.030000 s in flight, but its spans on the wire last "
        "0.020000 s",
        [] {
            TraceBuilder run;
            run.call(0, 0, 0, 10 * ms);
            return run.plan(1, 0).span(1, Phase::Ttft, 0, 20 * ms).done(1, 30 * ms).end(30 * ms);
        });
    row("one more in flight than the limit", "limits", "limits: call 2 was sent at 0.005000 s as number 3 in flight; the limit is 2",
        [] { return TraceBuilder().call(0, 0, 0, 10 * ms).call(1, 0, 1, 20 * ms).call(2, 0, 5 * ms, 30 * ms).end(30 * ms); });
    row("more analyses than executors", "limits",
        "limits: the analysis of call 1 began at 0.015000 s as number 2 at once; there are 1 executors", [] {
            TraceBuilder run;
            run.call(0, 0, 0, 10 * ms).call(1, 0, 0, 10 * ms);
            return run.analyze(0, 0, 10 * ms, 20 * ms, 1).analyze(1, 0, 15 * ms, 25 * ms, 1).end(25 * ms);
        });
    row("two analyses on one executor", "limits",
        "limits: the analysis of call 1 began at 0.015000 s on pool 2, which was still busy with another", [] {
            TraceBuilder run = hybridRun();
            run.call(0, 0, 0, 10 * ms).call(1, 0, 0, 10 * ms);
            return run.analyze(0, 2, 10 * ms, 20 * ms, 1).analyze(1, 2, 15 * ms, 25 * ms, 1).end(25 * ms);
        });
    row("more workers than allowed", "limits", "limits: 3 workers were started; the scenario allows 2", [] {
        TraceBuilder run;
        for (int i = 1; i <= 3; ++i)
            run.executor(i, ExecutorKind::Process, QStringLiteral("process %1").arg(i));
        return run.end(0);
    });
    row("a larger pool than allowed", "limits", "limits: the pool has 3 threads; the scenario allows 2",
        [] { return hybridRun().executor(3, ExecutorKind::PoolThread, QStringLiteral("pool 3")).end(0); });
    row("more CPU time than the run lasted", "lowerBound",
        "lower bound: the run took 0.020000 s and ended at 0.020000 s, but 0.024 s of CPU work on 1 executor(s) takes 0.024000 s at least",
        [] {
            TraceBuilder run;
            run.call(0, 0, 0, 5 * ms).call(1, 0, 0, 5 * ms);
            return run.analyze(0, 0, 5 * ms, 12 * ms, 12 * ms).analyze(1, 0, 12 * ms, 20 * ms, 12 * ms).end(20 * ms);
        });
    row("a call that takes longer than the run", "lowerBound",
        "lower bound: the run took 0.020000 s and ended at 0.020000 s, but what call 0 has to do one after the other takes 0.030000 s at "
        "least",
        [] { return TraceBuilder().plan(0, 0).span(0, Phase::Backoff, 0, 30 * ms).done(0, 20 * ms, Outcome::Timeout).end(20 * ms); });
    row("a gap between phases", "phasesTile", "phases: call 0, attempt 0: a gap of 0.002000 s between send and ttft at 0.007000 s", [] {
        TraceBuilder run;
        run.plan(0, 0).span(0, Phase::Send, 0, 5 * ms).span(0, Phase::Ttft, 7 * ms, 10 * ms).done(0, 10 * ms);
        return run.end(10 * ms);
    });
    row("phases that overlap by a nanosecond", "phasesTile",
        "phases: call 0, attempt 0: an overlap of 0.000000 s between connect and send at 0.000000 s", [] {
            TraceBuilder run;
            run.plan(0, 0).span(0, Phase::Connect, 0, 5).span(0, Phase::Send, 4, 6).span(0, Phase::Ttft, 6, 9).done(0, 9);
            return run.end(9);
        });
    row("attempts that overlap", "phasesTile", "phases: call 0: attempt 1 began at 0.005000 s, before the one before it had ended", [] {
        TraceBuilder run;
        run.plan(0, 0).span(0, Phase::Connect, 0, 10 * ms, {.outcome = Outcome::NetworkError});
        run.span(0, Phase::Ttft, 5 * ms, 20 * ms, {.attempt = 1}).done(0, 20 * ms);
        return run.end(20 * ms);
    });
    row("an analysis that begins before the reply is complete", "phasesTile",
        "phases: call 0: an overlap of 0.001000 s between stream and analyze at 0.009000 s", [] {
            TraceBuilder run;
            run.plan(0, 0).span(0, Phase::Ttft, 0, 5 * ms).span(0, Phase::Stream, 5 * ms, 10 * ms).done(0, 10 * ms);
            return run.analyze(0, 0, 9 * ms, 12 * ms).end(12 * ms);
        });
    row("a call that begins before its plan", "phasesTile",
        "phases: call 0: planned at 0.005000 s, but its first phase begins at 0.003000 s", [] {
            TraceBuilder run;
            return run.plan(0, 5 * ms).span(0, Phase::Ttft, 3 * ms, 9 * ms).done(0, 9 * ms).end(9 * ms);
        });
    row("an attempt that is missing", "attemptsAddUp",
        "attempts: call 0 counts 2 attempts, but 1 were recorded; the last ended at 0.000000 s", [] {
            TraceBuilder run;
            return run.plan(0, 0).span(0, Phase::Ttft, 0, 9, {.attempt = 1}).done(0, 9).end(9);
        });
    row("an attempt after a served one", "attemptsAddUp",
        "attempts: call 0: attempt 0 was served at 0.005000 s, and yet another one followed", [] {
            TraceBuilder run;
            run.plan(0, 0).span(0, Phase::Ttft, 0, 5 * ms).span(0, Phase::Ttft, 5 * ms, 9 * ms, {.attempt = 1});
            return run.done(0, 9 * ms).end(9 * ms);
        });
    row("a good end after a bad attempt", "attemptsAddUp",
        "attempts: call 0 ended well at 0.009000 s, but its last attempt ended with timeout", [] {
            TraceBuilder run;
            return run.plan(0, 0).span(0, Phase::Ttft, 0, 9 * ms, {.outcome = Outcome::Timeout}).done(0, 9 * ms).end(9 * ms);
        });
    row("a good end without an attempt", "attemptsAddUp", "attempts: call 0 ended well at 0.000000 s without any attempt",
        [] { return TraceBuilder().plan(0, 0).done(0, 0).end(0); });
    row("a call that nobody planned", "attemptsAddUp", "attempts: call 0 was made but never planned; its first span begins at 0.003000 s",
        [] { return TraceBuilder().span(0, Phase::Ttft, 3 * ms, 9 * ms).done(0, 9 * ms).end(9 * ms); });
}

void TestInvariants::plantedViolationsAreFound()
{
    QFETCH(Build, build);
    QFETCH(QString, which);
    QFETCH(QString, sentence);
    const Invariants result = checkInvariants(build(), scenario());
    QVERIFY2(result.broken.contains(sentence), qPrintable(result.broken.join(QLatin1Char('\n'))));
    QVERIFY(!result.allHold());
    const QMap<QString, bool> holds{{QStringLiteral("little"), result.little},
                                    {QStringLiteral("limits"), result.limits},
                                    {QStringLiteral("lowerBound"), result.lowerBound},
                                    {QStringLiteral("phasesTile"), result.phasesTile},
                                    {QStringLiteral("attemptsAddUp"), result.attemptsAddUp}};
    QVERIFY(!holds[which]);
    QCOMPARE(holds.keys(false).size(), result.broken.size());
}

void TestInvariants::lowerBoundIsTheLargestOfThree()
{
    const auto boundOf = [](qint64 cpuOfEach, qint64 backoff) {
        TraceBuilder run = hybridRun();
        for (int call = 0; call < 4; ++call) {
            const qint64 sent = call * 30;
            run.call(call, 0, sent, sent + 20).analyze(call, 1 + call % 2, sent + 20, sent + 120, cpuOfEach);
        }
        run.plan(4, 0).span(4, Phase::Ttft, 0, 10, {.outcome = Outcome::HttpError}).span(4, Phase::Backoff, 10, 10 + backoff);
        run.span(4, Phase::Ttft, 10 + backoff, 20 + backoff, {.attempt = 1}).done(4, 20 + backoff);
        return lowerBoundOf(run.end(300), scenario()).ns;
    };
    QCOMPARE(boundOf(40, 5), 80);  // CPU: 4 x 40 on 2 executors
    QCOMPARE(boundOf(10, 5), 50);  // in flight: 4 x 20 + 2 x 10, two at once
    QCOMPARE(boundOf(10, 70), 90); // chain of call 4: 10 + 70 + 10
}

INTERLEAVE_TEST_MAIN(TestInvariants)
#include "tst_invariants.moc"
