// Gemini on the wire: what is sent, and what every kind of answer is read as.
#include "reading.h"
#include "support/test_main.h"

#include "providers/provider.h"

#include <QJsonDocument>
#include <QJsonObject>

using namespace interleave;
using namespace interleave::test;

class GeminiTest : public QObject
{
    Q_OBJECT

    static const Provider &gemini() { return *findProvider(QStringLiteral("gemini")); }
    static Read read(bool stream, const QByteArray &body, int status = 200, qsizetype cut = 0)
    {
        return readBody(gemini(), stream, body, {.status = status, .cut = cut, .headers = {}});
    }
    static QByteArray candidate(const QByteArray &parts, const QByteArray &rest = {})
    {
        return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[" + parts + "]}" + rest + "}]}";
    }
    static QByteArray event(const QByteArray &json) { return "data: " + json + "\r\n\r\n"; }
    static QJsonObject sent(const Prompt &prompt)
    {
        return QJsonDocument::fromJson(gemini().request(QStringLiteral("http://h"), QStringLiteral("sim"), {}, prompt, false).body)
            .object();
    }

private Q_SLOTS:
    void isListed()
    {
        QCOMPARE(providers().front()->id(), QStringLiteral("gemini"));
        QVERIFY(!findProvider(QStringLiteral("none")));
    }

    void requestOfAPlainPrompt()
    {
        const WireRequest request = gemini().request(QStringLiteral("https://h.example/base"), QStringLiteral("gemini-x"), "K",
                                                     promptOf(QStringLiteral("Hi “you”")), false);
        QCOMPARE(request.url.toString(), QStringLiteral("https://h.example/base/v1beta/models/gemini-x:generateContent"));
        QVERIFY(request.headers.contains({QByteArray("x-goog-api-key"), QByteArray("K")}));
        QVERIFY(request.headers.contains({QByteArray("Content-Type"), QByteArray("application/json")}));
        QCOMPARE(request.body, QByteArray("{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi “you”\"}]}]}"));
    }
    void requestOfAStream()
    {
        const WireRequest request = gemini().request(QStringLiteral("http://127.0.0.1:8080"), QStringLiteral("sim"), {}, {}, true);
        QCOMPARE(request.url.toString(), QStringLiteral("http://127.0.0.1:8080/v1beta/models/sim:streamGenerateContent?alt=sse"));
        for (const auto &[name, value] : request.headers)
            QVERIFY(name != "x-goog-api-key");
    }
    void modelNamesCannotLeaveThePath_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QByteArray>("path");
        QTest::newRow("resource") << QStringLiteral("tunedModels/my-1") << QByteArray("/v1beta/tunedModels/my-1:generateContent");
        QTest::newRow("query") << QStringLiteral("a?b#c d") << QByteArray("/v1beta/models/a%3Fb%23c%20d:generateContent");
    }
    void modelNamesCannotLeaveThePath()
    {
        QFETCH(QString, model);
        const QUrl url = gemini().request(QStringLiteral("http://h"), model, {}, {}, false).url;
        QVERIFY(url.isValid());
        QTEST(url.path(QUrl::FullyEncoded).toLatin1(), "path");
        QVERIFY(!url.hasQuery() && !url.hasFragment());
    }
    void sendsOnlyWhatIsSet()
    {
        QCOMPARE(sent(promptOf(QStringLiteral("x"))).keys(), QStringList{QStringLiteral("contents")});
        const QJsonObject full = sent(fullPrompt());
        QCOMPARE(full[QStringLiteral("systemInstruction")][QStringLiteral("parts")][0][QStringLiteral("text")].toString(),
                 QStringLiteral("Be brief."));
        const QJsonObject config = full[QStringLiteral("generationConfig")].toObject();
        QCOMPARE(config.keys(), (QStringList{QStringLiteral("maxOutputTokens"), QStringLiteral("temperature")}));
        QCOMPARE(config[QStringLiteral("maxOutputTokens")].toInt(), 7);
    }

    void readsAPlainResponse()
    {
        const QByteArray body =
            R"({"candidates":[{"content":{"role":"model","parts":[{"text":"Hel"},{"text":"lo"}]},"finishReason":"STOP","index":0,
            "safetyRatings":[]}],"usageMetadata":{"promptTokenCount":40,"candidatesTokenCount":2,"totalTokenCount":52,
            "cachedContentTokenCount":8,"thoughtsTokenCount":10},"modelVersion":"m","responseId":"abc"})";
        const Read result = read(false, body);
        QCOMPARE(result.reply.outcome, Outcome::Ok);
        QCOMPARE(result.reply.text, QStringLiteral("Hello"));
        QCOMPARE(result.reply.finishReason, QStringLiteral("STOP"));
        QCOMPARE(result.reply.httpStatus, 200);
        QCOMPARE(result.reply.usage, (Usage{.input = 40, .cached = 8, .output = 12, .thinking = 10}));
        QVERIFY(result.reply.error.isEmpty());
        QCOMPARE(result.chunks.size(), 1U);
        QCOMPARE(result.chunkText(), QStringLiteral("Hello"));
    }
    void passesOnTheServersStampOfAPlainResponse()
    {
        const std::unique_ptr<ResponseReader> reader = gemini().reader(false);
        reader->header("Content-Length", "9");
        reader->header("X-Mono-Ns", "4711");
        reader->feed(candidate("{\"text\":\"a\"}", ",\"finishReason\":\"STOP\""));
        QCOMPARE(reader->endOfBody(200).at(0).serverNs, 4711);
    }

    void readsAStreamCutAnywhere()
    {
        const QByteArray body = ": mono_ns=10\r\n" + event(candidate("{\"text\":\"Grüß \"}")) + ": mono_ns=20\r\n" +
                                event(candidate("{\"text\":\"Gott 👋\"}")) +
                                event(candidate("{\"text\":\"\"}", R"(,"finishReason":"STOP")").chopped(1) +
                                      R"(,"usageMetadata":{"promptTokenCount":3,"candidatesTokenCount":4,"totalTokenCount":7}})");
        for (qsizetype cut = 0; cut <= body.size(); ++cut) {
            const Read result = read(true, body, 200, cut);
            QCOMPARE(result.reply.outcome, Outcome::Ok);
            QCOMPARE(result.reply.text, QStringLiteral("Grüß Gott 👋"));
            QCOMPARE(result.chunks.size(), 2U); // the last event has no content
            QCOMPARE(result.chunks[0].serverNs, 10);
            QCOMPARE(result.chunks[1].serverNs, 20);
            QCOMPARE(result.reply.usage, (Usage{.input = 3, .cached = 0, .output = 4, .thinking = 0}));
        }
    }
    void reasoningAndToolCallsAreContentButNotAnswer()
    {
        const Read result = read(true, event(candidate(R"({"text":"hm","thought":true})")) +
                                           event(candidate(R"({"functionCall":{"name":"f","args":{}}})")) +
                                           event(candidate("{\"text\":\"Yes\"}", R"(,"finishReason":"STOP")")));
        QCOMPARE(result.reply.text, QStringLiteral("Yes"));
        QCOMPARE(result.chunks.size(), 3U);
        QVERIFY(result.chunks[0].text.isEmpty());
        QVERIFY(result.chunks[1].text.isEmpty());
    }
    void aReplySpentOnThinkingHasNoParts()
    {
        const Read result =
            read(false, R"({"candidates":[{"finishReason":"MAX_TOKENS"}],"usageMetadata":{"promptTokenCount":4,"thoughtsTokenCount":9}})");
        QCOMPARE(result.reply.outcome, Outcome::Ok);
        QCOMPARE(result.reply.finishReason, QStringLiteral("MAX_TOKENS"));
        QCOMPARE(result.reply.usage, (Usage{.input = 4, .cached = 0, .output = 9, .thinking = 9}));
        QVERIFY(result.chunks.empty());
    }
    void unknownFieldsAreIgnored()
    {
        const Read result =
            read(false, R"({"new":[1],"candidates":[{"content":{"parts":[{"text":"a","z":{}}]},"finishReason":"NEW_REASON","y":1}]})");
        QCOMPARE(result.reply.outcome, Outcome::Ok);
        QCOMPARE(result.reply.finishReason, QStringLiteral("NEW_REASON"));
    }

    void everythingElseIsAnOutcomeWithASentence_data()
    {
        QTest::addColumn<bool>("stream");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<Outcome>("outcome");
        QTest::addColumn<QString>("words"); // that the sentence must have
        const QByteArray good = event(candidate("{\"text\":\"a\"}"));
        const QByteArray blocked = R"({"promptFeedback":{"blockReason":"SAFETY"},"usageMetadata":{"promptTokenCount":4}})";
        const QByteArray quota = R"({"error":{"code":429,"message":"You exceeded your current quota, please check. Please retry in 37.4s.",
            "status":"RESOURCE_EXHAUSTED","details":[{"@type":"type.googleapis.com/google.rpc.Help"},
            {"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"37.5s"}]}})";
        const auto error = [](int code, const char *status) -> QByteArray {
            return "{\"error\":{\"code\":" + QByteArray::number(code) + ",\"message\":\"Because.\",\"status\":\"" + status + "\"}}";
        };
        for (const bool stream : {false, true}) {
            const auto add = [&](const char *name, const QByteArray &body, int status, Outcome outcome, const char *words) {
                QTest::addRow("%s, %s", name, stream ? "stream" : "plain")
                    << stream << body << status << outcome << QString::fromLatin1(words);
            };
            const auto wrap = [&](const QByteArray &json) -> QByteArray { return stream ? event(json) : json; };
            add("blocked prompt", wrap(blocked), 200, Outcome::ProtocolError, "SAFETY");
            add("quota", quota, 429, Outcome::RateLimited,
                "HTTP 429 RESOURCE_EXHAUSTED: You exceeded your current quota, please check. Please retry in 37.4s; wait 37.5 s, or lower "
                "the rate.");
            add("quota without details", error(429, "RESOURCE_EXHAUSTED"), 429, Outcome::RateLimited, "lower the rate");
            add("bad request", error(400, "INVALID_ARGUMENT"), 400, Outcome::HttpError,
                "HTTP 400 INVALID_ARGUMENT: Because; check the request");
            add("key", error(403, "PERMISSION_DENIED"), 403, Outcome::HttpError, "check the API key");
            add("credit", error(402, "RESOURCE_EXHAUSTED"), 402, Outcome::HttpError, "credit");
            add("unknown model", error(404, "NOT_FOUND"), 404, Outcome::HttpError, "model's name");
            add("overloaded", error(503, "UNAVAILABLE"), 503, Outcome::HttpError, "try again later");
            add("error in an array", "[" + error(500, "INTERNAL") + "]", 500, Outcome::HttpError, "INTERNAL");
            add("gateway's page", "<html>\n<h1>Bad gateway</h1>", 502, Outcome::HttpError, "HTTP 502: Bad gateway; the server's fault");
            add("error without a body", {}, 500, Outcome::HttpError, "HTTP 500; the server's fault");
            add("redirect", {}, 307, Outcome::HttpError, "redirects are not followed");
            add("error object, status 200", wrap(error(503, "UNAVAILABLE")), 200, Outcome::HttpError, "HTTP 503 UNAVAILABLE");
            add("rate limit, status 200", wrap(error(429, "RESOURCE_EXHAUSTED")), 200, Outcome::RateLimited, "HTTP 429");
            add("empty body", {}, 200, Outcome::ProtocolError, stream ? "ended before it began" : "not JSON");
            add("not JSON", wrap("hello"), 200, Outcome::ProtocolError, "not JSON");
            add("cut JSON", wrap("{\"candidates\":[{"), 200, Outcome::ProtocolError, "not JSON");
            add("array", wrap("[1]"), 200, Outcome::ProtocolError, "an array where an object belongs");
            add("empty object", wrap("{}"), 200, Outcome::ProtocolError, "without a finish reason");
            add("candidates no array", wrap(R"({"candidates":"x"})"), 200, Outcome::ProtocolError, "the field candidates is not an array");
            add("candidate no object", wrap(R"({"candidates":[3]})"), 200, Outcome::ProtocolError,
                "an element of candidates is not an object");
            add("parts no array", wrap(R"({"candidates":[{"content":{"parts":7},"finishReason":"STOP"}]})"), 200, Outcome::ProtocolError,
                "the field parts");
            add("text no string", wrap(candidate("{\"text\":7}")), 200, Outcome::ProtocolError, "the field text is not a string");
            add("count no number", wrap(R"({"usageMetadata":{"promptTokenCount":"four"}})"), 200, Outcome::ProtocolError,
                "promptTokenCount is not a number");
            add("no finish reason", wrap(candidate("{\"text\":\"a\"}")), 200, Outcome::ProtocolError, "without a finish reason");
        }
        const auto addStream = [&](const char *name, const QByteArray &body, Outcome outcome, const char *words) {
            QTest::addRow("%s", name) << true << body << 200 << outcome << QString::fromLatin1(words);
        };
        addStream("error in mid-stream", good + event(error(503, "UNAVAILABLE")), Outcome::HttpError, "HTTP 503 UNAVAILABLE: Because");
        addStream("cut after an event", good, Outcome::ProtocolError, "without a finish reason");
        addStream("cut within an event", good + "data: {\"cand", Outcome::ProtocolError, "in the middle of an event");
        addStream("malformed event", good + event("{\"cand") + good, Outcome::ProtocolError, "not JSON");
        addStream("no stream at all", "<html></html>", Outcome::ProtocolError, "no event in the stream");
    }
    void everythingElseIsAnOutcomeWithASentence()
    {
        QFETCH(bool, stream);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(QString, words);
        const Read result = read(stream, body, status);
        QTEST(result.reply.outcome, "outcome");
        QVERIFY2(result.reply.error.contains(words), qPrintable(result.reply.error));
        QVERIFY2(result.reply.error.endsWith(u'.') && !result.reply.error.contains(u'\n'), qPrintable(result.reply.error));
        QVERIFY(result.reply.error.size() < 400);
        QCOMPARE(result.reply.httpStatus, status);
    }

    void retryDelayIsRead()
    {
        const auto delay = [](const char *text) {
            return read(false, QByteArray(R"({"error":{"code":429,"details":[{"retryDelay":")") + text + "\"}]}}", 429).reply.retryAfterS;
        };
        QCOMPARE(delay("37s"), std::optional(37.0));
        QCOMPARE(delay("0.25s"), std::optional(0.25));
        QCOMPARE(delay("soon"), std::nullopt);
        QCOMPARE(delay(""), std::nullopt);
        QCOMPARE(delay("-1s"), std::nullopt);
    }
    void retriesMakeSenseUnlessTheDaysQuotaIsUsedUp()
    {
        const auto quota = [](const char *id) {
            return quoted("{'error':{'code':429,'status':'RESOURCE_EXHAUSTED','message':'Quota.','details':["
                          "{'@type':'type.googleapis.com/google.rpc.QuotaFailure','violations':[{'quotaId':'$'}]},"
                          "{'@type':'type.googleapis.com/google.rpc.RetryInfo','retryDelay':'37s'}]}}")
                .replace("$", id);
        };
        const Reply minute = read(false, quota("GenerateRequestsPerMinutePerProjectPerModel-FreeTier"), 429).reply;
        QCOMPARE(minute.retryHint, RetryHint::ByStatus);
        QCOMPARE(minute.retryAfterS, std::optional(37.0));
        const Reply day = read(false, quota("GenerateRequestsPerDayPerProjectPerModel-FreeTier"), 429).reply;
        QCOMPARE(day.outcome, Outcome::RateLimited);
        QCOMPARE(day.retryHint, RetryHint::Never);
        QVERIFY2(day.error.contains(u"the quota or the credit is used up"), qPrintable(day.error));

        // within a response with status 200 the error's own status decides
        QCOMPARE(read(true, event(quoted("{'error':{'code':503,'status':'UNAVAILABLE'}}"))).reply.retryHint, RetryHint::Retry);
        QCOMPARE(read(true, event(quoted("{'error':{'status':'RESOURCE_EXHAUSTED'}}"))).reply.outcome, Outcome::RateLimited);
        QCOMPARE(read(true, event(quoted("{'error':{'code':400,'status':'INVALID_ARGUMENT'}}"))).reply.retryHint, RetryHint::Never);
        QCOMPARE(read(false, quoted("{'promptFeedback':{'blockReason':'SAFETY'}}")).reply.retryHint, RetryHint::Never);
    }
    void aCutReplyKeepsWhatCame()
    {
        const Read result = read(true, event(candidate("{\"text\":\"a\"}")) + event(candidate("{\"text\":\"b\"}")));
        QCOMPARE(result.reply.text, QStringLiteral("ab"));
        QCOMPARE(result.reply.outcome, Outcome::ProtocolError);
    }
    void whatComesAfterTheFinishReasonDoesNotMatter()
    {
        QCOMPARE(read(true, event(candidate("{\"text\":\"a\"}", R"(,"finishReason":"STOP")")) + ": bye").reply.outcome, Outcome::Ok);
    }
    void noPrefixOfAResponseIsTakenForComplete()
    {
        const QByteArray plain = candidate("{\"text\":\"a b\"}", R"(,"finishReason":"STOP")");
        for (qsizetype size = 0; size < plain.size(); ++size)
            QCOMPARE(read(false, plain.first(size)).reply.outcome, Outcome::ProtocolError);
        const QByteArray stream = event(plain);
        for (qsizetype size = 0; size < stream.size() - 1; ++size) // the last byte is the LF of a CRLF
            QCOMPARE(read(true, stream.first(size)).reply.outcome, Outcome::ProtocolError);
    }
};

INTERLEAVE_TEST_MAIN(GeminiTest)
#include "tst_gemini.moc"
