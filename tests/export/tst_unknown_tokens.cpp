// What a server did not tell is unknown in every view of a run, never 0: the report, the event log, and each export; with the
// client's own estimate beside it, and as waste only what a model has worked on.
#include "export/exporters.h"

#include "export/run_metrics.h"
#include "support/test_main.h"
#include "support/trace_builder.h"
#include "trace/event_json.h"
#include "json/json.h"
#include "json/price_files.h"

#include <QBuffer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <nlohmann/json.hpp>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

static constexpr qint64 origin = 77'000'000'000'001;

/// Of one call that ended like this.
struct Told {
    Outcome outcome = Outcome::Ok;
    Usage usage{};
    bool hasContent = true;
    int status = 200;
};

static TraceBuilder runOf(const QList<Told> &calls)
{
    TraceBuilder run(origin, u"{\"model\":\"hybrid\",\"scenario\":{\"endpoint\":{\"provider\":\"gemini\",\"model_name\":\"sim\"}}}"_s);
    for (int call = 0; call < calls.size(); ++call) {
        const Told &told = calls[call];
        AttemptDetail detail = simDetail(told.status, u"1.1"_s);
        detail.hasContent = told.hasContent;
        detail.answered = u"sim-2026"_s;
        detail.note = u"The server did not stream: the first token came with the last."_s;
        run.plan(call, origin).span(call, Phase::Ttft, origin, origin + 5 * ms, {.outcome = told.outcome});
        if (told.hasContent)
            run.chunk(call, origin + 4 * ms, u"twelve chars");
        run.attemptEnd(call, origin + 5 * ms, 0, detail, told.outcome, told.usage);
        run.done(call, origin + 5 * ms, told.outcome, told.usage);
    }
    return run;
}

static FinishedRun finished(const QList<Told> &calls)
{
    FinishedRun run;
    run.model = u"hybrid"_s;
    run.trace = std::make_shared<const Trace>(runOf(calls).end(origin + 6 * ms));
    run.report = makeRunReport(*run.trace, Scenario(), run.model, 0);
    return run;
}

static QByteArray exported(const char *id, const FinishedRun &run)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    return findExporter(QString::fromLatin1(id))->write({Scenario(), {run}}, buffer).isEmpty() ? buffer.data() : QByteArray();
}

static const Told told{.usage = {.input = 3, .cached = 0, .output = 0, .thinking = 0}}; // its zeros are the server's own
static const Told untold{};
static const Told refused{.outcome = Outcome::HttpError, .hasContent = false, .status = 503};
static const Told cut{.outcome = Outcome::NetworkError};

class UnknownTokensTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theReport_data()
    {
        QTest::addColumn<QList<Told>>("calls");
        QTest::addColumn<QJsonValue>("input");
        QTest::addColumn<bool>("isCostKnown");
        QTest::addColumn<qint64>("wasted");
        QTest::newRow("all told") << QList<Told>{told, told} << QJsonValue(6) << true << qint64(0);
        QTest::newRow("one not") << QList<Told>{told, untold} << QJsonValue() << false << qint64(0);
        QTest::newRow("none told") << QList<Told>{untold} << QJsonValue() << false << qint64(0);
        QTest::newRow("refused unread") << QList<Told>{told, refused} << QJsonValue(3) << true << qint64(0);
        QTest::newRow("all refused") << QList<Told>{refused} << QJsonValue() << true << qint64(0);
        QTest::newRow("cut") << QList<Told>{told, cut} << QJsonValue() << false << qint64(3); // twelve characters read
    }
    void theReport()
    {
        QFETCH(QList<Told>, calls);
        QFETCH(bool, isCostKnown);
        const FinishedRun run = finished(calls);
        const QJsonObject json = qtObject(toJson(run.report));
        const QJsonObject tokens = json[u"tokens"_s].toObject();
        QTEST(tokens[u"input"_s], "input");
        QCOMPARE(tokens[u"output"_s].isNull(), tokens[u"input"_s].isNull());
        QCOMPARE(tokens[u"per_s"_s].isNull(), tokens[u"input"_s].isNull());
        QCOMPARE(tokens.contains(u"estimated"_s), tokens[u"input"_s].isNull());
        QCOMPARE(!json[u"cost_usd"_s].isNull(), isCostKnown);
        QCOMPARE(json.contains(u"cost_usd_estimated"_s), !isCostKnown);
        QTEST(json[u"wasted"_s][u"tokens"_s].toInteger(), "wasted");
        if (!isCostKnown && calls.size() == 1)
            QCOMPARE(tokens[u"estimated"_s][u"output"_s], QJsonValue(3));
    }

    void everyExport()
    {
        const FinishedRun without = finished({untold});
        const FinishedRun with = finished({told});
        const QList<QByteArray> row = exported("csv", without).split('\n')[1].split(',');
        const QList<QByteArray> header = exported("csv", without).split('\n')[0].trimmed().split(',');
        for (const char *column : {"input_tokens", "cached_tokens", "output_tokens", "thinking_tokens", "cost_usd"})
            QCOMPARE(row[header.indexOf(column)], QByteArray());
        QCOMPARE(row[header.indexOf("answered_by")], QByteArray("sim-2026"));
        const QList<QByteArray> toldRow = exported("csv", with).split('\n')[1].split(',');
        QCOMPARE(toldRow[header.indexOf("output_tokens")], QByteArray("0"));
        for (const char *id : {"otlp", "trace", "har"}) {
            QVERIFY2(!exported(id, without).contains("tokens"), id);
            QVERIFY2(exported(id, with).contains("tokens"), id);
        }
        QVERIFY(exported("otlp", without).contains(R"({"key":"gen_ai.response.model","value":{"stringValue":"sim-2026"}})"));
        QVERIFY(exported("har", without).contains(R"("_response_model":"sim-2026")"));
        QVERIFY(exported("har", without).contains("did not stream"));
    }

    void thePrometheusText()
    {
        const auto textOf = [](const QList<Told> &calls) {
            RunMetrics metrics(loadPriceTable());
            metrics.apply(runOf(calls).events());
            return metrics.text();
        };
        QVERIFY(!textOf({untold}).contains("gen_ai_client_token_usage_count"));
        QVERIFY(!textOf({untold}).contains("\ninterleave_cost_usd_total "));
        QVERIFY(textOf({told}).contains("gen_ai_client_token_usage_count"));
        QVERIFY(textOf({told}).contains("\ninterleave_cost_usd_total "));
    }

    void theEventLog()
    {
        const Event event = runOf({{.usage = {.input = 3, .cached = {}, .output = 0, .thinking = {}}}}).events().back();
        QVERIFY2(toJsonLine(event).contains("\"usage\":[3,null,0,null]"), toJsonLine(event).constData());
        QCOMPARE(eventFromJsonLine(toJsonLine(event))->usage, event.usage);
        QVERIFY(!toJsonLine(runOf({untold}).events().back()).contains("usage"));
        // as written before: what was not told was left out, or 0
        QCOMPARE(eventFromJsonLine(R"({"kind":"done","ns":1,"call":0,"usage":[3,0,5,0]})")->usage, (Usage{3, 0, 5, 0}));
        QCOMPARE(eventFromJsonLine(R"({"kind":"done","ns":1,"call":0})")->usage, Usage());
    }
};

INTERLEAVE_TEST_MAIN(UnknownTokensTest)
#include "tst_unknown_tokens.moc"
