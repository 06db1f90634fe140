#include "wires.h"

#include "support/test_main.h"

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray path = "/v1/messages";
const QByteArray newest = "anthropic-version: 2026-10-21\r\n";
const QByteArray older = "anthropic-version: 2023-06-01\r\n";

QByteArray ask(const QByteArray &more = {}) { return wire("anthropic").body("Describe Rome in 9 words", false, more); }

QByteArray withMessages(const QByteArray &messages) { return R"({"model":"sim","max_tokens":9,"messages":)" + messages + '}'; }

QStringList names(const QByteArray &body)
{
    QStringList list;
    for (const QByteArray &line : body.split('\n')) {
        if (line.startsWith("event: "))
            list += QString::fromLatin1(line.mid(7));
    }
    return list;
}

} // namespace

class SimulatorAnthropicTest : public QObject, SimulatorFixture
{
    Q_OBJECT
private Q_SLOTS:
    void init() { start(); }
    void cleanup() { stop(); }

    void aPlainReplyHasTheProtocolsShape()
    {
        const HttpResponse response = m_client->post(path, ask(), newest);
        QCOMPARE(response.status, 200);
        QVERIFY(response.header("request-id").startsWith("req_"));
        const QJsonObject json = response.json();
        QVERIFY(json["id"_L1].toString().startsWith("msg_"_L1));
        QCOMPARE(json["type"_L1].toString(), u"message"_s);
        QCOMPARE(json["content"_L1][0]["type"_L1].toString(), u"text"_s);
        QCOMPARE(json["stop_reason"_L1].toString(), u"end_turn"_s);
        QVERIFY(json["stop_sequence"_L1].isNull());
        QCOMPARE(json["usage"_L1]["cache_read_input_tokens"_L1].toInt(-1), 0);
        QCOMPARE(json["usage"_L1]["input_tokens"_L1].toInt(), estimateTokens(u"Describe Rome in 9 words"_s));
    }

    void aStreamsEventsAreNamedAsTheirTypesAndInOrder()
    {
        const HttpResponse response = m_client->post(path, ask(R"(,"stream":true)"), newest);
        QVERIFY(response.header("content-type").startsWith("text/event-stream"));
        const QList<QJsonObject> list = events(response.body);
        QStringList order = names(response.body);
        for (qsizetype i = 0; i < order.size(); ++i)
            QCOMPARE(list[i]["type"_L1].toString(), order[i]);
        QVERIFY(order.count(u"content_block_delta"_s) > 5);
        order.removeDuplicates();
        QCOMPARE(order, (QStringList{u"message_start"_s, u"content_block_start"_s, u"ping"_s, u"content_block_delta"_s,
                                     u"content_block_stop"_s, u"message_delta"_s, u"message_stop"_s}));
        QVERIFY(list.first()["message"_L1]["content"_L1].toArray().isEmpty());
        QVERIFY(list.first()["message"_L1]["stop_reason"_L1].isNull());
    }

    void aStopSequenceEndsTheReplyAndIsNamed()
    {
        const QJsonObject json = m_client->post(path, ask(R"(,"stop_sequences":["zzz","."])"), newest).json();
        QCOMPARE(json["stop_reason"_L1].toString(), u"stop_sequence"_s);
        QCOMPARE(json["stop_sequence"_L1].toString(), u"."_s);
        QVERIFY(!json["content"_L1][0]["text"_L1].toString().contains(u'.'));
        // nothing is left when it stands at the very beginning
        const QJsonObject none =
            m_client->post(path, ask(R"(,"stop_sequences":["R","I","A","M","P","T","E","O","W","C","S","D","F","G"])"), newest).json();
        QCOMPARE(none["content"_L1][0]["text"_L1].toString(), QString());
        QCOMPARE(none["usage"_L1]["output_tokens"_L1].toInt(-1), 0);
    }

    void samplingParametersAreRefusedByTheNewVersionOnly()
    {
        for (const QByteArray more : {R"(,"temperature":1)", R"(,"top_p":1)", R"(,"top_k":5)"}) {
            QCOMPARE(m_client->post(path, ask(more), older).status, 200);
            const HttpResponse refused = m_client->post(path, ask(more), newest);
            QCOMPARE(refused.status, 400);
            QCOMPARE(refused.json()["error"_L1]["type"_L1].toString(), u"invalid_request_error"_s);
        }
    }

    void tokensAreCountedWithoutALimit()
    {
        const QByteArray body = R"({"model":"sim","system":"Be kind","messages":[{"role":"user","content":"one two three"}]})";
        QCOMPARE(m_client->post("/v1/messages/count_tokens", body, newest).json()["input_tokens"_L1].toInt(), 6);
    }

    void modelsAreToldFromOpenAisByTheHeaders()
    {
        QCOMPARE(m_client->get("/v1/models").json()["object"_L1].toString(), u"list"_s);
        m_client->send("GET", "/v1/models?limit=2", {}, newest);
        const QJsonObject page = m_client->read().json();
        QCOMPARE(page["data"_L1].toArray().size(), 2);
        QVERIFY(page["has_more"_L1].toBool());
        m_client->send("GET", "/v1/models?limit=2&after_id=" + page["last_id"_L1].toString().toLatin1(), {}, "x-api-key: any\r\n" + newest);
        QCOMPARE(m_client->read().json()["data"_L1][0]["id"_L1].toString(), u"sim-large"_s);
        m_client->send("GET", "/v1/models?before_id=sim-large&limit=1", {}, newest);
        QCOMPARE(m_client->read().json()["data"_L1][0]["id"_L1].toString(), u"sim-small"_s);
        m_client->send("GET", "/v1/models/sim", {}, newest);
        QCOMPARE(m_client->read().json()["type"_L1].toString(), u"model"_s);
    }

    void limitsAreToldInHeadersAndInA429()
    {
        Profile profile = instantProfile();
        profile.limit = {.requestsPerMinute = 1, .tokensPerMinute = 1000};
        start(profile);
        const HttpResponse first = m_client->post(path, ask(), newest);
        QCOMPARE(first.header("anthropic-ratelimit-requests-limit"), "1");
        QCOMPARE(first.header("anthropic-ratelimit-requests-remaining"), "0");
        QVERIFY(QDateTime::fromString(QString::fromLatin1(first.header("anthropic-ratelimit-requests-reset")), Qt::ISODate).isValid());
        QVERIFY(first.header("anthropic-ratelimit-input-tokens-remaining").toInt() < 1000);
        const HttpResponse refused = m_client->post(path, ask(), newest);
        QCOMPARE(refused.status, 429);
        QCOMPARE(refused.json()["error"_L1]["type"_L1].toString(), u"rate_limit_error"_s);
        QVERIFY(refused.header("retry-after").toInt() >= 1);
    }

    void errorsHaveTheServicesWords_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("version");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, const QByteArray &body, const char *message, const QByteArray &version = newest) {
            QTest::newRow(name) << body << version << QString::fromLatin1(message);
        };
        const QByteArray call = R"({"role":"assistant","content":[{"type":"tool_use","id":"t1","name":"f","input":{}}]})";
        const QByteArray user = R"({"role":"user","content":"Hi"})";
        row("no version", ask(), "anthropic-version: header is required", "");
        row("odd version", ask(), "anthropic-version: \"1999-01-01\" is not a valid version", "anthropic-version: 1999-01-01\r\n");
        row("no JSON", "{", "The request body is not valid JSON");
        row("no limit", R"({"model":"sim","messages":[]})", "max_tokens: Field required");
        row("no messages", R"({"model":"sim","max_tokens":9})", "messages: Field required");
        row("empty messages", withMessages("[]"), "messages: at least one message is required");
        row("role", withMessages(R"([{"role":"robot","content":"Hi"}])"), "messages.0.role: Input should be 'user' or 'assistant'");
        row("no content", withMessages(R"([{"role":"user"}])"), "messages.0.content: Field required");
        row("block", withMessages(R"([{"role":"user","content":[{"type":"song"}]}])"), "messages.0.content.0: Input tag 'song'");
        row("empty text", withMessages(R"([{"role":"user","content":[{"type":"text","text":""}]}])"), "messages: text content blocks");
        row("unknown", ask(R"(,"n":2)"), "n: Extra inputs are not permitted");
        row("type", ask(R"(,"stream":"yes")"), "stream: Input should be a valid boolean");
        row("no tokens", ask(R"(,"max_tokens":0)"), "max_tokens: Input should be greater than or equal to 1");
        row("hot", ask(R"(,"temperature":2)"), "temperature: range: 0..1", older);
        row("choice without tools", ask(R"(,"tool_choice":{"type":"any"})"), "tool_choice: tool_choice may only be specified");
        row("tool without schema", ask(R"(,"tools":[{"name":"f"}])"), "tools.0.custom.input_schema: Field required");
        row("unknown tool", ask(R"(,"tools":[{"name":"f","input_schema":{}}],"tool_choice":{"type":"tool","name":"g"})"),
            "tool_choice: Tool 'g' not found in provided tools");
        row("unanswered call", withMessages('[' + user + ',' + call + ',' + user + ']'), "messages.2: `tool_use` ids were found without");
        row("result of nothing", withMessages(R"([{"role":"user","content":[{"type":"tool_result","tool_use_id":"t9"}]}])"),
            "messages.0.content.0: unexpected `tool_use_id` found");
        row("document by the model", withMessages(R"([{"role":"assistant","content":[{"type":"document"}]},)" + user + ']'),
            "messages.0.content.0: document blocks are not accepted");
    }
    void errorsHaveTheServicesWords()
    {
        QFETCH(QByteArray, body);
        QFETCH(QByteArray, version);
        QFETCH(QString, message);
        const HttpResponse response = m_client->post(path, body, version);
        QCOMPARE(response.status, 400);
        const QJsonObject json = response.json();
        QVERIFY2(json["error"_L1]["message"_L1].toString().startsWith(message), response.body.constData());
        QCOMPARE(json["type"_L1].toString(), u"error"_s);
        QCOMPARE(json["error"_L1]["type"_L1].toString(), u"invalid_request_error"_s);
        QCOMPARE(json["request_id"_L1].toString().toLatin1(), response.header("request-id"));
    }

    void unknownModelsAndPathsAreNotFound()
    {
        const HttpResponse model = m_client->post(path, ask().replace("\"sim\"", "\"gpt-6-luna\""), newest);
        QCOMPARE(model.status, 404);
        QCOMPARE(model.json()["error"_L1]["message"_L1].toString(), u"model: gpt-6-luna"_s);
        QCOMPARE(m_client->post("/v1/messages/batches", "{}", newest).status, 404);
    }
};

INTERLEAVE_TEST_MAIN(SimulatorAnthropicTest)
#include "tst_simulator_anthropic.moc"
