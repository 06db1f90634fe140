#include "wires.h"

#include "support/test_main.h"

#include <cstring>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray chatPath = "/v1/chat/completions";

QByteArray chat(const QByteArray &more = {}) { return R"({"model":"sim","messages":[{"role":"user","content":"Hi"}])" + more + '}'; }

QByteArray withMessages(const QByteArray &messages) { return R"({"model":"sim","messages":)" + messages + '}'; }

const QByteArray call =
    R"({"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]})";

} // namespace

class SimulatorOpenAiTest : public QObject, SimulatorFixture
{
    Q_OBJECT
private Q_SLOTS:
    void init() { start(); }
    void cleanup() { stop(); }

    void aPlainReplyHasTheProtocolsShape()
    {
        const HttpResponse response = m_client->post(chatPath, chat());
        QCOMPARE(response.status, 200);
        QVERIFY(response.header("x-request-id").startsWith("req_"));
        const QJsonObject json = response.json();
        QVERIFY(json["id"_L1].toString().startsWith("chatcmpl-"_L1));
        QCOMPARE(json["object"_L1].toString(), u"chat.completion"_s);
        QVERIFY(json["created"_L1].toInteger() > 1'700'000'000);
        const QJsonValue choice = json["choices"_L1][0];
        QCOMPARE(choice["finish_reason"_L1].toString(), u"stop"_s);
        QCOMPARE(choice["message"_L1]["role"_L1].toString(), u"assistant"_s);
        QVERIFY(choice["message"_L1].toObject().contains("refusal"_L1));
        const QJsonValue usage = json["usage"_L1];
        QCOMPARE(usage["total_tokens"_L1].toInt(), usage["prompt_tokens"_L1].toInt() + usage["completion_tokens"_L1].toInt());
        QCOMPARE(usage["completion_tokens_details"_L1]["reasoning_tokens"_L1].toInt(-1), 0);
    }

    void aStreamTellsTheRoleFirstAndEndsWithDone()
    {
        const HttpResponse response = m_client->post(chatPath, chat(R"(,"stream":true)"));
        QVERIFY(response.header("content-type").startsWith("text/event-stream"));
        QVERIFY(response.body.endsWith("\n\ndata: [DONE]\n\n"));
        QVERIFY(!response.body.contains('\r'));
        const QList<QJsonObject> chunks = events(response.body);
        QCOMPARE(chunks.first()["choices"_L1][0]["delta"_L1]["role"_L1].toString(), u"assistant"_s);
        QCOMPARE(chunks.last()["choices"_L1][0]["delta"_L1].toObject(), QJsonObject());
        QCOMPARE(chunks.last()["choices"_L1][0]["finish_reason"_L1].toString(), u"stop"_s);
        for (const QJsonObject &chunk : chunks) {
            QCOMPARE(chunk["id"_L1], chunks.first()["id"_L1]);
            QCOMPARE(chunk["object"_L1].toString(), u"chat.completion.chunk"_s);
            QVERIFY(!chunk.contains("usage"_L1) && chunk.contains("obfuscation"_L1));
        }
    }

    void usageComesInAChunkOfItsOwnWhenAskedFor()
    {
        const QByteArray options = R"(,"stream":true,"stream_options":{"include_usage":true,"include_obfuscation":false})";
        const QList<QJsonObject> chunks = events(m_client->post(chatPath, chat(options)).body);
        QVERIFY(chunks.last()["choices"_L1].toArray().isEmpty());
        QVERIFY(chunks.last()["usage"_L1]["total_tokens"_L1].toInt() > 0);
        for (const QJsonObject &chunk : chunks.first(chunks.size() - 1)) {
            QVERIFY(chunk["usage"_L1].isNull() && chunk.contains("usage"_L1));
            QVERIFY(!chunk.contains("obfuscation"_L1));
        }
    }

    void argumentsOfACallComeInPieces()
    {
        const QByteArray tool = R"(,"stream":true,"tools":[{"type":"function","function":{"name":"search","parameters":{"type":"object",)"
                                R"("properties":{"query":{"type":"string","minLength":40}}}}}],"tool_choice":"required")";
        const QList<QJsonObject> chunks = events(m_client->post(chatPath, chat(tool)).body);
        QCOMPARE(chunks.first()["choices"_L1][0]["delta"_L1]["tool_calls"_L1][0]["function"_L1]["name"_L1].toString(), u"search"_s);
        QVERIFY(chunks.size() > 6);
        for (const QJsonObject &chunk : chunks.sliced(1, chunks.size() - 2)) {
            const QJsonObject piece = chunk["choices"_L1][0]["delta"_L1]["tool_calls"_L1][0].toObject();
            QCOMPARE(piece.keys(), (QStringList{u"function"_s, u"index"_s})); // id and name come once
        }
        QCOMPARE(chunks.last()["choices"_L1][0]["finish_reason"_L1].toString(), u"tool_calls"_s);
    }

    void everyUsualBaseUrlWorks()
    {
        for (const QByteArray base : {"/v1", "/openai/v1", "/v1beta/openai", ""}) {
            QCOMPARE(m_client->post(base + "/chat/completions", chat()).status, 200);
            QCOMPARE(m_client->get(base + "/models").json()["object"_L1].toString(), u"list"_s);
        }
    }

    void limitsAreToldInHeadersAndInA429()
    {
        Profile profile = instantProfile();
        profile.limit = {.requestsPerMinute = 2, .tokensPerMinute = 100};
        start(profile);
        const HttpResponse first = m_client->post(chatPath, chat());
        QCOMPARE(first.header("x-ratelimit-limit-requests"), "2");
        QCOMPARE(first.header("x-ratelimit-remaining-requests"), "1");
        QVERIFY(first.header("x-ratelimit-reset-requests").endsWith('s'));
        QCOMPARE(first.header("x-ratelimit-remaining-tokens"), "99");
        QCOMPARE(m_client->post(chatPath, chat(R"(,"stream":true)")).header("x-ratelimit-remaining-requests"), "0");
        const HttpResponse refused = m_client->post(chatPath, chat());
        QCOMPARE(refused.status, 429);
        QCOMPARE(refused.json()["error"_L1]["code"_L1].toString(), u"rate_limit_exceeded"_s);
        QCOMPARE(refused.json()["error"_L1]["type"_L1].toString(), u"requests"_s);
        const int seconds = refused.header("retry-after").toInt();
        QVERIFY(seconds >= 1 && seconds <= 30);
        const double milliseconds = refused.header("retry-after-ms").toDouble();
        QVERIFY(milliseconds > (seconds - 1) * 1000 && milliseconds <= seconds * 1000);
    }

    void embeddingsAreTheSameInEitherEncoding()
    {
        const QByteArray body = R"({"model":"text-embedding-3-small","dimensions":8,"input":["cats and dogs","tax"],"encoding_format":)";
        const QJsonObject plain = m_client->post("/v1/embeddings", body + R"("float"})").json();
        const QJsonObject packed = m_client->post("/v1/embeddings", body + R"("base64"})").json();
        for (const int i : {0, 1}) {
            const QByteArray bytes = QByteArray::fromBase64(packed["data"_L1][i]["embedding"_L1].toString().toLatin1());
            const QJsonArray numbers = plain["data"_L1][i]["embedding"_L1].toArray();
            QCOMPARE(numbers.size(), 8);
            QCOMPARE(bytes.size(), 32);
            for (int k = 0; k < 8; ++k) {
                float x = 0;
                std::memcpy(&x, bytes.constData() + 4 * k, 4); // of this machine's endianness, which is the wire's
                QVERIFY(qAbs(double(x) - numbers[k].toDouble()) < 1e-6);
            }
        }
        QCOMPARE(plain["usage"_L1]["prompt_tokens"_L1].toInt(), 4);
    }

    void errorsHaveTheServicesWords_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, const QByteArray &body, const char *message, const QByteArray &path = chatPath,
                            int status = 400) { QTest::newRow(name) << path << body << status << QString::fromLatin1(message); };
        row("no JSON", "{", "We could not parse the JSON body");
        row("no model", R"({"messages":[]})", "Missing required parameter: 'model'.");
        row("no messages", R"({"model":"sim"})", "Missing required parameter: 'messages'.");
        row("empty messages", withMessages("[]"), "Invalid 'messages': empty array.");
        row("role", withMessages(R"([{"role":"robot","content":"Hi"}])"), "Invalid value: 'robot'.");
        row("content", withMessages(R"([{"role":"user","content":{"text":"Hi"}}])"), "Invalid value for 'content'");
        row("part", withMessages(R"([{"role":"user","content":[{"type":"song"}]}])"), "Invalid value: 'song'.");
        row("unknown", chat(R"(,"max_output_tokens":1)"), "Unrecognized request argument supplied: max_output_tokens");
        row("type", chat(R"(,"temperature":"hot")"), "Invalid type for 'temperature': expected a decimal, but got a string instead.");
        row("hot", chat(R"(,"temperature":3)"), "Invalid 'temperature': decimal above maximum value.");
        row("no tokens", chat(R"(,"max_tokens":0)"), "Invalid 'max_tokens': integer below minimum value.");
        row("both limits", chat(R"(,"max_tokens":1,"max_completion_tokens":1)"), "Setting 'max_tokens' and 'max_completion_tokens'");
        row("stream options", chat(R"(,"stream_options":{"include_usage":true})"), "The 'stream_options' parameter is only allowed");
        row("two choices", chat(R"(,"n":2)"), "Invalid 'n'");
        row("choice without tools", chat(R"(,"tool_choice":"required")"), "Invalid value for 'tool_choice'");
        row("unanswered call", withMessages(R"([{"role":"user","content":"Hi"},)" + call + ']'),
            "An assistant message with 'tool_calls' must");
        row("result of nothing", withMessages(R"([{"role":"tool","tool_call_id":"c1","content":"x"}])"),
            "Invalid parameter: messages with role");
        row("reasoning with tools",
            chat(R"(,"reasoning_effort":"high","tools":[{"type":"function","function":{"name":"f"}}])")
                .replace("\"sim\"", "\"gpt-6-luna\""),
            "Function tools with reasoning_effort are not supported");
        row("unknown model", chat().replace("\"sim\"", "\"gemini-2.5-flash\""), "The model `gemini-2.5-flash` does not exist", chatPath,
            404);
        row("unknown path", "{}", "Invalid URL (POST /v1/completions)", "/v1/completions", 404);
        row("embedding of nothing", R"({"model":"sim","input":[]})", "'$.input' is invalid.", "/v1/embeddings");
        row("too many dimensions", R"({"model":"sim","input":"x","dimensions":9999})", "Invalid value for 'dimensions'", "/v1/embeddings");
        row("embedding by a chat model", R"({"model":"gpt-6-luna","input":"x"})", "The model `gpt-6-luna` does not exist", "/v1/embeddings",
            404);
    }
    void errorsHaveTheServicesWords()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(QString, message);
        const HttpResponse response = m_client->post(path, body);
        QCOMPARE(response.status, status);
        const QJsonObject error = response.json()["error"_L1].toObject();
        QVERIFY2(error["message"_L1].toString().startsWith(message), response.body.constData());
        QCOMPARE(error["type"_L1].toString(), u"invalid_request_error"_s);
        QVERIFY(error.contains("param"_L1) && error.contains("code"_L1));
        QVERIFY(response.header("x-request-id").startsWith("req_"));
    }
};

INTERLEAVE_TEST_MAIN(SimulatorOpenAiTest)
#include "tst_simulator_openai.moc"
