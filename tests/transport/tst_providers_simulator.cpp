// Every provider against our own simulator, which speaks the same protocols and was written apart from them: replies, limits,
// tools there and back, and every fault it can play.
#include "support/instant_simulator.h"
#include "support/recording_listener.h"
#include "support/test_main.h"

#include "core/clock.h"

#include <QJsonArray>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class ProvidersSimulatorTest : public QObject
{
    Q_OBJECT

    /// One exchange with a simulator that serves nothing else, under `path` ("/faults/cut").
    struct Sent {
        Prompt prompt;
        QString path = {};
        std::chrono::milliseconds timeout{};
        QString model = u"sim"_s;
    };
    static void run(RecordingListener &listener, const Sent &sent)
    {
        QFETCH(QString, provider);
        QFETCH(bool, stream);
        const Provider &wire = *findProvider(provider);
        InProcessSimulator simulator(optionsWith(instantProfile()));
        Client client;
        listener.send(client, wire, wire.simulatorBaseUrl(simulator.baseUrl() + sent.path), sent.prompt, stream, sent.timeout, {},
                      sent.model);
        QVERIFY(listener.wait());
        listener.exchange.reset();
    }
    static void everyProviderPlainAndStreamed()
    {
        QTest::addColumn<QString>("provider");
        QTest::addColumn<bool>("stream");
        for (const Provider *provider : providers()) {
            for (const bool stream : {false, true})
                QTest::addRow("%s, %s", qPrintable(provider->id()), stream ? "stream" : "plain") << provider->id() << stream;
        }
    }

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }
    void init() { useTransport(); }
    void cleanup() { QTRY_COMPARE(HttpExchange::liveTransfers(), 0); }

    void replies_data() { everyProviderPlainAndStreamed(); }
    void replies()
    {
        QFETCH(bool, stream);
        RecordingListener listener;
        const qint64 before = monotonicNs();
        Prompt prompt = promptOf(u"Explain AI in 50 words"_s);
        prompt.system = u"Be brief."_s;
        prompt.temperature = 0.5;
        run(listener, {.prompt = prompt});
        const Reply &reply = *listener.reply;
        QCOMPARE(reply.error, QString());
        QCOMPARE(reply.outcome, Outcome::Ok);
        QVERIFY(reply.hasContent && !reply.text.isEmpty() && !reply.finishReason.isEmpty());
        QVERIFY(reply.usage.input > 0 && reply.usage.output > 0 && reply.usage.cached <= reply.usage.input);
        QVERIFY(reply.usage.thinking < reply.usage.output);
        QVERIFY(stream ? listener.chunks.size() > 10 : listener.chunks.size() == 1);
        QString text;
        for (const auto &[chunk, ns] : listener.chunks) {
            text += chunk.text;
            QVERIFY(chunk.serverNs > before && chunk.serverNs <= ns); // the server's stamps lie between send and read
        }
        QCOMPARE(text, reply.text);
    }

    void aLimitOnTokensCutsTheReply_data() { everyProviderPlainAndStreamed(); }
    void aLimitOnTokensCutsTheReply()
    {
        RecordingListener listener;
        Prompt prompt = promptOf(u"Explain AI in 50 words"_s);
        prompt.maxOutputTokens = 5;
        run(listener, {.prompt = prompt});
        QCOMPARE(listener.reply->outcome, Outcome::Ok);
        QVERIFY(listener.reply->usage.output <= 5);
        QVERIFY2((QStringList{u"MAX_TOKENS"_s, u"length"_s, u"max_tokens"_s}).contains(listener.reply->finishReason),
                 qPrintable(listener.reply->finishReason));
    }

    void toolsThereAndBack_data() { everyProviderPlainAndStreamed(); }
    void toolsThereAndBack()
    {
        Prompt question = promptOf(u"What is the weather in Porto?"_s);
        question.tools = {{.name = u"get_weather"_s,
                           .description = u"The weather of a city."_s,
                           .parameters = {{u"type"_s, u"object"_s},
                                          {u"properties"_s, QJsonObject{{u"city"_s, QJsonObject{{u"type"_s, u"string"_s}}}}},
                                          {u"required"_s, QJsonArray{u"city"_s}}}}};
        question.toolChoice = ToolChoice::Named;
        question.chosenTool = u"get_weather"_s;
        RecordingListener asked;
        run(asked, {.prompt = question});
        QCOMPARE(asked.reply->error, QString());
        QCOMPARE(asked.reply->toolCalls.size(), 1);
        const ToolCall call = asked.reply->toolCalls.first();
        QCOMPARE(call.name, u"get_weather"_s);
        QVERIFY(call.arguments[u"city"_s].isString());
        QVERIFY(asked.reply->hasContent);

        Prompt answered = question;
        answered.text.clear();
        answered.toolChoice = ToolChoice::Automatic;
        Message turn;
        turn.text = question.text;
        answered.history.append(turn);
        answered.history.append({.role = Message::Role::Model, .text = asked.reply->text, .toolCalls = {call}, .toolResults = {}});
        Message results;
        results.toolResults = {{.callId = call.id, .name = call.name, .output = u"{\"temp\":19}"_s}};
        answered.history.append(results);
        RecordingListener told;
        run(told, {.prompt = answered});
        QCOMPARE(told.reply->error, QString());
        QVERIFY(!told.reply->text.isEmpty());
    }

    void anUnknownModelIsNamed_data() { everyProviderPlainAndStreamed(); }
    void anUnknownModelIsNamed()
    {
        RecordingListener listener;
        run(listener, {.prompt = promptOf(u"Hi"_s), .model = u"no-such-model"_s});
        QCOMPARE(listener.reply->outcome, Outcome::HttpError);
        QCOMPARE(listener.reply->httpStatus, 404);
        QVERIFY2(listener.reply->error.contains(u"check the model's name"), qPrintable(listener.reply->error));
    }

    void faults_data()
    {
        QTest::addColumn<QString>("provider");
        QTest::addColumn<bool>("stream");
        QTest::addColumn<QString>("fault");
        QTest::addColumn<Outcome>("outcome");
        QTest::addColumn<int>("status");
        for (const Provider *provider : providers()) {
            const int overloaded = provider->id() == "anthropic"_L1 ? 529 : 503;
            for (const bool stream : {false, true}) {
                const auto add = [&](const char *fault, Outcome outcome, int status) {
                    QTest::addRow("%s: %s, %s", qPrintable(provider->id()), fault, stream ? "stream" : "plain")
                        << provider->id() << stream << QString::fromLatin1(fault) << outcome << status;
                };
                add("rate-limit", Outcome::RateLimited, 429);
                add("rate-limit-once", Outcome::RateLimited, 429);
                add("overloaded", Outcome::HttpError, overloaded);
                add("server-error", Outcome::HttpError, 500);
                add("stream-error", Outcome::HttpError, stream ? 200 : overloaded);
                add("cut", Outcome::NetworkError, 200);
                add("silent-cut", Outcome::ProtocolError, 200);
                add("malformed", Outcome::ProtocolError, 200);
                add("wrong-type", Outcome::ProtocolError, 200);
                add("huge", Outcome::ProtocolError, 200);
                add("slow", Outcome::Ok, 200);
                add("hang", Outcome::Timeout, 0);
            }
            // a stream's head is sent before its first token is due
            QTest::addRow("%s: reset, plain", qPrintable(provider->id()))
                << provider->id() << false << u"reset"_s << Outcome::NetworkError << 0;
        }
    }
    void faults()
    {
        QFETCH(QString, fault);
        QFETCH(bool, stream);
        RecordingListener listener;
        const std::chrono::milliseconds timeout(fault == "hang"_L1 ? 300 : 0);
        run(listener, {.prompt = promptOf(u"Hi"_s), .path = u"/faults/"_s + fault, .timeout = timeout});
        QTEST(listener.reply->outcome, "outcome");
        QTEST(listener.reply->httpStatus, "status");
        QCOMPARE(listener.reply->error.isEmpty(), listener.reply->outcome == Outcome::Ok);
        QCOMPARE(listener.reply->retryAfterS.has_value(), listener.reply->outcome == Outcome::RateLimited);
        if (fault == "stream-error"_L1 && stream)
            QCOMPARE(listener.reply->retryHint, RetryHint::Retry); // the status says nothing
    }
};

INTERLEAVE_TEST_MAIN(ProvidersSimulatorTest)
#include "tst_providers_simulator.moc"
