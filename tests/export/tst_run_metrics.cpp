// What Prometheus is told of a run, word for word on a small one, and what its numbers mean on others.
#include "export/run_metrics.h"
#include "support/test_main.h"
#include "support/trace_builder.h"

#include <QTest>

using namespace interleave;
using interleave::test::ms;
using interleave::test::simDetail;
using interleave::test::TraceBuilder;

static QString header(const QString &extra = {})
{
    return QStringLiteral(R"({"model":"hybrid","repeat":1,"scenario":{"name":"a \"quoted\" name",)"
                          R"("endpoint":{"provider":"gemini","model_name":"sim","profile":"article"})") +
           extra + QStringLiteral("}}");
}

static AttemptDetail okDetail() { return simDetail(200, QStringLiteral("1.1")); }

static RunMetrics priced()
{
    PriceRow row;
    row.provider = QStringLiteral("simulator");
    row.model = QStringLiteral("sim");
    row.input = 0.5;
    row.output = 2;
    return RunMetrics(PriceTable({row}));
}

static QByteArray textOf(const TraceBuilder &run)
{
    RunMetrics metrics = priced();
    metrics.apply(run.events());
    return metrics.text();
}

/// The samples of one metric, a line each.
static QByteArray samplesOf(const QByteArray &text, const QByteArray &name)
{
    QByteArrayList lines;
    for (const QByteArray &line : text.split('\n')) {
        if (line.startsWith(name) && (line[name.size()] == ' ' || line[name.size()] == '{'))
            lines.append(line);
    }
    return lines.join('\n');
}

/// Every bucket of the fourteen whose bound is at least `least` holds `count`, the others nothing.
static QByteArray buckets(const QByteArray &name, const QByteArray &labels, std::span<const double> bounds, double least)
{
    QByteArray text;
    for (const double bound : bounds)
        text += name + "_bucket{" + labels + ",le=\"" + QByteArray::number(bound, 'f', QLocale::FloatingPointShortest) + "\"} " +
                (bound >= least ? "1" : "0") + '\n';
    return text + name + "_bucket{" + labels + ",le=\"+Inf\"} 1\n";
}

class TestRunMetrics : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aSmallRunWordForWord();
    void anIdleProgramHasItsCountersAtZero();
    void whileARunGoesOn();
    void aRetriedCallIsOneOperation();
    void failuresHaveTheirType();
    void warmupIsInFlightButNotCounted();
    void countersGoOnFromRunToRun();
    void aStoppedRunCancelsItsCalls();
    void bucketsAreCumulativeAndBoundsInclusive();
};

void TestRunMetrics::aSmallRunWordForWord()
{
    const qint64 t = 5'000'000'000'000;
    TraceBuilder run(t, header(QStringLiteral(R"(,"stream":true,"arrival":{"schedule":"users:3,think=0.5"})")));
    run.plan(0, t).span(0, Phase::Limiter, t, t + 100 * ms).span(0, Phase::Ttft, t + 100 * ms, t + 350 * ms);
    run.chunk(0, t + 350 * ms).chunk(0, t + 400 * ms);
    run.attemptEnd(0, t + 500 * ms, 0, okDetail(), Outcome::Ok, {20, 0, 300, 0}).done(0, t + 500 * ms, Outcome::Ok, {20, 0, 300, 0});

    const QByteArray labels = R"(gen_ai_operation_name="chat",gen_ai_provider_name="gcp.gemini",gen_ai_request_model="sim")";
    const auto histogram = [&](const QByteArray &name, const char *help, std::span<const double> bounds, double least,
                               const QByteArray &sum, const QByteArray &more = {}) -> QByteArray {
        const QByteArray all = labels + more;
        return (*help ? "# HELP " + name + ' ' + help + "\n# TYPE " + name + " histogram\n" : QByteArray()) +
               buckets(name, all, bounds, least) + name + "_sum{" + all + "} " + sum + '\n' + name + "_count{" + all + "} 1\n";
    };
    const QByteArray expected =
        R"(# HELP interleave_run_info The run that goes on; no sample: none does.
# TYPE interleave_run_info gauge
interleave_run_info{model="hybrid",repeat="1",scenario="a \"quoted\" name"} 1
# HELP interleave_calls_in_flight Calls whose request was sent and whose reply is not complete.
# TYPE interleave_calls_in_flight gauge
interleave_calls_in_flight 0
# HELP interleave_users Simulated users of the run that goes on, think time included; 0: its arrival knows none.
# TYPE interleave_users gauge
interleave_users 3
# HELP interleave_calls_total Calls that ended, by outcome.
# TYPE interleave_calls_total counter
interleave_calls_total{outcome="ok"} 1
interleave_calls_total{outcome="cache_hit"} 0
interleave_calls_total{outcome="http_error"} 0
interleave_calls_total{outcome="network_error"} 0
interleave_calls_total{outcome="protocol_error"} 0
interleave_calls_total{outcome="timeout"} 0
interleave_calls_total{outcome="rate_limited"} 0
interleave_calls_total{outcome="cancelled"} 0
interleave_calls_total{outcome="dropped"} 0
# HELP interleave_attempts_total HTTP exchanges that ended, by status.
# TYPE interleave_attempts_total counter
interleave_attempts_total{status="200"} 1
# HELP interleave_retries_total Attempts after a call's first.
# TYPE interleave_retries_total counter
interleave_retries_total 0
# HELP interleave_cache_hits_total Calls answered from the cache.
# TYPE interleave_cache_hits_total counter
interleave_cache_hits_total 0
# HELP interleave_cost_usd_total Cost of the attempts; no sample: the price or the tokens of one are not known.
# TYPE interleave_cost_usd_total counter
interleave_cost_usd_total 0.00061
)" +
        histogram("gen_ai_client_operation_duration_seconds", "From a call's first step to its reply, waits and retries included.",
                  genai::secondsBounds, 0.64, "0.5") +
        histogram("gen_ai_client_operation_time_to_first_chunk_seconds",
                  "From the request to the first chunk of its reply, of streamed calls.", genai::secondsBounds, 0.32, "0.25") +
        histogram("gen_ai_client_operation_time_per_output_chunk_seconds", "Between two chunks of a reply.", genai::secondsBounds, 0.08,
                  "0.05") +
        histogram("gen_ai_client_token_usage", "Tokens of a call as the server counted them.", genai::tokenBounds, 64, "20",
                  R"(,gen_ai_token_type="input")") +
        histogram("gen_ai_client_token_usage", "", genai::tokenBounds, 1024, "300", R"(,gen_ai_token_type="output")");
    QCOMPARE(textOf(run), expected);
}

void TestRunMetrics::anIdleProgramHasItsCountersAtZero()
{
    const QByteArray text = RunMetrics().text();
    QCOMPARE(samplesOf(text, "interleave_run_info"), QByteArray());
    QCOMPARE(samplesOf(text, "interleave_calls_in_flight"), QByteArray("interleave_calls_in_flight 0"));
    QCOMPARE(samplesOf(text, "interleave_calls_total").count('\n'), 8); // one line for each of nine outcomes
}

void TestRunMetrics::whileARunGoesOn()
{
    TraceBuilder run(0, header());
    run.plan(0, 0).plan(1, 0).plan(2, 0).begin(0, Phase::Ttft, 1 * ms).begin(1, Phase::Ttft, 2 * ms).begin(2, Phase::Limiter, 2 * ms);
    QCOMPARE(samplesOf(textOf(run), "interleave_calls_in_flight"), QByteArray("interleave_calls_in_flight 2"));
    run.attemptEnd(0, 3 * ms, 0, okDetail());
    QCOMPARE(samplesOf(textOf(run), "interleave_calls_in_flight"), QByteArray("interleave_calls_in_flight 1"));
    run.done(0, 3 * ms).begin(0, Phase::Analyze, 3 * ms); // works on a reply that has come: not in flight
    QCOMPARE(samplesOf(textOf(run), "interleave_calls_in_flight"), QByteArray("interleave_calls_in_flight 1"));
}

void TestRunMetrics::aRetriedCallIsOneOperation()
{
    TraceBuilder run(0, header());
    run.plan(0, 0).span(0, Phase::Ttft, 0, 10 * ms, {.outcome = Outcome::RateLimited});
    run.attemptEnd(0, 10 * ms, 0, simDetail(429), Outcome::RateLimited);
    run.span(0, Phase::Backoff, 10 * ms, 500 * ms, {.attempt = 1}).span(0, Phase::Ttft, 500 * ms, 1000 * ms, {.attempt = 1});
    const AttemptDetail fallback{.model = QStringLiteral("other"), .provider = QStringLiteral("openai"), .status = 200};
    run.attemptEnd(0, 1000 * ms, 1, fallback).done(0, 1000 * ms);
    const QByteArray text = textOf(run);
    QCOMPARE(samplesOf(text, "interleave_attempts_total"),
             QByteArray("interleave_attempts_total{status=\"200\"} 1\ninterleave_attempts_total{status=\"429\"} 1"));
    QCOMPARE(samplesOf(text, "interleave_retries_total"), QByteArray("interleave_retries_total 1"));
    const QByteArray labels = R"({gen_ai_operation_name="chat",gen_ai_provider_name="openai",gen_ai_request_model="other"})";
    QCOMPARE(samplesOf(text, "gen_ai_client_operation_duration_seconds_sum"),
             "gen_ai_client_operation_duration_seconds_sum" + labels + " 1");
    QVERIFY(!text.contains("time_to_first_chunk_seconds_count")); // it was not streamed
}

void TestRunMetrics::failuresHaveTheirType()
{
    TraceBuilder run(0, header());
    run.plan(0, 0).span(0, Phase::Ttft, 0, 10 * ms);
    run.attemptEnd(0, 10 * ms, 0, simDetail(503), Outcome::HttpError);
    run.done(0, 10 * ms, Outcome::HttpError);
    run.plan(1, 0).span(1, Phase::Ttft, 0, 20 * ms);
    run.attemptEnd(1, 20 * ms, 0, simDetail(0), Outcome::Timeout);
    run.done(1, 20 * ms, Outcome::Timeout);
    run.plan(2, 0).done(2, 20 * ms, Outcome::Dropped);
    const QByteArray text = textOf(run);
    const QByteArray counts = samplesOf(text, "gen_ai_client_operation_duration_seconds_count");
    QVERIFY2(counts.contains("error_type=\"503\"} 1") && counts.contains("error_type=\"timeout\"} 1"), counts.constData());
    QCOMPARE(counts.count('\n'), 1); // what was dropped never began
    QVERIFY(text.contains("interleave_attempts_total{status=\"none\"} 1"));
    QVERIFY(text.contains("interleave_calls_total{outcome=\"dropped\"} 1"));
}

void TestRunMetrics::warmupIsInFlightButNotCounted()
{
    TraceBuilder run(0, header(QStringLiteral(R"(,"warmup":1)")));
    run.plan(0, 0).begin(0, Phase::Ttft, 0);
    QCOMPARE(samplesOf(textOf(run), "interleave_calls_in_flight"), QByteArray("interleave_calls_in_flight 1"));
    run.attemptEnd(0, 5 * ms, 0, okDetail(), Outcome::Ok, {9, 0, 9, 0}).done(0, 5 * ms, Outcome::Ok, {9, 0, 9, 0});
    const QByteArray text = textOf(run);
    QVERIFY(text.contains("interleave_calls_total{outcome=\"ok\"} 0"));
    QCOMPARE(samplesOf(text, "interleave_attempts_total"), QByteArray());
    QCOMPARE(samplesOf(text, "interleave_cost_usd_total"), QByteArray("interleave_cost_usd_total 0"));
    QVERIFY(!text.contains("gen_ai_client_token_usage_count"));
}

void TestRunMetrics::countersGoOnFromRunToRun()
{
    TraceBuilder run(0, header());
    run.call(0, 0, 0, 5 * ms).end(5 * ms);
    RunMetrics metrics;
    metrics.apply(run.events());
    metrics.apply(run.events());
    const QByteArray text = metrics.text();
    QVERIFY(text.contains("interleave_calls_total{outcome=\"ok\"} 2"));
    QCOMPARE(samplesOf(text, "interleave_run_info"), QByteArray());
    QCOMPARE(samplesOf(text, "interleave_users"), QByteArray("interleave_users 0"));
}

void TestRunMetrics::aStoppedRunCancelsItsCalls()
{
    TraceBuilder run(0, header());
    run.plan(0, 0).plan(1, 0).begin(0, Phase::Ttft, 0).end(5 * ms, Outcome::Cancelled);
    const QByteArray text = textOf(run);
    QVERIFY(text.contains("interleave_calls_total{outcome=\"cancelled\"} 2"));
    QCOMPARE(samplesOf(text, "interleave_calls_in_flight"), QByteArray("interleave_calls_in_flight 0"));
}

void TestRunMetrics::bucketsAreCumulativeAndBoundsInclusive()
{
    static constexpr std::array bounds{1.0, 2.0};
    PrometheusHistogram histogram(bounds);
    for (const double value : {0.5, 1.0, 1.5, 2.0, 3.0})
        histogram.observe(value);
    PrometheusText text;
    text.family("x", "histogram", "Some.");
    text.histogram(histogram, {});
    QCOMPARE(text.bytes, QByteArray("# HELP x Some.\n# TYPE x histogram\nx_bucket{le=\"1\"} 2\nx_bucket{le=\"2\"} 4\n"
                                    "x_bucket{le=\"+Inf\"} 5\nx_sum 8\nx_count 5\n"));
}

INTERLEAVE_TEST_MAIN(TestRunMetrics)
#include "tst_run_metrics.moc"
