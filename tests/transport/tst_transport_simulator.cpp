// The transport against our own simulator: how much it holds at once, and every fault it can play.
#include "support/recording_listener.h"
#include "support/test_main.h"

#include "core/clock.h"
#include "simulator/simulator.h"

using namespace interleave;
using namespace interleave::test;

class TransportSimulatorTest : public QObject
{
    Q_OBJECT

    static SimulatorOptions instant()
    {
        SimulatorOptions options;
        options.profile = loadProfile(QStringLiteral("instant")).value();
        options.profile.tokensPerChunk = 1;
        return options;
    }

private Q_SLOTS:
    void cleanup() { QTRY_COMPARE(HttpExchange::liveReplies(), 0); }

    void theServerSaysHowManyRequestsItHolds_data()
    {
        QTest::addColumn<int>("count");
        QTest::newRow("1") << 1;
        QTest::newRow("7") << 7;
        QTest::newRow("64") << 64;
        QTest::newRow("1000") << 1000;
    }
    void theServerSaysHowManyRequestsItHolds()
    {
        QFETCH(int, count);
        InProcessSimulator simulator(instant());
        HttpClient client;
        std::vector<RecordingListener> listeners(static_cast<size_t>(count));
        for (RecordingListener &listener : listeners)
            listener.send(client, simulator.baseUrl() + QStringLiteral("/faults/hang"));
        QTRY_COMPARE_WITH_TIMEOUT(simulator.simulator().inFlight(), count, 60'000);
        QCOMPARE(simulator.simulator().maxInFlight(), count);
        listeners.clear(); // cancels them all
        QTRY_COMPARE_WITH_TIMEOUT(simulator.simulator().inFlight(), 0, 60'000);
    }

    void faults_data()
    {
        QTest::addColumn<bool>("stream");
        QTest::addColumn<QString>("fault");
        QTest::addColumn<Outcome>("outcome");
        QTest::addColumn<int>("status");
        for (const bool stream : {false, true}) {
            const auto add = [&](const char *fault, Outcome outcome, int status) {
                QTest::addRow("%s, %s", fault, stream ? "stream" : "plain") << stream << QString::fromLatin1(fault) << outcome << status;
            };
            add("rate-limit", Outcome::RateLimited, 429);
            add("rate-limit-once", Outcome::RateLimited, 429);
            add("overloaded", Outcome::HttpError, 503);
            add("server-error", Outcome::HttpError, 500);
            add("stream-error", Outcome::HttpError, stream ? 200 : 503);
            add("cut", Outcome::NetworkError, 200);
            add("silent-cut", Outcome::ProtocolError, 200);
            add("malformed", Outcome::ProtocolError, 200);
            add("wrong-type", Outcome::ProtocolError, 200);
            add("huge", Outcome::ProtocolError, 200);
            add("slow", Outcome::Ok, 200);
            add("hang", Outcome::Timeout, 0);
        }
        // a stream's head is sent before its first token is due
        QTest::newRow("reset, plain") << false << QStringLiteral("reset") << Outcome::NetworkError << 0;
    }
    void faults()
    {
        QFETCH(bool, stream);
        QFETCH(QString, fault);
        InProcessSimulator simulator(instant());
        HttpClient client;
        RecordingListener listener;
        const std::chrono::milliseconds timeout(fault == QLatin1StringView("hang") ? 300 : 0);
        listener.send(client, simulator.baseUrl() + QStringLiteral("/faults/") + fault, stream, timeout);
        QVERIFY(listener.wait());
        QTEST(listener.reply->outcome, "outcome");
        QTEST(listener.reply->httpStatus, "status");
        QCOMPARE(listener.reply->error.isEmpty(), listener.reply->outcome == Outcome::Ok);
        QCOMPARE(listener.reply->retryAfterS.has_value(), listener.reply->outcome == Outcome::RateLimited);
    }

    void theServersStampsLieBetweenSendAndRead_data()
    {
        QTest::addColumn<bool>("stream");
        QTest::newRow("plain") << false;
        QTest::newRow("stream") << true;
    }
    void theServersStampsLieBetweenSendAndRead()
    {
        QFETCH(bool, stream);
        InProcessSimulator simulator(instant());
        HttpClient client;
        RecordingListener listener;
        const Provider &gemini = *findProvider(QStringLiteral("gemini"));
        Prompt prompt;
        prompt.text = QStringLiteral("Hi");
        WireRequest request = gemini.request(simulator.baseUrl(), QStringLiteral("sim"), {}, prompt, stream);
        request.headers.emplaceBack("x-interleave-stamps", "1");
        const qint64 before = monotonicNs();
        listener.exchange = client.send(request, gemini.reader(stream), listener, {});
        QVERIFY(listener.wait());
        QCOMPARE(listener.reply->error, QString());
        QVERIFY(!listener.chunks.empty());
        for (const auto &[chunk, ns] : listener.chunks) {
            QVERIFY(chunk.serverNs > before);
            QVERIFY(chunk.serverNs <= ns);
        }
    }
};

INTERLEAVE_TEST_MAIN(TransportSimulatorTest)
#include "tst_transport_simulator.moc"
