// Runs as OpenTelemetry traces: the schema, one small call word for word, and how calls, attempts and work hang together.
#include "export/otlp.h"
#include "support/otlp_check.h"
#include "support/test_main.h"
#include "support/trace_builder.h"

#include <QBuffer>
#include <QDateTime>
#include <QTest>

using namespace interleave;
using namespace interleave::test;

static constexpr qint64 origin = 77'000'000'000'001;
static const QString header = QStringLiteral(R"({"model":"hybrid","repeat":0,"environment":{"time_utc":"2026-11-22T09:30:00.250Z"},)"
                                             R"("scenario":{"endpoint":{"provider":"gemini","model_name":"sim"}}})");
static const qint64 wallOrigin = QDateTime::fromString(QStringLiteral("2026-11-22T09:30:00.250Z"), Qt::ISODateWithMs).toMSecsSinceEpoch();

static QString wall(qint64 afterOriginNs) { return QString::number(wallOrigin * 1'000'000 + afterOriginNs); }

static Scenario scenario()
{
    Scenario s;
    s.name = QStringLiteral("two");
    s.stream = true;
    return s;
}

static FinishedRun runOf(Trace trace)
{
    FinishedRun run;
    run.model = QStringLiteral("hybrid");
    run.trace = std::make_shared<const Trace>(std::move(trace));
    run.report = makeRunReport(*run.trace, scenario(), run.model, 0);
    return run;
}

static QByteArray exported(const QList<FinishedRun> &runs)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    return writeOtlp({scenario(), runs}, buffer).isEmpty() ? buffer.data() : QByteArray();
}

static Trace plainCall()
{
    TraceBuilder run(origin, header);
    run.plan(0, origin, QStringLiteral("a secret prompt")).span(0, Phase::Send, origin, origin + 1 * ms);
    run.span(0, Phase::Ttft, origin + 1 * ms, origin + 251 * ms).chunk(0, origin + 251 * ms, u"a secret reply");
    run.span(0, Phase::Stream, origin + 251 * ms, origin + 400 * ms);
    run.attemptEnd(0, origin + 400 * ms, 0, simDetail(200, QStringLiteral("1.1")), Outcome::Ok, {7, 1, 9, 2});
    return run.done(0, origin + 400 * ms, Outcome::Ok, {7, 1, 9, 2}, QStringLiteral("STOP")).end(origin + 400 * ms);
}

static Trace troubledRun()
{
    TraceBuilder run(origin, header);
    const qint64 t = origin;
    run.executor(1, ExecutorKind::PoolThread, QStringLiteral("pool 1"));
    run.plan(0, t).span(0, Phase::Limiter, t, t + 5 * ms).span(0, Phase::Ttft, t + 5 * ms, t + 10 * ms, {.outcome = Outcome::RateLimited});
    run.attemptEnd(0, t + 10 * ms, 0, simDetail(429, {}, QStringLiteral("too many")), Outcome::RateLimited);
    run.span(0, Phase::Backoff, t + 10 * ms, t + 50 * ms, {.attempt = 1});
    run.span(0, Phase::Ttft, t + 50 * ms, t + 90 * ms, {.attempt = 1});
    run.attemptEnd(0, t + 90 * ms, 1, simDetail(200, QStringLiteral("2")));
    run.done(0, t + 90 * ms).span(0, Phase::Pool, t + 90 * ms, t + 95 * ms, {.attempt = 1});
    run.analyze(0, 1, t + 95 * ms, t + 120 * ms, 20 * ms);
    run.plan(1, t).span(1, Phase::Ttft, t, t + 30 * ms, {.outcome = Outcome::Timeout});
    run.attemptEnd(1, t + 30 * ms, 0, simDetail(0), Outcome::Timeout);
    run.done(1, t + 30 * ms, Outcome::Timeout, {}, QStringLiteral("No reply within 30 ms."));
    run.plan(2, t).done(2, t + 60 * ms, Outcome::Dropped);
    return run.end(t + 120 * ms);
}

static QList<QJsonObject> spansNamed(const OtlpDocument &document, const char *name)
{
    QList<QJsonObject> found;
    for (const QJsonObject &span : document.spans) {
        if (span[QStringLiteral("name")].toString() == QLatin1StringView(name))
            found.append(span);
    }
    return found;
}

class TestOtlp : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void documentsFollowTheSchema();
    void aCallWordForWord();
    void retriesWaitsAndWorkHangBelowTheirCall();
    void failuresSayWhatTheyAre();
    void timesAreWallClock();
    void idsAreTheSameEachTimeAndDifferBetweenRuns();
    void promptsAndRepliesStayHere();
    void runsSayWhatTheyAre();
    void longRunsAreSentInParts();
    void realServersAreNamed();
};

void TestOtlp::documentsFollowTheSchema()
{
    const OtlpDocument document =
        OtlpReader::read(exported({runOf(troubledRun()), runOf(TraceBuilder(1, header).call(0, 1, 1, 2).end(2))}));
    QCOMPARE(document.complaints, QStringList());
    QCOMPARE(document.resources.size(), 2);
    QCOMPARE(document.spans.size(), 3 + 3 + 5 + 2); // calls, attempts, steps and waits; a call with its attempt
}

void TestOtlp::aCallWordForWord()
{
    const OtlpDocument document = OtlpReader::read(exported({runOf(plainCall())}));
    QCOMPARE(document.spans.size(), 2);
    QJsonObject call = document.spans[0];
    QVERIFY(!call.contains(QStringLiteral("parentSpanId")));
    call.remove(QStringLiteral("traceId"));
    call.remove(QStringLiteral("spanId"));
    const QByteArray expected = QStringLiteral(R"({"attributes":[
        {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},
        {"key":"gen_ai.provider.name","value":{"stringValue":"gcp.gemini"}},
        {"key":"gen_ai.request.model","value":{"stringValue":"sim"}},
        {"key":"gen_ai.request.stream","value":{"boolValue":true}},
        {"key":"gen_ai.response.finish_reasons","value":{"arrayValue":{"values":[{"stringValue":"STOP"}]}}},
        {"key":"gen_ai.response.time_to_first_chunk","value":{"doubleValue":0.25}},
        {"key":"gen_ai.usage.input_tokens","value":{"intValue":"7"}},
        {"key":"gen_ai.usage.cache_read.input_tokens","value":{"intValue":"1"}},
        {"key":"gen_ai.usage.output_tokens","value":{"intValue":"9"}},
        {"key":"gen_ai.usage.reasoning.output_tokens","value":{"intValue":"2"}},
        {"key":"interleave.call","value":{"intValue":"0"}},
        {"key":"interleave.outcome","value":{"stringValue":"ok"}},
        {"key":"interleave.attempts","value":{"intValue":"1"}},
        {"key":"interleave.ready_s","value":{"doubleValue":0}},
        {"key":"interleave.unread_s","value":{"doubleValue":0}}],
        "endTimeUnixNano":"%2","events":[{"name":"first_chunk","timeUnixNano":"%3"}],"kind":3,"name":"chat sim","startTimeUnixNano":"%1"})")
                                    .arg(wall(0), wall(400 * ms), wall(251 * ms))
                                    .toUtf8();
    QCOMPARE(QJsonDocument(call).toJson(), QJsonDocument::fromJson(expected).toJson());

    const QJsonObject attempt = document.spans[1];
    QCOMPARE(attempt[QStringLiteral("name")].toString(), QStringLiteral("POST"));
    QCOMPARE(attempt[QStringLiteral("parentSpanId")], document.spans[0][QStringLiteral("spanId")]);
    QCOMPARE(otlpAttribute(attempt, "http.response.status_code").toString(), QStringLiteral("200"));
    QCOMPARE(otlpAttribute(attempt, "network.protocol.version").toString(), QStringLiteral("1.1"));
    QStringList phases;
    for (const QJsonValue &event : attempt[QStringLiteral("events")].toArray())
        phases.append(event[QStringLiteral("name")].toString() + u' ' + event[QStringLiteral("timeUnixNano")].toString());
    QCOMPARE(phases, QStringList({QStringLiteral("send ") + wall(0), QStringLiteral("ttft ") + wall(1 * ms),
                                  QStringLiteral("stream ") + wall(251 * ms)}));
}

void TestOtlp::retriesWaitsAndWorkHangBelowTheirCall()
{
    const OtlpDocument document = OtlpReader::read(exported({runOf(troubledRun())}));
    const QJsonObject call = spansNamed(document, "chat sim").value(0);
    QCOMPARE(call[QStringLiteral("startTimeUnixNano")].toString(), wall(0));
    QCOMPARE(call[QStringLiteral("endTimeUnixNano")].toString(), wall(90 * ms));
    QStringList below;
    for (const QJsonObject &span : document.spans) {
        if (span[QStringLiteral("parentSpanId")] == call[QStringLiteral("spanId")])
            below.append(span[QStringLiteral("name")].toString() + QString::number(span[QStringLiteral("kind")].toInt()));
    }
    QCOMPARE(below, QStringList({QStringLiteral("POST3"), QStringLiteral("POST3"), QStringLiteral("limiter1"), QStringLiteral("backoff1"),
                                 QStringLiteral("ready1"), QStringLiteral("analyze1")}));
    QVERIFY(otlpAttribute(spansNamed(document, "POST")[0], "http.request.resend_count").isUndefined());
    QCOMPARE(otlpAttribute(spansNamed(document, "POST")[1], "http.request.resend_count").toString(), QStringLiteral("1"));
    const QJsonObject analysis = spansNamed(document, "analyze").value(0);
    QCOMPARE(otlpAttribute(analysis, "thread.name").toString(), QStringLiteral("pool 1"));
    QCOMPARE(otlpAttribute(analysis, "interleave.cpu_s").toDouble(), 0.02);
}

void TestOtlp::failuresSayWhatTheyAre()
{
    const OtlpDocument document = OtlpReader::read(exported({runOf(troubledRun())}));
    const QList<QJsonObject> calls = spansNamed(document, "chat sim"), attempts = spansNamed(document, "POST");
    QVERIFY(!calls[0].contains(QStringLiteral("status"))); // the retry made it well
    QCOMPARE(attempts[0][QStringLiteral("status")][QStringLiteral("code")].toInt(), 2);
    QCOMPARE(attempts[0][QStringLiteral("status")][QStringLiteral("message")].toString(), QStringLiteral("too many"));
    QCOMPARE(otlpAttribute(attempts[0], "error.type").toString(), QStringLiteral("429"));
    QCOMPARE(otlpAttribute(calls[1], "error.type").toString(), QStringLiteral("timeout"));
    QCOMPARE(calls[1][QStringLiteral("status")][QStringLiteral("message")].toString(), QStringLiteral("No reply within 30 ms."));
    QCOMPARE(otlpAttribute(calls[2], "error.type").toString(), QStringLiteral("dropped"));
}

void TestOtlp::timesAreWallClock()
{
    const OtlpDocument document = OtlpReader::read(exported({runOf(plainCall())}));
    const qint64 begin = document.spans[0][QStringLiteral("startTimeUnixNano")].toString().toLongLong();
    QCOMPARE(QDateTime::fromMSecsSinceEpoch(begin / 1'000'000).toUTC().toString(Qt::ISODateWithMs),
             QStringLiteral("2026-11-22T09:30:00.250Z"));
}

void TestOtlp::idsAreTheSameEachTimeAndDifferBetweenRuns()
{
    QCOMPARE(exported({runOf(plainCall())}), exported({runOf(plainCall())}));
    const OtlpDocument document =
        OtlpReader::read(exported({runOf(plainCall()), runOf(TraceBuilder(origin + 1, header).call(0, 1, 1, 2).end(2))}));
    QCOMPARE(document.complaints, QStringList()); // among them that no id comes twice
    QSet<QString> traces;
    for (const QJsonObject &span : document.spans)
        traces.insert(span[QStringLiteral("traceId")].toString());
    QCOMPARE(traces.size(), 2);
}

void TestOtlp::promptsAndRepliesStayHere() { QVERIFY(!exported({runOf(plainCall())}).contains("secret")); }

void TestOtlp::runsSayWhatTheyAre()
{
    const QJsonObject resource = OtlpReader::read(exported({runOf(plainCall())})).resources.value(0);
    QCOMPARE(otlpAttribute(resource, "service.name").toString(), QStringLiteral("interleave"));
    QCOMPARE(otlpAttribute(resource, "interleave.model").toString(), QStringLiteral("hybrid"));
    QCOMPARE(otlpAttribute(resource, "interleave.scenario").toString(), QStringLiteral("two"));
    QCOMPARE(otlpAttribute(resource, "interleave.verdict").toString(), QStringLiteral("valid"));
    QCOMPARE(otlpAttribute(resource, "interleave.result").toString(), QStringLiteral("complete"));
}

void TestOtlp::longRunsAreSentInParts()
{
    TraceBuilder run(origin, header);
    for (int call = 0; call < 5; ++call)
        run.call(call, origin, origin, origin + ms);
    const FinishedRun finished = runOf(run.end(origin + ms));
    const QList<QByteArray> parts = otlpRequests({scenario(), {finished}}, 2);
    QCOMPARE(parts.size(), 3);
    QList<QJsonObject> spans;
    for (const QByteArray &part : parts) {
        const OtlpDocument document = OtlpReader::read(part);
        QCOMPARE(document.complaints, QStringList());
        spans += document.spans;
    }
    QCOMPARE(spans, OtlpReader::read(exported({finished})).spans);
}

void TestOtlp::realServersAreNamed()
{
    Scenario real = scenario();
    real.endpoint.baseUrl = QStringLiteral("https://llm.example/v1");
    real.endpoint.provider = QStringLiteral("openai");
    real.endpoint.modelName = QStringLiteral("m");
    TraceBuilder run(origin, header);
    const AttemptDetail detail{.model = real.endpoint.modelName, .provider = real.endpoint.provider, .status = 200};
    run.call(0, origin, origin, origin + ms).attemptEnd(0, origin + ms, 0, detail);
    const OtlpDocument document = OtlpReader::read(otlpRequests({real, {runOf(run.end(origin + ms))}}).value(0));
    for (const QJsonObject &span : document.spans) {
        QCOMPARE(otlpAttribute(span, "server.address").toString(), QStringLiteral("llm.example"));
        QCOMPARE(otlpAttribute(span, "server.port").toString(), QStringLiteral("443"));
    }
    QCOMPARE(otlpAttribute(document.spans.value(0), "gen_ai.provider.name").toString(), QStringLiteral("openai"));
}

INTERLEAVE_TEST_MAIN(TestOtlp)
#include "tst_otlp.moc"
