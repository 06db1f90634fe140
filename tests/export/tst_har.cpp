// HTTP archives: the fields that HAR 1.2 wants, the sums that its readers check, and what must not be in one.
#include "export/exporters.h"
#include "support/test_main.h"
#include "support/trace_builder.h"

#include <QBuffer>
#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTest>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

static constexpr qint64 origin = 77'000'000'000'001;
static const QString header = u"{\"environment\":{\"time_utc\":\"2026-11-22T09:30:00.250Z\"}}"_s;

static FinishedRun runOf(Trace trace, const QString &model = u"hybrid"_s)
{
    FinishedRun run;
    run.model = model;
    run.trace = std::make_shared<const Trace>(std::move(trace));
    run.report = makeRunReport(*run.trace, Scenario(), run.model, 0);
    return run;
}

static AttemptDetail openAiDetail(int status, const QString &protocol = {}, const QString &error = {})
{
    return {.model = u"m"_s, .provider = u"openai"_s, .status = status, .protocol = protocol, .error = error};
}

/// A call refused once, with every part that an exchange can have; one that never got an answer; one that was never sent.
static FinishedRun troubledRun()
{
    const qint64 t = origin;
    TraceBuilder run(t, header);
    run.plan(0, t, u"a secret prompt"_s).span(0, Phase::Limiter, t, t + 100 * ms).span(0, Phase::Pool, t + 100 * ms, t + 101 * ms);
    run.span(0, Phase::Dns, t + 101 * ms, t + 103 * ms).span(0, Phase::Connect, t + 103 * ms, t + 106 * ms);
    run.span(0, Phase::Tls, t + 106 * ms, t + 110 * ms).span(0, Phase::Send, t + 110 * ms, t + 111 * ms);
    run.span(0, Phase::Ttft, t + 111 * ms, t + 130 * ms, {.outcome = Outcome::RateLimited});
    run.attemptEnd(0, t + 130 * ms, 0, openAiDetail(429, u"2"_s, u"too many"_s), Outcome::RateLimited);
    run.span(0, Phase::Send, t + 200 * ms, t + 200 * ms, {.attempt = 1}).span(0, Phase::Ttft, t + 200 * ms, t + 250 * ms, {.attempt = 1});
    run.chunk(0, t + 250 * ms, u"a secret reply", 0, 1).span(0, Phase::Stream, t + 250 * ms, t + 300 * ms + 7, {.attempt = 1});
    run.attemptEnd(0, t + 300 * ms + 7, 1, openAiDetail(200, u"2"_s), Outcome::Ok, {5, 0, 42, 0});
    run.done(0, t + 300 * ms + 7, Outcome::Ok, {5, 0, 42, 0}).analyze(0, 0, t + 301 * ms, t + 320 * ms);
    run.plan(1, t).span(1, Phase::Connect, t, t + 9 * ms, {.outcome = Outcome::NetworkError});
    run.attemptEnd(1, t + 9 * ms, 0, openAiDetail(0), Outcome::NetworkError);
    run.done(1, t + 9 * ms, Outcome::NetworkError).plan(2, t).done(2, t + 9 * ms, Outcome::Dropped);
    return runOf(run.end(t + 320 * ms));
}

static Scenario realScenario()
{
    Scenario scenario;
    scenario.endpoint.baseUrl = u"https://llm.example/v1"_s;
    scenario.endpoint.apiKeyEnv = u"SECRET_KEY"_s;
    scenario.stream = true;
    return scenario;
}

static QByteArray bytesOf(const QList<FinishedRun> &runs)
{
    QBuffer buffer;
    buffer.open(QIODevice::WriteOnly);
    return writeHar({realScenario(), runs}, buffer).isEmpty() ? buffer.data() : QByteArray();
}

static QJsonObject logOf(const QList<FinishedRun> &runs) { return QJsonDocument::fromJson(bytesOf(runs))[u"log"_s].toObject(); }

class TestHar : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void everyRequiredFieldIsThere()
    {
        const QJsonObject log = logOf(
            {troubledRun(), runOf(TraceBuilder(origin, header).call(0, origin, origin, origin + ms).end(origin + ms), u"sequential"_s)});
        QCOMPARE(log[u"version"_s].toString(), u"1.2"_s);
        QVERIFY(!log[u"creator"_s][u"name"_s].toString().isEmpty() && !log[u"creator"_s][u"version"_s].toString().isEmpty());
        QStringList pages;
        for (const QJsonValue &page : log[u"pages"_s].toArray())
            pages.append(page[u"id"_s].toString());
        QCOMPARE(pages, QStringList({u"hybrid-1"_s, u"sequential-1"_s}));
        const QJsonArray entries = log[u"entries"_s].toArray();
        QCOMPARE(entries.size(), 4); // two attempts, one that found nobody, one of the other run
        for (const QJsonValue &entry : entries)
            checkEntry(entry.toObject(), pages);
    }

    void timesAddUp()
    {
        for (const QJsonValue &entry : logOf({troubledRun()})[u"entries"_s].toArray()) {
            double sum = 0;
            const QJsonObject timings = entry[u"timings"_s].toObject();
            for (auto part = timings.begin(); part != timings.end(); ++part) {
                const double length = part.value().toDouble();
                QVERIFY(length >= 0 || length == -1);
                if (part.key() != u"ssl"_s && length >= 0) // a part of connect
                    sum += length;
            }
            for (const QString &part : {u"send"_s, u"wait"_s, u"receive"_s})
                QVERIFY(timings[part].toDouble(-2) >= 0);
            QVERIFY(timings[u"ssl"_s].toDouble() <= timings[u"connect"_s].toDouble());
            QVERIFY(std::abs(entry[u"time"_s].toDouble() - sum) < 1e-6);
        }
    }

    void anExchangeOfWorkedFigures()
    {
        const QJsonArray entries = logOf({troubledRun()})[u"entries"_s].toArray();
        const QJsonObject first = entries[0].toObject(), second = entries[1].toObject(), third = entries[2].toObject();
        QCOMPARE(QString::fromUtf8(QJsonDocument(first[u"timings"_s].toObject()).toJson(QJsonDocument::Compact)),
                 u"{\"blocked\":1,\"connect\":7,\"dns\":2,\"receive\":0,\"send\":1,\"ssl\":4,\"wait\":19}"_s);
        QCOMPARE(first[u"time"_s].toDouble(), 30.0);
        QCOMPARE(first[u"startedDateTime"_s].toString(), u"2026-11-22T09:30:00.350Z"_s);
        QCOMPARE(first[u"response"_s][u"status"_s].toInt(), 429);
        QCOMPARE(first[u"response"_s][u"httpVersion"_s].toString(), u"HTTP/2"_s);
        QCOMPARE(first[u"_error"_s].toString(), u"too many"_s);
        QCOMPARE(second[u"_attempt"_s].toInt(), 2);
        QCOMPARE(second[u"_ttft_ms"_s].toDouble(), 50.0);
        QCOMPARE(second[u"_tokens_out"_s].toInt(), 42);
        QCOMPARE(second[u"timings"_s][u"receive"_s].toDouble(), 50.000007);
        QCOMPARE(third[u"response"_s][u"status"_s].toInt(), 0);
        QCOMPARE(third[u"_outcome"_s].toString(), u"network_error"_s);
    }

    void theUrlIsTheOneThatWasRequested()
    {
        const QString told =
            u"{\"requests\":[{\"provider\":\"openai\",\"model\":\"m\",\"url\":\"https://llm.example/v1/chat?api-version=2\"},"
            "{\"provider\":\"simulator\",\"model\":\"sim\",\"url\":\"http://127.0.0.1:4242/v1beta/models/sim:generateContent\"}]}"_s;
        TraceBuilder run(origin, told);
        for (const auto &[call, detail] : {std::pair{0, openAiDetail(200)}, {1, simDetail(200)}, {2, AttemptDetail{.model = u"other"_s}}}) {
            run.plan(call, origin).span(call, Phase::Send, origin, origin + ms).attemptEnd(call, origin + ms, 0, detail, Outcome::Ok);
            run.done(call, origin + ms);
        }
        const QJsonArray entries = logOf({runOf(run.end(origin + ms))})[u"entries"_s].toArray();
        QCOMPARE(entries[0][u"request"_s][u"url"_s].toString(), u"https://llm.example/v1/chat?api-version=2"_s);
        QCOMPARE(entries[0][u"request"_s][u"queryString"_s][0][u"name"_s].toString(), u"api-version"_s);
        QCOMPARE(entries[1][u"request"_s][u"url"_s].toString(), u"http://127.0.0.1:4242/v1beta/models/sim:generateContent"_s);
        QCOMPARE(entries[2][u"request"_s][u"url"_s].toString(), u"https://llm.example/v1"_s); // of runs recorded before: the base
    }

    void secretsPromptsAndRepliesAreNotInIt()
    {
        const QByteArray bytes = bytesOf({troubledRun()}).toLower();
        for (const char *word : {"secret", "authorization", "api-key", "cookie\""})
            QVERIFY2(!bytes.contains(word), word);
    }

private:
    static void checkEntry(const QJsonObject &entry, const QStringList &pages)
    {
        const auto has = [](const QJsonValue &object, const QStringList &keys) {
            return std::all_of(keys.begin(), keys.end(), [&](const QString &key) { return object.toObject().contains(key); });
        };
        const QStringList known{u"pageref"_s, u"startedDateTime"_s, u"time"_s, u"request"_s, u"response"_s, u"cache"_s, u"timings"_s};
        QVERIFY(has(entry, known));
        for (const QString &key : entry.keys())
            QVERIFY2(known.contains(key) || key.startsWith(u'_'), qPrintable(key)); // the standard's rule for fields of one's own
        QVERIFY(pages.contains(entry[u"pageref"_s].toString()));
        QVERIFY(QDateTime::fromString(entry[u"startedDateTime"_s].toString(), Qt::ISODateWithMs).isValid());
        QVERIFY(has(entry[u"request"_s], {u"method"_s, u"url"_s, u"httpVersion"_s, u"cookies"_s, u"headers"_s, u"queryString"_s,
                                          u"headersSize"_s, u"bodySize"_s}));
        QCOMPARE(entry[u"request"_s][u"url"_s].toString(), u"https://llm.example/v1"_s);
        QVERIFY(has(entry[u"response"_s], {u"status"_s, u"statusText"_s, u"httpVersion"_s, u"cookies"_s, u"headers"_s, u"content"_s,
                                           u"redirectURL"_s, u"headersSize"_s, u"bodySize"_s}));
        QVERIFY(has(entry[u"response"_s][u"content"_s], {u"size"_s, u"mimeType"_s}));
        QVERIFY(has(entry[u"timings"_s], {u"blocked"_s, u"dns"_s, u"connect"_s, u"send"_s, u"wait"_s, u"receive"_s, u"ssl"_s}));
    }
};

INTERLEAVE_TEST_MAIN(TestHar)
#include "tst_har.moc"
