// Anthropic's Messages on the wire: what is sent, and what every kind of answer is read as. Tools are in tst_tool_turns.
#include "reading_errors.h"
#include "support/test_main.h"

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class AnthropicTest : public QObject
{
    Q_OBJECT

    static const Provider &anthropic() { return *findProvider(u"anthropic"_s); }
    static Read read(bool stream, const QByteArray &body) { return readBody(anthropic(), stream, body); }
    /// A named event; `rest` without braces.
    static QByteArray event(const QByteArray &name, const QByteArray &rest = {})
    {
        return "event: " + name + "\ndata: {\"type\":\"" + name + "\"" + (rest.isEmpty() ? QByteArray() : QByteArray("," + rest)) + "}\n\n";
    }
    static QByteArray start(const QByteArray &usage = "\"input_tokens\":9,\"output_tokens\":1")
    {
        return event("message_start",
                     quoted("'message':{'id':'msg','type':'message','role':'assistant','content':[],'stop_reason':null,'usage':{") + usage +
                         "}}");
    }
    static QByteArray block(const QByteArray &block) { return event("content_block_start", "\"index\":0,\"content_block\":" + block); }
    static QByteArray delta(const QByteArray &delta) { return event("content_block_delta", "\"index\":0,\"delta\":" + delta); }
    static QByteArray text(const QByteArray &text) { return delta(quoted("{'type':'text_delta','text':'") + text + "\"}"); }
    static QByteArray end(const char *reason = "end_turn", const QByteArray &usage = "\"output_tokens\":15")
    {
        return event("message_delta",
                     quoted("'delta':{'stop_reason':'") + reason + quoted("','stop_sequence':null},'usage':{") + usage + "}");
    }
    static QByteArray stop() { return event("message_stop"); }

private Q_SLOTS:
    void requestOfAPlainPrompt()
    {
        const WireRequest request = anthropic().request(u"https://h.example"_s, u"m"_s, "K", promptOf(u"Hi “you”"_s), false);
        QCOMPARE(request.url.toString(), u"https://h.example/v1/messages"_s);
        QCOMPARE(headerOf(request, "x-api-key"), QByteArray("K"));
        QCOMPARE(headerOf(request, "anthropic-version"), QByteArray("2026-10-21"));
        QCOMPARE(headerOf(request, "Content-Type"), QByteArray("application/json"));
        QCOMPARE(request.body, quoted("{'model':'m','max_tokens':4096,'messages':[{'role':'user','content':'Hi “you”'}]}"));
        QVERIFY(headerOf(anthropic().request(u"http://h"_s, u"m"_s, {}, {}, true), "x-api-key").isEmpty());
    }
    void requestOfAStream() { QCOMPARE(bodyOf(anthropic(), promptOf(u"x"_s), true)["stream"_L1], QJsonValue(true)); }
    void aTemperatureIsSentUnderTheVersionThatTakesOne()
    {
        QCOMPARE(bodyOf(anthropic(), promptOf(u"x"_s)).keys(), (QStringList{u"max_tokens"_s, u"messages"_s, u"model"_s}));
        const WireRequest request = anthropic().request(u"http://h"_s, u"m"_s, {}, fullPrompt(), false);
        QCOMPARE(headerOf(request, "anthropic-version"), QByteArray("2023-06-01"));
        QCOMPARE(QJsonDocument::fromJson(request.body).object(),
                 json("{'model':'m','max_tokens':7,'temperature':0,'system':'Be brief.','messages':[{'role':'user','content':'x'}]}"));
    }

    void readsAPlainResponse()
    {
        const Read result = read(
            false, quoted("{'id':'msg','type':'message','role':'assistant','model':'m','content':[{'type':'thinking','thinking':'hm',"
                          "'signature':'s'},{'type':'text','text':'Hel'},{'type':'new'},{'type':'text','text':'lo'}],'stop_reason':'end_"
                          "turn','stop_sequence':null,"
                          "'usage':{'input_tokens':9,'output_tokens':12,'cache_creation_input_tokens':20,'cache_read_input_tokens':300,"
                          "'output_tokens_details':{'thinking_tokens':10},'server_tool_use':null}}"));
        QCOMPARE(result.reply.outcome, Outcome::Ok);
        QCOMPARE(result.reply.text, u"Hello"_s);
        QCOMPARE(result.reply.finishReason, u"end_turn"_s);
        QCOMPARE(result.reply.usage, (Usage{.input = 329, .cached = 300, .output = 12, .thinking = 10}));
        QCOMPARE(result.chunks.size(), 1U);
        QVERIFY(result.reply.hasContent && result.reply.toolCalls.isEmpty());
    }
    void readsAStreamCutAnywhere()
    {
        const QByteArray body =
            start(quoted("'input_tokens':9,'cache_read_input_tokens':3,'cache_creation_input_tokens':null,'output_tokens':1")) +
            event("ping") + block(quoted("{'type':'text','text':''}")) + ": mono_ns=20\n" + text("Grüß ") + event("ping") +
            ": mono_ns=30\n" + text("Gott 👋") + event("content_block_stop", "\"index\":0") + event("news") + end() + stop();
        for (qsizetype cut = 0; cut <= body.size(); ++cut) {
            const Read result = readBody(anthropic(), true, body, {.cut = cut});
            QCOMPARE(result.reply.outcome, Outcome::Ok);
            QCOMPARE(result.reply.text, u"Grüß Gott 👋"_s);
            QCOMPARE(result.chunks.size(), 2U);
            QCOMPARE(result.chunks[0].serverNs, 20);
            QCOMPARE(result.chunks[1].serverNs, 30);
            QCOMPARE(result.reply.usage, (Usage{.input = 12, .cached = 3, .output = 15}));
            QCOMPARE(result.reply.finishReason, u"end_turn"_s);
        }
    }
    void usageOfAStreamIsCumulative()
    {
        const Read result =
            read(true, start() + end("end_turn", "\"output_tokens\":5") +
                           end("end_turn", quoted("'input_tokens':11,'output_tokens':7,'output_tokens_details':{'thinking_tokens':2}")) +
                           stop());
        QCOMPARE(result.reply.usage, (Usage{.input = 11, .output = 7, .thinking = 2}));
        // no sum overflows, whatever a server sends
        QCOMPARE(
            read(true, start("\"input_tokens\":2147483647,\"cache_read_input_tokens\":2147483647,\"output_tokens\":-5") + end() + stop())
                .reply.usage,
            (Usage{.input = 2147483647, .cached = 2147483647, .output = 15}));
    }
    void thinkingIsContentButNotAnswer()
    {
        const Read result = read(true, start() + block(quoted("{'type':'thinking','thinking':'','signature':''}")) +
                                           delta(quoted("{'type':'thinking_delta','thinking':'hm'}")) +
                                           delta(quoted("{'type':'signature_delta','signature':'s'}")) +
                                           block(quoted("{'type':'redacted_thinking','data':'x'}")) +
                                           block(quoted("{'type':'text','text':'Y'}")) + text("es") + end() + stop());
        QCOMPARE(result.reply.text, u"Yes"_s);
        QCOMPARE(result.chunks.size(), 4U); // a signature is for the next request only
        QVERIFY(result.chunks[0].text.isEmpty() && result.chunks[1].text.isEmpty());
        QVERIFY(!read(true, start() + block(quoted("{'type':'text','text':''}"))).reply.hasContent);
    }

    void onlyMessageStopEndsAStream()
    {
        QCOMPARE(read(true, start() + text("a") + end() + stop()).reply.outcome, Outcome::Ok);
        QCOMPARE(read(true, start() + text("a") + end() + stop() + "data: garbage\n\n").reply.outcome, Outcome::Ok);
        const QByteArray whole = start() + text("a") + end() + stop();
        for (qsizetype size = 0; size < whole.size(); ++size)
            QCOMPARE(read(true, whole.first(size)).reply.outcome, Outcome::ProtocolError);
        QCOMPARE(read(true, start() + text("a") + end()).reply.text, u"a"_s);
    }

    void everythingElseIsAnOutcomeWithASentence_data()
    {
        QTest::addColumn<bool>("stream");
        QTest::addColumn<ErrorCase>("expected");
        const auto error = [](const QByteArray &type, const QByteArray &details = {}) -> QByteArray {
            return quoted("{'type':'error','error':{'type':'") + type + quoted("','message':'Because.'") + details +
                   quoted("},'request_id':'req_1'}");
        };
        const QByteArray spend = quoted(",'details':{'error_code':'enforced_spend_limit_reached'}");
        for (const bool stream : {false, true}) {
            const auto add = [&](const char *name, const ErrorCase &expected) {
                QTest::addRow("%s, %s", name, stream ? "stream" : "plain") << stream << expected;
            };
            const auto wrap = [&](const QByteArray &json) -> QByteArray { return stream ? "event: x\ndata: " + json + "\n\n" : json; };
            add("bad request",
                {error("invalid_request_error"), 400, Outcome::HttpError, "HTTP 400 invalid_request_error: Because; check the request"});
            add("key", {error("authentication_error"), 401, Outcome::HttpError, "check the API key"});
            add("credit", {error("billing_error"), 402, Outcome::HttpError, "check the account", RetryHint::Never});
            add("permission", {error("permission_error"), 403, Outcome::HttpError, "check the API key"});
            add("unknown model", {error("not_found_error"), 404, Outcome::HttpError, "model's name"});
            add("conflict", {error("conflict_error"), 409, Outcome::HttpError, "conflict_error"});
            add("too large", {error("request_too_large"), 413, Outcome::HttpError, "request_too_large"});
            add("rate limit",
                {error("rate_limit_error"), 429, Outcome::RateLimited, "wait 12 s", RetryHint::ByStatus, 12, {{"retry-after", "12"}}});
            add("spend limit", {error("rate_limit_error", spend),
                                429,
                                Outcome::RateLimited,
                                "enforced_spend_limit_reached: Because; the quota or the credit",
                                RetryHint::Never,
                                12,
                                {{"retry-after", "12"}}});
            add("server",
                {error("api_error"), 500, Outcome::HttpError, "try again later", RetryHint::Retry, {}, {{"x-should-retry", "true"}}});
            add("timeout", {error("timeout_error"), 504, Outcome::HttpError, "timeout_error"});
            add("overloaded",
                {error("overloaded_error"), 529, Outcome::HttpError, "HTTP 529 overloaded_error: Because; the server's fault"});
            add("gateway's page", {"<html>\n<h1>Bad gateway</h1>", 502, Outcome::HttpError, "HTTP 502: Bad gateway; the server's fault"});
            add("no body", {{}, 500, Outcome::HttpError, "HTTP 500; the server's fault"});
            add("overloaded, status 200", {wrap(error("overloaded_error")), 200, Outcome::HttpError, "HTTP 529", RetryHint::Retry});
            add("rate limit, status 200", {wrap(error("rate_limit_error")), 200, Outcome::RateLimited, "HTTP 429", RetryHint::Retry});
            add("spend limit, status 200",
                {wrap(error("rate_limit_error", spend)), 200, Outcome::RateLimited, "HTTP 429", RetryHint::Never});
            add("bad request, status 200", {wrap(error("invalid_request_error")), 200, Outcome::HttpError, "HTTP 400", RetryHint::Never});
            add("new error, status 200",
                {wrap(error("new_error")), 200, Outcome::HttpError, "Error in the reply new_error: Because", RetryHint::Retry});
            add("empty body", {{}, 200, Outcome::ProtocolError, stream ? "ended before it began" : "not JSON"});
            add("not JSON", {wrap("hello"), 200, Outcome::ProtocolError, "not JSON"});
            add("array", {wrap("[1]"), 200, Outcome::ProtocolError, "an array where an object belongs"});
            add("empty object",
                {wrap("{}"), 200, Outcome::ProtocolError, stream ? "before the event message_stop" : "without a finish reason"});
            add("type no string", {wrap(stream ? quoted("{'type':[7]}") : quoted("{'content':[{'type':[7]}]}")), 200,
                                   Outcome::ProtocolError, "the field type is not a string"});
        }
        const auto addStream = [](const char *name, const ErrorCase &expected) { QTest::addRow("%s", name) << true << expected; };
        addStream("error in mid-stream", {start() + text("a") + "event: error\ndata: " + error("overloaded_error") + "\n\n", 200,
                                          Outcome::HttpError, "HTTP 529 overloaded_error: Because", RetryHint::Retry});
        addStream("cut within an event", {start() + text("a") + "event: mess", 200, Outcome::ProtocolError, "in the middle of an event"});
        addStream("cut before the end mark", {start() + text("a") + end(), 200, Outcome::ProtocolError, "before the event message_stop"});
        addStream("end without a reason", {start() + text("a") + stop(), 200, Outcome::ProtocolError, "without a finish reason"});
        addStream("malformed event", {start() + "data: {\"ty\n\n" + end() + stop(), 200, Outcome::ProtocolError, "not JSON"});
        addStream("no stream at all", {"{\"type\":\"message\"}", 200, Outcome::ProtocolError, "without a finish reason"});
    }
    void everythingElseIsAnOutcomeWithASentence()
    {
        QFETCH(bool, stream);
        QFETCH(ErrorCase, expected);
        checkError(anthropic(), stream, expected);
    }
};

INTERLEAVE_TEST_MAIN(AnthropicTest)
#include "tst_anthropic.moc"
