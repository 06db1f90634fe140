// What holds under every wire protocol: the same call gets the same reply, streams say what plain replies say, and every fault
// is played.
#include "simulator/service/fault.h"
#include "wires.h"

#include "support/test_main.h"

#include <memory>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

namespace {

const QByteArray sample = "x-interleave-sample: 3/1/4\r\n";
constexpr qsizetype huge = 64 * 1024 * 1024;

void forEachWire()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<bool>("stream");
    for (const Wire &wire : wires()) {
        QTest::addRow("%s, plain", wire.name.constData()) << wire.name << false;
        QTest::addRow("%s, streamed", wire.name.constData()) << wire.name << true;
    }
}

/// A tool, and that it must be called, as each protocol says it.
QByteArray forcedTool(const QByteArray &name)
{
    const QByteArray schema =
        R"({"type":"object","properties":{"city":{"type":"string"},"days":{"type":"integer","minimum":1,"maximum":7}},)"
        R"("required":["city","days"]})";
    if (name == "gemini")
        return R"(,"tools":[{"functionDeclarations":[{"name":"get_weather","parametersJsonSchema":)" + schema +
               R"(}]}],"toolConfig":{"functionCallingConfig":{"mode":"ANY"}})";
    if (name == "openai")
        return R"(,"tools":[{"type":"function","function":{"name":"get_weather","parameters":)" + schema +
               R"(}}],"tool_choice":"required")";
    return R"(,"tools":[{"name":"get_weather","input_schema":)" + schema + R"(}],"tool_choice":{"type":"any"})";
}

QByteArray fiveTokens(const QByteArray &name)
{
    return name == "gemini" ? R"(,"generationConfig":{"maxOutputTokens":5})" : R"(,"max_tokens":5)";
}

} // namespace

class SimulatorWiresTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<InProcessSimulator> m_simulator;

    HttpResponse post(const Wire &wire, bool stream, const QByteArray &fault)
    {
        HttpClient client(m_simulator->baseUrl());
        return wire.post(client, "Describe Rome in 20 words", stream, fault);
    }

private Q_SLOTS:
    void init() { m_simulator = std::make_unique<InProcessSimulator>(optionsWith(instantProfile())); }
    void cleanup() { m_simulator.reset(); }

    void theSameCallGetsTheSameReplyFromAll_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("words") << QByteArray("Explain AI in 50 words");
        QTest::newRow("no size") << QByteArray("Explain 木漏れ日");
        QTest::newRow("lines") << QByteArray("Write a haiku about robots");
    }
    void theSameCallGetsTheSameReplyFromAll()
    {
        QFETCH(QByteArray, text);
        const ServicePlan plan = planService(instantProfile(), {.seed = 3, .repeat = 1, .call = 4}, promptOf(QString::fromUtf8(text)), 1);
        for (const Wire &wire : wires()) {
            for (const bool stream : {false, true}) {
                HttpClient client(m_simulator->baseUrl());
                const HttpResponse response = wire.post(client, text, stream, {}, {}, sample);
                QCOMPARE(response.status, 200);
                const Said reply = said(wire, response, stream);
                QCOMPARE(reply.text, plan.text());
                QCOMPARE(reply.inputTokens, plan.inputTokens);
                QCOMPARE(reply.outputTokens, plan.outputTokens);
                QVERIFY(!reply.finish.isEmpty());
                QVERIFY(!stream || response.chunks.size() == static_cast<qsizetype>(plan.chunks.size()));
            }
        }
    }

    void aForcedToolIsCalledWithTheSameArgumentsByAll()
    {
        QStringList arguments;
        for (const Wire &wire : wires()) {
            for (const bool stream : {false, true}) {
                HttpClient client(m_simulator->baseUrl());
                const Said reply = said(wire, wire.post(client, "Weather in Porto?", stream, {}, forcedTool(wire.name), sample), stream);
                QCOMPARE(reply.callName, u"get_weather"_s);
                const QJsonObject object = QJsonDocument::fromJson(reply.text.toUtf8()).object();
                QVERIFY(!object["city"_L1].toString().isEmpty());
                QVERIFY(object["days"_L1].toInt() >= 1 && object["days"_L1].toInt() <= 7);
                QCOMPARE(reply.finish, wire.name == "gemini" ? u"STOP"_s : wire.name == "openai" ? u"tool_calls"_s : u"tool_use"_s);
                arguments += reply.text;
            }
        }
        QCOMPARE(arguments.count(arguments.first()), arguments.size());
    }

    void aLimitOnTokensCutsEverywhere_data() { forEachWire(); }
    void aLimitOnTokensCutsEverywhere()
    {
        QFETCH(QByteArray, name);
        QFETCH(bool, stream);
        HttpClient client(m_simulator->baseUrl());
        const Said reply = said(wire(name), wire(name).post(client, "Explain AI in 50 words", stream, {}, fiveTokens(name)), stream);
        QCOMPARE(reply.outputTokens, 5);
        QCOMPARE(estimateTokens(reply.text), 5);
        QCOMPARE(reply.finish, name == "gemini" ? u"MAX_TOKENS"_s : name == "openai" ? u"length"_s : u"max_tokens"_s);
    }

    void refusalsHaveTheirStatus_data() { forEachWire(); }
    void refusalsHaveTheirStatus()
    {
        QFETCH(QByteArray, name);
        QFETCH(bool, stream);
        const bool isAnthropic = name == "anthropic";
        QCOMPARE(post(wire(name), stream, "rate-limit").status, 429);
        QCOMPARE(post(wire(name), stream, "overloaded").status, isAnthropic ? 529 : 503);
        QCOMPARE(post(wire(name), stream, "server-error").status, 500);
        QVERIFY(!said(wire(name), post(wire(name), false, "server-error"), false).error.isEmpty());
        HttpClient client(m_simulator->baseUrl());
        QCOMPARE(wire(name).post(client, "Hi", stream, "rate-limit-once").status, 429);
        QCOMPARE(wire(name).post(client, "Hi", stream, "rate-limit-once").status, 200);
    }

    void aStreamErrorIsAnEventInMidStream_data() { forEachWire(); }
    void aStreamErrorIsAnEventInMidStream()
    {
        QFETCH(QByteArray, name);
        QFETCH(bool, stream);
        const HttpResponse response = post(wire(name), stream, "stream-error");
        const Said reply = said(wire(name), response, stream);
        QVERIFY(!reply.error.isEmpty());
        QVERIFY(reply.finish.isEmpty());
        QVERIFY(response.complete);
        QCOMPARE(response.status, stream ? 200 : name == "anthropic" ? 529 : 503);
        QCOMPARE(reply.text.isEmpty(), !stream);
        QVERIFY(!response.body.contains("[DONE]"));
    }

    void cutsAreClean_data() { forEachWire(); }
    void cutsAreClean()
    {
        QFETCH(QByteArray, name);
        QFETCH(bool, stream);
        const HttpResponse cut = post(wire(name), stream, "cut");
        QCOMPARE(cut.status, 200);
        QVERIFY(!cut.complete && !cut.body.isEmpty());
        const HttpResponse silent = post(wire(name), stream, "silent-cut");
        QVERIFY(silent.complete);
        const Said reply = said(wire(name), silent, stream);
        QVERIFY(!reply.text.isEmpty());
        QVERIFY(reply.finish.isEmpty());
        QVERIFY(!silent.body.contains("[DONE]") && !silent.body.contains("message_stop"));
    }

    void brokenJsonIsBrokenOnce_data() { forEachWire(); }
    void brokenJsonIsBrokenOnce()
    {
        QFETCH(QByteArray, name);
        QFETCH(bool, stream);
        const auto count = [&](const HttpResponse &response, auto &&isBad) {
            qsizetype bad = 0;
            for (const QJsonObject &object : stream ? events(response.body) : QList<QJsonObject>{response.json()})
                bad += isBad(object);
            return bad;
        };
        QCOMPARE(count(post(wire(name), stream, "malformed"), [](const QJsonObject &object) { return object.isEmpty(); }), 1);
        const HttpResponse wrong = post(wire(name), stream, "wrong-type");
        QCOMPARE(count(wrong, [](const QJsonObject &object) { return object.isEmpty(); }), 0);
        QVERIFY(said(wire(name), wrong, stream).text.size() < said(wire(name), post(wire(name), stream, {}), stream).text.size());
    }

    void othersBehaveAsTheirNames_data() { forEachWire(); }
    void othersBehaveAsTheirNames()
    {
        QFETCH(QByteArray, name);
        QFETCH(bool, stream);
        QVERIFY(!said(wire(name), post(wire(name), stream, "slow"), stream).finish.isEmpty());
        QCOMPARE(post(wire(name), stream, "reset").status, 0);
        {
            HttpClient client(m_simulator->baseUrl());
            client.send("POST", "/faults/hang" + wire(name).plainPath, wire(name).body("Hi", stream, {}), wire(name).headers);
            QTRY_COMPARE_WITH_TIMEOUT(m_simulator->simulator().inFlight(), 1, patienceMs);
        }
        QTRY_COMPARE_WITH_TIMEOUT(m_simulator->simulator().inFlight(), 0, patienceMs);
        HttpResponse response = post(wire(name), stream, "huge");
        QVERIFY(response.complete && response.body.size() > huge);
        response.body.remove(10000, response.body.size() - 20000); // in the middle of its text: the rest is as it was, and parses soon
        const Said reply = said(wire(name), response, stream);
        QVERIFY(reply.text.startsWith("All work and no play"_L1));
        QVERIFY(!reply.finish.isEmpty());
    }

    void stampsPrecedeEveryEventOfAPiece_data() { forEachWire(); }
    void stampsPrecedeEveryEventOfAPiece()
    {
        QFETCH(QByteArray, name);
        QFETCH(bool, stream);
        HttpClient client(m_simulator->baseUrl());
        const HttpResponse response = wire(name).post(client, "Describe Rome in 9 words", stream, {}, {}, "x-interleave-stamps: 1\r\n");
        if (!stream) {
            QVERIFY(response.header("x-mono-ns").toLongLong() > 0);
            return;
        }
        qsizetype blocks = 0;
        for (const QByteArray &block : QByteArray(response.body).replace("\r\n", "\n").split('\n'))
            blocks += block.isEmpty();
        QCOMPARE(response.body.count(": mono_ns="), blocks - 1); // the last one follows the last event
        QVERIFY(events(response.body).size() > 5);
    }

    void modelsDifferInPaceAndOnlySimIsAsTheProfileSays()
    {
        Profile profile = loadProfile(u"constant"_s).value();
        const SampleKey key{.seed = 1, .repeat = 0, .call = 2};
        const auto plan = [&](const QString &model) { return planService(profile, key, promptOf(u"Explain Rome"_s), 1, {.model = model}); };
        QCOMPARE(plan(u"sim"_s).totalNs, 2'000'000'000);
        QCOMPARE(plan(u"gpt-6-sol"_s).totalNs, 2'000'000'000);
        QCOMPARE(plan(u"sim-small"_s).totalNs, 800'000'000);
        QCOMPARE(plan(u"sim-large"_s).totalNs, 4'000'000'000);
        QVERIFY(plan(u"sim-small"_s).outputTokens < plan(u"sim"_s).outputTokens);
        QCOMPARE(plan(u"sim-large"_s).text(), plan(u"sim"_s).text());
    }
};

INTERLEAVE_TEST_MAIN(SimulatorWiresTest)
#include "tst_simulator_wires.moc"
