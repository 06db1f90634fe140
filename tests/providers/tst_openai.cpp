// OpenAI's chat completions on the wire, as OpenAI and as compatible servers speak them: what is sent, and what every kind
// of answer is read as. Tools are in tst_tool_turns.
#include "reading_errors.h"
#include "support/test_main.h"

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class OpenAiTest : public QObject
{
    Q_OBJECT

    static const Provider &openAi() { return *findProvider(u"openai"_s); }
    static Read read(bool stream, const QByteArray &body) { return readBody(openAi(), stream, body); }
    static QByteArray event(const QByteArray &json) { return "data: " + json + "\n\n"; }
    static QByteArray delta(const QByteArray &delta, const QByteArray &rest = ",\"finish_reason\":null")
    {
        return event(quoted("{'id':'c','object':'chat.completion.chunk','choices':[{'index':0,'delta':") + delta + rest +
                     "}],\"usage\":null}");
    }
    static QByteArray end(const char *reason = "stop") { return delta("{}", QByteArray(",\"finish_reason\":\"") + reason + "\""); }
    static QByteArray done() { return event("[DONE]"); }
    static QByteArray message(const QByteArray &message, const QByteArray &rest = {})
    {
        return quoted("{'choices':[{'index':0,'message':") + message + quoted(",'finish_reason':'stop'}]") + rest + "}";
    }

private Q_SLOTS:
    void requestOfAPlainPrompt()
    {
        const WireRequest request = openAi().request(u"https://h.example/v1"_s, u"org/m"_s, "K", promptOf(u"Hi “you”"_s), false);
        QCOMPARE(request.url.toString(), u"https://h.example/v1/chat/completions"_s);
        QCOMPARE(headerOf(request, "Authorization"), QByteArray("Bearer K"));
        QCOMPARE(headerOf(request, "Content-Type"), QByteArray("application/json"));
        QCOMPARE(request.body, quoted("{'model':'org/m','messages':[{'role':'user','content':'Hi “you”'}]}"));
        QVERIFY(headerOf(openAi().request(u"http://h/v1"_s, u"m"_s, {}, {}, true), "Authorization").isEmpty());
    }
    void aStreamAsksForItsUsage()
    {
        const QJsonObject body = bodyOf(openAi(), promptOf(u"x"_s), true);
        QCOMPARE(body["stream"_L1], QJsonValue(true));
        QCOMPARE(body["stream_options"_L1], QJsonValue(QJsonObject{{u"include_usage"_s, true}}));
    }
    void sendsOnlyWhatIsSet()
    {
        QCOMPARE(bodyOf(openAi(), promptOf(u"x"_s)).keys(), (QStringList{u"messages"_s, u"model"_s}));
        const QJsonObject full = bodyOf(openAi(), fullPrompt());
        QCOMPARE(full["messages"_L1][0], QJsonValue(json("{'role':'system','content':'Be brief.'}")));
        QCOMPARE(full["temperature"_L1], QJsonValue(0.0));
        QCOMPARE(full["max_tokens"_L1], QJsonValue(7));
        QVERIFY(!full.contains("max_completion_tokens"_L1));
    }
    void openAisOwnServiceGetsItsOwnFields()
    {
        const QJsonObject own = bodyOf(openAi(), fullPrompt(), true, openAi().defaultBaseUrl());
        QCOMPARE(own["max_completion_tokens"_L1], QJsonValue(7));
        QVERIFY(!own.contains("max_tokens"_L1));
        QCOMPARE(own["stream_options"_L1]["include_obfuscation"_L1], QJsonValue(false));
    }

    void readsAPlainResponse()
    {
        const Read result =
            read(false,
                 quoted("{'id':'x','object':'chat.completion','choices':[{'index':0,"
                        "'message':{'role':'assistant','content':'Hello','refusal':null},'logprobs':null,'finish_reason':'length'}],"
                        "'usage':{'prompt_tokens':40,'completion_tokens':12,'total_tokens':52,'prompt_tokens_details':{'cached_tokens':8},"
                        "'completion_tokens_details':{'reasoning_tokens':10}},'service_tier':'default'}"));
        QCOMPARE(result.reply.outcome, Outcome::Ok);
        QCOMPARE(result.reply.text, u"Hello"_s);
        QCOMPARE(result.reply.finishReason, u"length"_s);
        QCOMPARE(result.reply.usage, (Usage{.input = 40, .cached = 8, .output = 12, .thinking = 10}));
        QCOMPARE(result.chunks.size(), 1U);
        QVERIFY(result.reply.hasContent && result.reply.error.isEmpty());
    }
    void readsAStreamCutAnywhere()
    {
        const QByteArray body = ": mono_ns=10\n" + delta(quoted("{'role':'assistant','content':''}")) + ": mono_ns=20\n" +
                                delta(quoted("{'content':'Grüß '}")) + ": mono_ns=30\n" + delta(quoted("{'content':'Gott 👋'}")) + end() +
                                event(quoted("{'choices':[],'usage':{'prompt_tokens':3,'completion_tokens':4,'total_tokens':7}}")) + done();
        for (qsizetype cut = 0; cut <= body.size(); ++cut) {
            const Read result = readBody(openAi(), true, body, {.cut = cut});
            QCOMPARE(result.reply.outcome, Outcome::Ok);
            QCOMPARE(result.reply.text, u"Grüß Gott 👋"_s);
            QCOMPARE(result.chunks.size(), 2U); // the role alone is no content
            QCOMPARE(result.chunks[0].serverNs, 20);
            QCOMPARE(result.chunks[1].serverNs, 30);
            QCOMPARE(result.reply.usage, (Usage{.input = 3, .output = 4}));
            QCOMPARE(result.reply.finishReason, u"stop"_s);
        }
    }
    void usageCountsInWhicheverChunkItCame()
    {
        // llama.cpp: with the finish reason. vLLM, told so: in every chunk.
        const QByteArray last =
            quoted("{'choices':[{'index':0,'delta':{},'finish_reason':'stop'}],'usage':{'prompt_tokens':5,'completion_tokens':6}}");
        const QByteArray early =
            quoted("{'choices':[{'index':0,'delta':{'content':'a'}}],'usage':{'prompt_tokens':5,'completion_tokens':1}}");
        QCOMPARE(read(true, delta(quoted("{'content':'a'}")) + event(last)).reply.usage, (Usage{.input = 5, .output = 6}));
        QCOMPARE(read(true, event(early) + event(last) + done()).reply.usage, (Usage{.input = 5, .output = 6}));
    }
    void reasoningIsContentButNotAnswer()
    {
        const Read result = read(true, delta(quoted("{'reasoning_content':'hm'}")) + delta(quoted("{'reasoning':'so'}")) +
                                           delta(quoted("{'content':'Yes','reasoning_content':null}")) + end() + done());
        QCOMPARE(result.reply.text, u"Yes"_s);
        QCOMPARE(result.chunks.size(), 3U);
        QVERIFY(result.chunks[0].text.isEmpty() && result.chunks[1].text.isEmpty());
        QVERIFY(!read(true, delta(quoted("{'role':'assistant','content':''}"))).reply.hasContent);
        QVERIFY(read(true, delta(quoted("{'reasoning':'so'}"))).reply.hasContent);
    }
    void aRefusalInWordsIsTheAnswer()
    {
        QCOMPARE(read(false, message(quoted("{'role':'assistant','content':null,'refusal':'No.'}"))).reply.text, u"No."_s);
    }
    void unknownFieldsAreIgnored()
    {
        const Read result =
            read(true, event(quoted("{'new':[1],'choices':[{'delta':{'content':'a','z':{}},'finish_reason':'new','y':1}],'timings':{}}")));
        QCOMPARE(result.reply.outcome, Outcome::Ok);
        QCOMPARE(result.reply.finishReason, u"new"_s);
    }

    void aStreamIsWholeWithItsFinishReason()
    {
        const QByteArray word = delta(quoted("{'content':'a'}"));
        QCOMPARE(read(true, word + end() + done()).reply.outcome, Outcome::Ok);
        QCOMPARE(read(true, word + end()).reply.outcome, Outcome::Ok); // a compatible server without the mark
        QCOMPARE(read(true, word + done()).reply.outcome, Outcome::ProtocolError);
        QCOMPARE(read(true, word).reply.outcome, Outcome::ProtocolError);
        QCOMPARE(read(true, word + end() + done() + event("garbage")).reply.outcome, Outcome::Ok); // nothing counts after the mark
    }
    void noPrefixOfAResponseIsTakenForComplete()
    {
        const QByteArray plain = message(quoted("{'content':'a b'}"));
        for (qsizetype size = 0; size < plain.size(); ++size)
            QCOMPARE(read(false, plain.first(size)).reply.outcome, Outcome::ProtocolError);
        const QByteArray stream = delta(quoted("{'content':'a'}")) + end();
        for (qsizetype size = 0; size < stream.size(); ++size)
            QCOMPARE(read(true, stream.first(size)).reply.outcome, Outcome::ProtocolError);
    }

    void everythingElseIsAnOutcomeWithASentence_data()
    {
        QTest::addColumn<bool>("stream");
        QTest::addColumn<ErrorCase>("expected");
        const auto error = [](const char *type, const char *code, const char *text = "Because.") -> QByteArray {
            return quoted("{'error':{'message':'") + text + quoted("','type':'") + type + quoted("','param':null,'code':") + code + "}}";
        };
        const QByteArray llamaParse =
            quoted("{'error':{'code':500,'message':'[json.exception.parse_error.101] parse error at line 1','type':'server_error'}}");
        for (const bool stream : {false, true}) {
            const auto add = [&](const char *name, const ErrorCase &expected) {
                QTest::addRow("%s, %s", name, stream ? "stream" : "plain") << stream << expected;
            };
            const auto wrap = [&](const QByteArray &json) -> QByteArray { return stream ? event(json) : json; };
            add("bad request", {error("invalid_request_error", "null"), 400, Outcome::HttpError,
                                "HTTP 400 invalid_request_error: Because; check the request"});
            add("key", {error("invalid_request_error", "\"invalid_api_key\""), 401, Outcome::HttpError,
                        "invalid_api_key: Because; check the API key"});
            add("unknown model", {error("invalid_request_error", "\"model_not_found\""), 404, Outcome::HttpError, "model's name"});
            add("rate limit", {error("requests", "\"rate_limit_exceeded\""),
                               429,
                               Outcome::RateLimited,
                               "wait 2.5 s",
                               RetryHint::ByStatus,
                               2.5,
                               {{"Retry-After", "3"}, {"retry-after-ms", "2500"}}});
            add("slow down", {error("rate_limit_error", "\"slow_down\""), 429, Outcome::RateLimited, "slow_down"});
            add("quota",
                {error("insufficient_quota", "\"insufficient_quota\""), 429, Outcome::RateLimited, "check the account", RetryHint::Never});
            add("credit",
                {error("billing", "\"credit_balance_exhausted\""), 429, Outcome::RateLimited, "check the account", RetryHint::Never});
            add("spend limit", {error("rate_limit_error", "\"project_spend_limit_reached\""),
                                429,
                                Outcome::RateLimited,
                                "check the account",
                                RetryHint::Never,
                                3,
                                {{"retry-after", "3"}, {"x-should-retry", "true"}}});
            add("overloaded", {error("service_unavailable_error", "\"server_is_overloaded\""), 503, Outcome::HttpError, "try again later"});
            add("do not retry", {error("server_error", "null"),
                                 500,
                                 Outcome::HttpError,
                                 "HTTP 500 server_error",
                                 RetryHint::Never,
                                 {},
                                 {{"X-Should-Retry", "false"}}});
            add("retry",
                {error("server_error", "null"), 400, Outcome::HttpError, "HTTP 400", RetryHint::Retry, {}, {{"x-should-retry", "true"}}});
            add("llama.cpp: integer code",
                {error("unavailable_error", "503", "Loading model"), 503, Outcome::HttpError, "HTTP 503 unavailable_error: Loading model"});
            add("llama.cpp: unreadable request", {llamaParse, 500, Outcome::HttpError, "check the request's parameters", RetryHint::Never});
            add("vLLM: no envelope", {quoted("{'object':'error','message':'Too long.','type':'BadRequestError','param':null,'code':400}"),
                                      400, Outcome::HttpError, "HTTP 400 BadRequestError: Too long"});
            add("error as a string", {quoted("{'error':'model x not found'}"), 404, Outcome::HttpError, "model x not found"});
            add("FastAPI", {quoted("{'detail':'Not Found'}"), 404, Outcome::HttpError, "HTTP 404: Not Found"});
            add("gateway's page", {"<html>\n<h1>Bad gateway</h1>",
                                   502,
                                   Outcome::HttpError,
                                   "HTTP 502: Bad gateway",
                                   RetryHint::ByStatus,
                                   9,
                                   {{"Retry-After", "9"}}});
            add("no body", {{}, 500, Outcome::HttpError, "HTTP 500; the server's fault"});
            add("error, status 200",
                {wrap(error("server_error", "null")), 200, Outcome::HttpError, "HTTP 500 server_error", RetryHint::Retry});
            add("integer code, status 200",
                {wrap(error("invalid_request_error", "400")), 200, Outcome::HttpError, "HTTP 400", RetryHint::Never});
            add("rate limit, status 200",
                {wrap(error("tokens", "\"rate_limit_exceeded\"")), 200, Outcome::RateLimited, "HTTP 429", RetryHint::Retry});
            add("quota, status 200", {wrap(error("insufficient_quota", "null")), 200, Outcome::RateLimited, "HTTP 429", RetryHint::Never});
            add("vLLM, status 200",
                {wrap(quoted("{'object':'error','message':'m','code':503}")), 200, Outcome::HttpError, "HTTP 503: m", RetryHint::Retry});
            add("empty body", {{}, 200, Outcome::ProtocolError, stream ? "ended before it began" : "not JSON"});
            add("not JSON", {wrap("hello"), 200, Outcome::ProtocolError, "not JSON"});
            add("array", {wrap("[1]"), 200, Outcome::ProtocolError, "an array where an object belongs"});
            add("empty object", {wrap("{}"), 200, Outcome::ProtocolError, "without a finish reason"});
            add("choices no array", {wrap(quoted("{'choices':'x'}")), 200, Outcome::ProtocolError, "the field choices is not an array"});
            add("content no string", {wrap(quoted("{'choices':[{'message':{'content':7},'delta':{'content':7}}]}")), 200,
                                      Outcome::ProtocolError, "the field content is not a string"});
            add("count no number",
                {wrap(quoted("{'usage':{'prompt_tokens':'four'}}")), 200, Outcome::ProtocolError, "prompt_tokens is not a number"});
        }
        const auto addStream = [](const char *name, const QByteArray &body, const char *words) {
            QTest::addRow("%s", name) << true << ErrorCase{body, 200, Outcome::ProtocolError, words};
        };
        const QByteArray good = delta(quoted("{'content':'a'}"));
        addStream("cut within an event", good + "data: {\"cho", "in the middle of an event");
        addStream("malformed event", good + event("{\"cho") + good + end(), "not JSON");
        addStream("no stream at all", "hello", "no event in the stream");
        QTest::newRow("error in mid-stream") << true
                                             << ErrorCase{good + event(error("server_error", "null")), 200, Outcome::HttpError,
                                                          "HTTP 500 server_error: Because", RetryHint::Retry};
        QTest::newRow("status counts, not the body") << true << ErrorCase{good + end() + done(), 500, Outcome::HttpError, "HTTP 500"};
    }
    void everythingElseIsAnOutcomeWithASentence()
    {
        QFETCH(bool, stream);
        QFETCH(ErrorCase, expected);
        checkError(openAi(), stream, expected);
    }
};

INTERLEAVE_TEST_MAIN(OpenAiTest)
#include "tst_openai.moc"
