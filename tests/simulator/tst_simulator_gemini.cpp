#include "core/clock.h"
#include "simulator_fixture.h"

#include "support/test_main.h"

#include <QJsonArray>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

namespace {

QJsonObject candidate(const QJsonObject &response) { return response["candidates"_L1].toArray().first().toObject(); }

QString text(const QJsonObject &response)
{
    return candidate(response)["content"_L1].toObject()["parts"_L1].toArray().first().toObject()["text"_L1].toString();
}

/// The responses in a stream of events: each block is one data line, perhaps after comments.
QList<QJsonObject> events(const QByteArray &body)
{
    QList<QJsonObject> result;
    for (const QByteArray &line : QByteArray(body).replace("\r\n", "\n").split('\n')) {
        if (line.startsWith("data: "))
            result += QJsonDocument::fromJson(line.mid(6)).object();
    }
    return result;
}

} // namespace

class SimulatorGeminiTest : public QObject, SimulatorFixture
{
    Q_OBJECT
private Q_SLOTS:
    void init() { start(); }
    void cleanup() { stop(); }

    void aPlainReplyHasTheProtocolsShape()
    {
        const HttpResponse response = m_client->post(plainPath, request("Explain AI in 50 words"));
        QCOMPARE(response.status, 200);
        QCOMPARE(response.header("content-type"), "application/json");
        const QJsonObject json = response.json();
        QCOMPARE(text(json).split(u' ').size(), 50);
        QCOMPARE(candidate(json)["finishReason"_L1].toString(), u"STOP"_s);
        QCOMPARE(candidate(json)["index"_L1].toInt(-1), 0);
        QCOMPARE(candidate(json)["content"_L1].toObject()["role"_L1].toString(), u"model"_s);
        const QJsonObject usage = json["usageMetadata"_L1].toObject();
        QCOMPARE(usage["promptTokenCount"_L1].toInt(), estimateTokens(u"Explain AI in 50 words"_s));
        QCOMPARE(usage["candidatesTokenCount"_L1].toInt(), estimateTokens(text(json)));
        QCOMPARE(usage["totalTokenCount"_L1].toInt(), usage["promptTokenCount"_L1].toInt() + usage["candidatesTokenCount"_L1].toInt());
        QCOMPARE(json["modelVersion"_L1].toString(), u"sim"_s);
        QVERIFY(!json["responseId"_L1].toString().isEmpty());
    }

    void responseIdsAreUnique()
    {
        const QString first = m_client->post(plainPath, request("Hi")).json()["responseId"_L1].toString();
        QVERIFY(m_client->post(plainPath, request("Hi")).json()["responseId"_L1].toString() != first);
    }

    void headersAreShortBecauseQtReadsThemByteByByte()
    {
        const QByteArray head = m_client->post(plainPath, request("Hi")).head;
        QVERIFY2(head.size() < 80, head.constData());
    }

    void aStreamSendsWhatThePlanSaysOneEventPerWrite()
    {
        const SampleKey key{.seed = 3, .repeat = 1, .call = 4};
        const ServicePlan plan = planService(instantProfile(), key, promptOf(u"Summarize 木漏れ日 in 30 words"_s), 1);
        const HttpResponse response = m_client->post(ssePath, request("Summarize 木漏れ日 in 30 words"), "x-interleave-sample: 3/1/4\r\n");
        QCOMPARE(response.header("content-type"), "text/event-stream");
        QVERIFY(response.complete);
        QCOMPARE(response.chunks.size(), static_cast<qsizetype>(plan.chunks.size()));
        QString id;
        for (qsizetype i = 0; i < response.chunks.size(); ++i) {
            QVERIFY(response.chunks[i].startsWith("data: "));
            QVERIFY(response.chunks[i].endsWith("\r\n\r\n"));
            QCOMPARE(events(response.chunks[i]).size(), 1);
            const QJsonObject event = events(response.chunks[i]).first();
            const ServicePlan::Chunk &planned = plan.chunks[static_cast<size_t>(i)];
            QCOMPARE(text(event), planned.text);
            QCOMPARE(event["usageMetadata"_L1].toObject()["candidatesTokenCount"_L1].toInt(), planned.tokens);
            QCOMPARE(event["usageMetadata"_L1].toObject()["promptTokenCount"_L1].toInt(), plan.inputTokens);
            QCOMPARE(candidate(event).contains("finishReason"_L1), i == response.chunks.size() - 1);
            if (id.isEmpty())
                id = event["responseId"_L1].toString();
            QCOMPARE(event["responseId"_L1].toString(), id);
        }
        QCOMPARE(candidate(events(response.chunks.last()).first())["finishReason"_L1].toString(), u"STOP"_s);
    }

    void withoutAltSseAStreamIsAJsonArray()
    {
        const HttpResponse response = m_client->post(arrayPath, request("Describe Rome in 9 words"));
        QCOMPARE(response.header("content-type"), "application/json");
        const QJsonArray array = QJsonDocument::fromJson(response.body).array();
        QVERIFY(array.size() > 5);
        QCOMPARE(response.chunks.size(), array.size());
        QString whole;
        for (const QJsonValue piece : array)
            whole += text(piece.toObject());
        QCOMPARE(whole.split(u' ').size(), 9);
    }

    void aStampedStreamTellsItsSendTimesOnTheMonotonicClock()
    {
        const qint64 beforeNs = monotonicNs();
        const HttpResponse response = m_client->post(ssePath, request("Describe Rome in 9 words"), "X-Interleave-Stamps: 1\r\n");
        const qint64 afterNs = monotonicNs();
        qint64 lastNs = beforeNs;
        for (const QByteArray &chunk : response.chunks) {
            QVERIFY(chunk.startsWith(": mono_ns="));
            const qint64 sentNs = chunk.mid(10, chunk.indexOf('\r') - 10).toLongLong();
            QVERIFY(sentNs >= lastNs);
            QCOMPARE(events(chunk).size(), 1);
            lastNs = sentNs;
        }
        QVERIFY(lastNs > beforeNs && lastNs <= afterNs);
    }

    void aStampedPlainReplyHasAHeader()
    {
        const qint64 beforeNs = monotonicNs();
        const qint64 sentNs = m_client->post(plainPath, request("Hi"), "x-interleave-stamps: 1\r\n").header("x-mono-ns").toLongLong();
        QVERIFY(sentNs > beforeNs && sentNs <= monotonicNs());
        QVERIFY(m_client->post(plainPath, request("Hi")).header("x-mono-ns").isEmpty());
    }

    void maxOutputTokensEndTheReplyWithMaxTokens()
    {
        for (const char *config : {R"(,"generationConfig":{"maxOutputTokens":5})", R"(,"generation_config":{"max_output_tokens":"5"})"}) {
            const QJsonObject json = m_client->post(plainPath, request("Explain AI in 50 words", config)).json();
            QCOMPARE(candidate(json)["finishReason"_L1].toString(), u"MAX_TOKENS"_s);
            QCOMPARE(json["usageMetadata"_L1].toObject()["candidatesTokenCount"_L1].toInt(), 5);
        }
    }

    void aJsonMimeTypeIsAnsweredWithJson()
    {
        const QByteArray config = R"(,"generationConfig":{"responseMimeType":"application/json","temperature":0.5})";
        const QString reply = text(m_client->post(plainPath, request("Describe Rome", config)).json());
        QCOMPARE(QJsonDocument::fromJson(reply.toUtf8()).object()["topic"_L1].toString(), u"Rome"_s);
    }

    void aConversationCountsAllItsTokensAndAnswersTheLastUser()
    {
        const QByteArray body = R"({"system_instruction":{"parts":{"text":"Be kind"}},"contents":[
            {"role":"user","parts":[{"text":"Hello"}]},{"role":"model","parts":[{"text":"Hi"}]},
            {"role":"user","parts":[{"text":"Describe Rome "},{"text":"in 3 words"},{"inlineData":{"mimeType":"image/png","data":""}}]}]})";
        const QJsonObject json = m_client->post(plainPath, body).json();
        QCOMPARE(text(json).split(u' ').size(), 3);
        QCOMPARE(json["usageMetadata"_L1].toObject()["promptTokenCount"_L1].toInt(), 2 + 2 + 1 + 3 + 4 + 258);
    }

    void modelsSinceGemini3WantTheSignaturesOfCallsBack()
    {
        const auto status = [&](const QByteArray &model, const QByteArray &signature, const QByteArray &more = {}) {
            const QByteArray body = R"({"contents":[{"role":"user","parts":[{"text":"Hi"}]},{"role":"model","parts":[{"functionCall":)"
                                    R"({"name":"f","args":{}})" +
                                    signature + R"(}]},{"role":"user","parts":[{"functionResponse":{"name":"f","response":{}}}]})" + more +
                                    "]}";
            return m_client->post("/v1beta/models/" + model + ":generateContent", body).status;
        };
        QCOMPARE(status("gemini-3.8-flash", {}), 400);
        QCOMPARE(status("gemini-3.8-flash", R"(,"thoughtSignature":"abc")"), 200);
        QCOMPARE(status("gemini-3.8-flash", {}, R"(,{"role":"user","parts":[{"text":"And now?"}]})"), 200);
        QCOMPARE(status("gemini-2.5-flash", {}), 200);
    }

    void toolsMustBeDeclaredAsTheyAreAllowed()
    {
        const auto message = [&](const QByteArray &calling) {
            const QByteArray tools =
                R"(,"tools":[{"functionDeclarations":[{"name":"f"},{"name":"g"}]}],"toolConfig":{"functionCallingConfig":)";
            return m_client->post(plainPath, request("Hi", tools + calling + '}')).json()["error"_L1]["message"_L1].toString();
        };
        QVERIFY(message(R"({"mode":"SOME"})").startsWith("Invalid value at 'tool_config.function_calling_config.mode'"_L1));
        QVERIFY(message(R"({"mode":"AUTO","allowedFunctionNames":["f"]})").startsWith("Allowed function names may only be set"_L1));
        QVERIFY(message(R"({"mode":"ANY","allowedFunctionNames":["h"]})").contains("is not in the function declarations"_L1));
        QCOMPARE(message(R"({"mode":"ANY","allowedFunctionNames":["g"]})"), QString());
    }

    void textsAreEmbeddedOneByOneAndInBatches()
    {
        const QByteArray content = R"("content":{"parts":[{"text":"cats and dogs"}]},"outputDimensionality":16)";
        const QJsonValue one = m_client->post("/v1beta/models/sim:embedContent", '{' + content + '}').json()["embedding"_L1];
        QCOMPARE(one["values"_L1].toArray().size(), 16);
        const QByteArray batch = R"({"requests":[{"model":"models/sim",)" + content + R"(},{"model":"models/sim",)" + content + "}]}";
        const QJsonArray many = m_client->post("/v1beta/models/sim:batchEmbedContents", batch).json()["embeddings"_L1].toArray();
        QCOMPARE(many, (QJsonArray{one, one}));
        const QByteArray other = QByteArray(batch).replace("models/sim", "models/gemini-embedding-001");
        QCOMPARE(m_client->post("/v1beta/models/sim:batchEmbedContents", other).status, 400);
        QCOMPARE(m_client->post("/v1beta/models/sim:embedContent", "{}").status, 400);
        QCOMPARE(m_client->post("/v1beta/models/gemini-embedding-001:generateContent", request("Hi")).status, 404);
    }

    void tokensAreCounted()
    {
        QCOMPARE(m_client->post("/v1beta/models/sim:countTokens", request("one two three")).json()["totalTokens"_L1].toInt(), 4);
        const QByteArray wrapped = R"({"generateContentRequest":{"model":"models/sim",)" + request("one two three").mid(1) + '}';
        QCOMPARE(m_client->post("/v1beta/models/sim:countTokens", wrapped).json()["totalTokens"_L1].toInt(), 4);
    }

    void modelsAreListedInPagesAndDescribed()
    {
        const QJsonArray all = m_client->get("/v1beta/models").json()["models"_L1].toArray();
        QStringList names;
        for (const QJsonValue model : all)
            names += model.toObject()["name"_L1].toString();
        QVERIFY(names.contains(u"models/sim"_s));
        QVERIFY(names.contains(u"models/gemini-2.5-flash"_s));

        QStringList paged;
        QString token;
        do {
            const QJsonObject page = m_client->get("/v1beta/models?pageSize=4&pageToken=" + token.toLatin1()).json();
            for (const QJsonValue model : page["models"_L1].toArray())
                paged += model.toObject()["name"_L1].toString();
            token = page["nextPageToken"_L1].toString();
        } while (!token.isEmpty());
        QCOMPARE(paged, names);

        const QJsonObject sim = m_client->get("/v1beta/models/sim").json();
        QCOMPARE(sim["name"_L1].toString(), u"models/sim"_s);
        QVERIFY(sim["supportedGenerationMethods"_L1].toArray().contains(u"generateContent"_s));
    }

    void errorsAreStatusBodies_data()
    {
        QTest::addColumn<QByteArray>("path");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("message");
        const auto row = [](const char *name, const QByteArray &path, const QByteArray &body, int status, const QString &message) {
            QTest::newRow(name) << path << body << status << message;
        };
        row("no JSON", plainPath, "{", 400, u"Invalid JSON payload received. "_s);
        row("no object", plainPath, "[]", 400, u"Invalid JSON payload received. "_s);
        row("no contents", plainPath, "{}", 400, u"* GenerateContentRequest.contents: contents is not specified"_s);
        row("empty contents", plainPath, R"({"contents":[]})", 400, u"* GenerateContentRequest.contents: contents is not specified"_s);
        row("no parts", plainPath, R"({"contents":[{"role":"user"}]})", 400, u"* GenerateContentRequest.contents[0].parts: "_s);
        row("part is a text", plainPath, R"({"contents":[{"parts":["Hi"]}]})", 400,
            u"Invalid value at 'contents[0].parts[0]' (TYPE_MESSAGE), \"Hi\""_s);
        row("role", plainPath, R"({"contents":[{"role":"assistant","parts":[{"text":"Hi"}]}]})", 400,
            u"Please use a valid role: user, model."_s);
        row("unknown field", plainPath, request("Hi", R"(,"prompt":"x")"), 400,
            u"Invalid JSON payload received. Unknown name \"prompt\": Cannot find field."_s);
        row("unknown nested field", plainPath, request("Hi", R"(,"generationConfig":{"topQ":1})"), 400,
            u"Invalid JSON payload received. Unknown name \"topQ\" at 'generation_config': Cannot find field."_s);
        row("unknown field of a part", plainPath, R"({"contents":[{"parts":[{"txt":"Hi"}]}]})", 400,
            u"Invalid JSON payload received. Unknown name \"txt\" at 'contents[0].parts[0]': Cannot find field."_s);
        row("wrong type", plainPath, request("Hi", R"(,"generationConfig":{"maxOutputTokens":"many"})"), 400,
            u"Invalid value at 'generation_config.max_output_tokens' (TYPE_INT32), \"many\""_s);
        row("no tokens", plainPath, request("Hi", R"(,"generationConfig":{"maxOutputTokens":0})"), 400,
            u"* GenerateContentRequest.generation_config.max_output_tokens"_s);
        row("hot", plainPath, request("Hi", R"(,"generationConfig":{"temperature":3})"), 400,
            u"* GenerateContentRequest.generation_config.temperature"_s);
        row("candidates", plainPath, request("Hi", R"(,"generationConfig":{"candidateCount":2})"), 400, u"Only one candidate"_s);
        row("stream", ssePath, "{}", 400, u"* GenerateContentRequest.contents: contents is not specified"_s);
        row("unknown model", "/v1beta/models/gpt:generateContent", request("Hi"), 404, u"models/gpt is not found for API version v1beta"_s);
        row("unknown method", "/v1beta/models/sim:generateAnswer", request("Hi"), 404,
            u"POST /v1beta/models/sim:generateAnswer is not a method"_s);
        row("unknown path", "/v1beta/files", request("Hi"), 404, u"POST /v1beta/files is not a method"_s);
        row("no protocol", "/v2/chat/completions", request("Hi"), 404, u"The simulator serves "_s);
        row("unknown fault", "/faults/fire/v1beta/models/sim:generateContent", request("Hi"), 404,
            u"There is no such fault; known are rate-limit-once, "_s);
    }

    void errorsAreStatusBodies()
    {
        QFETCH(QByteArray, path);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        QFETCH(QString, message);
        const HttpResponse response = m_client->post(path, body);
        QCOMPARE(response.status, status);
        const QJsonObject error = response.json()["error"_L1].toObject();
        QCOMPARE(error["code"_L1].toInt(), status);
        QCOMPARE(error["status"_L1].toString(), status == 400 ? u"INVALID_ARGUMENT"_s : u"NOT_FOUND"_s);
        QVERIFY2(error["message"_L1].toString().startsWith(message), response.body.constData());
        if (status == 400) {
            const QJsonObject detail = error["details"_L1].toArray().first().toObject();
            QCOMPARE(detail["@type"_L1].toString(), u"type.googleapis.com/google.rpc.BadRequest"_s);
            QCOMPARE(detail["fieldViolations"_L1].toArray().size(), 1);
        }
        QCOMPARE(m_client->get("/health").status, 200); // the connection lives on
    }

    void aConnectionServesRequestsOneAfterTheOtherEvenWhenSentAhead()
    {
        m_client->send("POST", plainPath, request("Describe Rome in 2 words"));
        m_client->send("POST", ssePath, request("Describe Rome in 3 words"));
        m_client->send("GET", "/health");
        QCOMPARE(text(m_client->read().json()).split(u' ').size(), 2);
        QString streamed;
        for (const QJsonObject &event : events(m_client->read().body))
            streamed += text(event);
        QCOMPARE(streamed.split(u' ').size(), 3);
        QCOMPARE(m_client->read().status, 200);
    }

    void anOldClientGetsAnUnchunkedStreamThatEndsWithTheConnection()
    {
        const QByteArray body = request("Describe Rome in 3 words");
        m_client->sendRaw("POST " + ssePath + " HTTP/1.0\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body);
        const QByteArray all = m_client->readAll();
        QVERIFY(all.startsWith("HTTP/1.1 200 OK\r\n"));
        QVERIFY(!all.contains("chunked"));
        QVERIFY(all.endsWith("}\r\n\r\n"));
        QVERIFY(!events(all).isEmpty());
    }

    void aBrokenRequestIsRefusedAndTheConnectionClosed()
    {
        m_client->sendRaw("what is this\r\n\r\n");
        const HttpResponse response = m_client->read();
        QCOMPARE(response.status, 400);
        QCOMPARE(response.header("connection"), "close");
        QCOMPARE(m_client->readAll(), QByteArray());
    }
};

INTERLEAVE_TEST_MAIN(SimulatorGeminiTest)
#include "tst_simulator_gemini.moc"
