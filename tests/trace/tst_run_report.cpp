// A run's report, against a run worked out by hand, and its JSON, name by name.
#include "support/test_main.h"

#include "support/trace_builder.h"
#include "trace/run_report.h"
#include "json/json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

#include <nlohmann/json.hpp>

using namespace interleave;
using interleave::test::ms;
using interleave::test::TraceBuilder;

class TestRunReport : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyFigureOfAWorkedExample();
    void everyOutcomeIsCountedOnce();
    void failedCallsAreApart_data();
    void failedCallsAreApart();
    void cacheHitsHaveALatencyAndNoService();
    void aBrokenRuleIsSuspect();
    void theResultCountsWhatIsNotOk();
    void cancelledCallsHaveNoLatency();
    void jsonHasExactlyTheNamesOfTheSchema();
    void observerErrorIsOfTheSimulatorOnly();
};

/// Concurrent, 4 calls planned at 1.000 s:
///   0  sent 1.010, plain reply at 1.110, analyzed 1.110..1.160 (40 ms of CPU)
///   1  waits 100 ms, sent 1.110, chunks at 1.160 1.180 1.230, done 1.240, analyzed 1.240..1.300 (60 ms of CPU)
///   2  sent 1.010, refused at 1.030; back-off; sent again 1.130, plain reply 1.330
///   3  sent 1.330, times out at 1.400
static TraceBuilder workedExample()
{
    TraceBuilder run(1000 * ms);
    const Usage usage{10, 0, 20, 0};
    for (int call = 0; call < 4; ++call)
        run.plan(call, 1000 * ms).release(call, 1001 * ms);
    run.span(0, Phase::Connect, 1000 * ms, 1010 * ms).span(0, Phase::Ttft, 1010 * ms, 1110 * ms).done(0, 1110 * ms, Outcome::Ok, usage);
    run.analyze(0, 0, 1110 * ms, 1160 * ms, 40 * ms);
    run.span(1, Phase::Limiter, 1000 * ms, 1110 * ms).span(1, Phase::Ttft, 1110 * ms, 1160 * ms);
    run.chunk(1, 1160 * ms).chunk(1, 1180 * ms).chunk(1, 1230 * ms);
    run.span(1, Phase::Stream, 1160 * ms, 1240 * ms).done(1, 1240 * ms, Outcome::Ok, usage).analyze(1, 0, 1240 * ms, 1300 * ms);
    run.span(2, Phase::Ttft, 1010 * ms, 1030 * ms, {.outcome = Outcome::RateLimited}).span(2, Phase::Backoff, 1030 * ms, 1130 * ms);
    run.span(2, Phase::Ttft, 1130 * ms, 1330 * ms, {.attempt = 1}).done(2, 1330 * ms, Outcome::Ok, usage);
    run.span(3, Phase::Limiter, 1000 * ms, 1330 * ms).span(3, Phase::Ttft, 1330 * ms, 1400 * ms, {.outcome = Outcome::Timeout});
    run.done(3, 1400 * ms, Outcome::Timeout);
    return run;
}

static RunReport reportOf(const Trace &trace)
{
    Scenario scenario;
    scenario.concurrency = 2;
    return makeRunReport(trace, scenario, QStringLiteral("concurrent"), 1);
}

static bool near(std::optional<double> value, double expected) { return value && std::abs(*value - expected) < 1e-9; }

void TestRunReport::everyFigureOfAWorkedExample()
{
    const RunReport report = reportOf(workedExample().end(1400 * ms));
    QCOMPARE(report.model, QStringLiteral("concurrent"));
    QCOMPARE(report.repeat, 1);
    QCOMPARE(report.planned, 4);
    QCOMPARE(report.attempts, 5);
    QCOMPARE(report.failed(), 1);
    QCOMPARE(report.makespanS, 0.4);
    QCOMPARE(report.latency.n, 3); // 110 240 330; the timeout is not ok
    QVERIFY(near(report.latency.min, 0.11) && near(report.latency.mean, 0.68 / 3) && near(report.latency.max, 0.33));
    QVERIFY(!report.latency.p50);
    QVERIFY(near(report.service.mean, 0.43 / 3)); // 100 130 200
    QVERIFY(near(report.queue.mean, 0.13 / 3));   // 10 110 10
    QCOMPARE(report.ttft.n, 3);                   // 100 50 200
    QVERIFY(near(report.ttft.mean, 0.35 / 3));
    QCOMPARE(report.failedLatency.n, 1);
    QVERIFY(near(report.failedLatency.mean, 0.4));
    QCOMPARE(report.result().text(), QStringLiteral("1 of 4 failed"));
    QCOMPARE(report.chunkGap.n, 2); // 20 50
    QVERIFY(near(report.chunkGap.mean, 0.035));
    QCOMPARE(report.analysis.n, 2); // 50 60
    QVERIFY(near(report.analysis.mean, 0.055));
    QCOMPARE(report.throughputRps, 7.5);
    QCOMPARE(report.goodputRps, 7.5);
    QCOMPARE(report.tokens.input, std::optional<qint64>(30));
    QCOMPARE(report.tokens.output, std::optional<qint64>(60));
    QCOMPARE(report.tokens.perS, std::optional(150.0));
    QVERIFY(!report.costUsd);
    QCOMPARE(report.concurrency.max, 2);
    QVERIFY(near(report.concurrency.mean, 1.3)); // 100 + 130 + 20 + 200 + 70 = 520 of 400
    QCOMPARE(report.parallelism.max, 1);
    QVERIFY(near(report.parallelism.mean, 0.25)); // 100 of 400
    QVERIFY(near(report.lowerBoundS, 0.32));      // call 2: 20 + 100 + 200; in flight 260, CPU 100
    QCOMPARE(report.validity.reasons, QStringList());
    QCOMPARE(report.invariants.broken, QStringList());
}

void TestRunReport::everyOutcomeIsCountedOnce()
{
    TraceBuilder run;
    int call = 0;
    for (const Outcome outcome : allOutcomes)
        run.plan(call, 0).span(call, Phase::Ttft, 0, 1, {.outcome = outcome}).done(call, 1, outcome), ++call;
    const RunReport report = reportOf(run.end(1));
    QCOMPARE(report.planned, 9);
    for (const Outcome outcome : allOutcomes)
        QCOMPARE(report.count(outcome), 1);
    QCOMPARE(report.failed(), 6); // all but ok, cache hit and cancelled
}

void TestRunReport::failedCallsAreApart_data()
{
    QTest::addColumn<Outcome>("outcome");
    for (const Outcome outcome : allOutcomes) {
        if (isFailure(outcome) && outcome != Outcome::Dropped)
            QTest::newRow(outcomeName(outcome).data()) << outcome;
    }
}

void TestRunReport::failedCallsAreApart()
{
    // One call is answered after 300 ms, three are refused at once: what is told of calls is the 300 ms.
    QFETCH(Outcome, outcome);
    TraceBuilder run;
    run.call(0, 0, 0, 300 * ms);
    for (int call = 1; call < 4; ++call)
        run.plan(call, 0)
            .span(call, Phase::Ttft, 0, 1 * ms)
            .chunk(call, 1 * ms)
            .chunk(call, 2 * ms)
            .span(call, Phase::Stream, 1 * ms, 3 * ms, {.outcome = outcome});
    for (int call = 1; call < 4; ++call)
        run.done(call, 3 * ms, outcome);
    const RunReport report = reportOf(run.end(300 * ms));
    for (const Summary &summary : {report.latency, report.service, report.ttft}) {
        QCOMPARE(summary.n, 1);
        QVERIFY(near(summary.min, 0.3));
    }
    QCOMPARE(report.queue.n, 1);
    QCOMPARE(report.chunkGap.n, 0);
    QCOMPARE(report.failedLatency.n, 3);
    QVERIFY(near(report.failedLatency.max, 0.003));
    QCOMPARE(report.result().text(), QStringLiteral("3 of 4 failed"));
    QVERIFY(!report.caution().isEmpty());
}

void TestRunReport::cacheHitsHaveALatencyAndNoService()
{
    TraceBuilder run;
    run.call(0, 0, 0, 300 * ms).plan(1, 0).done(1, 1 * ms, Outcome::CacheHit);
    const RunReport report = reportOf(run.end(300 * ms));
    QCOMPARE(report.latency.n, 2);
    QCOMPARE(report.service.n, 1);
    QCOMPARE(report.ttft.n, 1);
    QVERIFY(report.result().isComplete());
    QVERIFY(report.caution().isEmpty());
}

void TestRunReport::aBrokenRuleIsSuspect()
{
    TraceBuilder run; // two phases of one attempt with nothing between them
    run.plan(0, 0).span(0, Phase::Connect, 0, 10 * ms).span(0, Phase::Ttft, 20 * ms, 30 * ms).done(0, 30 * ms);
    const RunReport report = reportOf(run.end(30 * ms));
    QVERIFY(!report.invariants.allHold());
    QVERIFY(!report.validity.valid);
    QVERIFY2(report.validity.reasons.join(u' ').contains(report.invariants.broken.first()), qPrintable(report.validity.reasons.join(u' ')));
}

void TestRunReport::theResultCountsWhatIsNotOk()
{
    QCOMPARE(resultOf(4, 4).text(), QStringLiteral("complete"));
    QCOMPARE(resultOf(4, 1).text(), QStringLiteral("3 of 4 failed"));
    QCOMPARE(resultOf(4, 0).text(), QStringLiteral("all 4 failed"));
    QCOMPARE(resultOf(1, 0).text(), QStringLiteral("the only call failed"));
    QCOMPARE(resultOf(4, 2, 1).text(), QStringLiteral("1 of 4 failed, 1 cancelled"));
    QCOMPARE(resultOf(4, 2, 2).text(), QStringLiteral("2 of 4 cancelled"));
    QCOMPARE(resultOf(4, 2, 2).failed, 2);
    QCOMPARE(QString(resultOf(4, 0).name()), QStringLiteral("failed"));
    QCOMPARE(verdictText(true, resultOf(4, 1)), QStringLiteral("VALID \u00b7 3 of 4 failed"));
    QCOMPARE(verdictText(true, resultOf(4, 4)), QStringLiteral("VALID"));
    QCOMPARE(verdictText(2, 5, resultOf(20, 0)), QStringLiteral("2 of 5 SUSPECT \u00b7 all 20 failed"));
}

void TestRunReport::cancelledCallsHaveNoLatency()
{
    TraceBuilder run;
    run.call(0, 0, 0, 10).plan(1, 0).begin(1, Phase::Ttft, 5);
    const RunReport report = reportOf(run.end(30, Outcome::Cancelled));
    QVERIFY(report.cancelled);
    QCOMPARE(report.latency.n, 1);
    QCOMPARE(report.service.n, 1);
    QCOMPARE(report.count(Outcome::Cancelled), 1);
    QVERIFY(!report.validity.valid);
    QVERIFY(report.invariants.allHold());
}

void TestRunReport::jsonHasExactlyTheNamesOfTheSchema()
{
    const QJsonObject json = qtObject(toJson(reportOf(workedExample().end(1400 * ms))));
    const QByteArray text = QJsonDocument(json).toJson(QJsonDocument::Compact);
    QCOMPARE(json.keys(), QStringList({QStringLiteral("active_s"),
                                       QStringLiteral("analysis_s"),
                                       QStringLiteral("attempts"),
                                       QStringLiteral("calls"),
                                       QStringLiteral("chunk_gap_s"),
                                       QStringLiteral("concurrency"),
                                       QStringLiteral("cost_usd"),
                                       QStringLiteral("critical_path"),
                                       QStringLiteral("effort_s"),
                                       QStringLiteral("failed_latency_s"),
                                       QStringLiteral("goodput_fraction"),
                                       QStringLiteral("goodput_rps"),
                                       QStringLiteral("invariants"),
                                       QStringLiteral("job_latency_s"),
                                       QStringLiteral("jobs"),
                                       QStringLiteral("latency_s"),
                                       QStringLiteral("limiter_s"),
                                       QStringLiteral("makespan_s"),
                                       QStringLiteral("model"),
                                       QStringLiteral("parallelism"),
                                       QStringLiteral("queue_s"),
                                       QStringLiteral("ready_s"),
                                       QStringLiteral("repeat"),
                                       QStringLiteral("resends"),
                                       QStringLiteral("result"),
                                       QStringLiteral("retries"),
                                       QStringLiteral("service_s"),
                                       QStringLiteral("throughput_rps"),
                                       QStringLiteral("tokens"),
                                       QStringLiteral("ttft_s"),
                                       QStringLiteral("unread_at_most"),
                                       QStringLiteral("unread_s"),
                                       QStringLiteral("validity"),
                                       QStringLiteral("wasted")}));
    const QList<QByteArray> parts{
        R"("calls":{"cache_hit":0,"cancelled":0,"dropped":0,"http_error":0,"network_error":0,"ok":3,"planned":4,"protocol_error":0,"rate_limited":0,"timeout":1})",
        R"("failed_latency_s":{"max":0.4,"mean":0.4,"min":0.4,"n":1,"p50":null,"p90":null,"p95":null,"p99":null})",
        R"("result":{"failed":1,"state":"partial"})",
        R"("tokens":{"input":30,"output":60,"per_s":150,"told_calls":3})",
        R"("cost_usd":null)",
        R"("parallelism":{"max":1,"mean":0.25})",
        R"("validity":{"client_cpu_cores":0,"loop_lag_ms_p99":null,"observer_error_ms":{"p50":null,"p99":null},"reasons":[],"schedule_delay_ms_p99":null,"verdict":"valid"})",
        R"("invariants":{"attempts_add_up":true,"critical_path_tiles":true,"limits":true,"little":true,"lower_bound":true,"phases_tile":true})"};
    for (const QByteArray &part : parts)
        QVERIFY2(text.contains(part), QByteArray(part + " is not in " + text).constData());
}

void TestRunReport::observerErrorIsOfTheSimulatorOnly()
{
    Scenario scenario;
    scenario.endpoint.baseUrl = QStringLiteral("http://127.0.0.1:1");
    const QJsonObject json = qtObject(toJson(makeRunReport(TraceBuilder().end(0), scenario, QStringLiteral("hybrid"), 0)));
    QVERIFY(!json[QStringLiteral("validity")].toObject().contains(QStringLiteral("observer_error_ms")));
}

INTERLEAVE_TEST_MAIN(TestRunReport)
#include "tst_run_report.moc"
