// The transport when all goes well: what the server sees, what the listener hears, and how everything ends.
#include "support/recording_listener.h"
#include "support/scripted_server.h"
#include "support/test_main.h"

#include "core/clock.h"

#include <QEventLoop>
#include <QThread>
#include <QTimer>

using namespace interleave;
using namespace interleave::test;

class HttpClientTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }
    void init() { useTransport(); }
    void cleanup() { QTRY_COMPARE(HttpExchange::liveTransfers(), 0); }

    void theServerHoldsAsManyRequestsAsWereSent_data()
    {
        QTest::addColumn<int>("count");
        QTest::newRow("1") << 1;
        QTest::newRow("7") << 7;
        QTest::newRow("64") << 64;
        QTest::newRow("1000") << 1000;
    }
    void theServerHoldsAsManyRequestsAsWereSent()
    {
        QFETCH(int, count);
        std::vector<ScriptedServer::Request> waiting;
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            waiting.push_back(request);
            if (server.held() < count)
                return; // nobody is answered before all are there: one connection too few would hang
            for (const ScriptedServer::Request &each : waiting)
                server.reply(each, ScriptedServer::response(geminiReply("ok")));
        });
        Client client;
        std::vector<RecordingListener> listeners(static_cast<size_t>(count));
        for (RecordingListener &listener : listeners)
            listener.send(client, server.baseUrl());
        for (RecordingListener &listener : listeners)
            QVERIFY(listener.wait());
        QCOMPARE(server.maxHeld(), count);
        QCOMPARE(server.requests(), count);
        for (const RecordingListener &listener : listeners)
            QCOMPARE(listener.reply->outcome, Outcome::Ok);
    }

    void connectionsAreUsedAgain_data() { phasesTileInOrder_data(); }
    void connectionsAreUsedAgain()
    {
        QFETCH(bool, stream);
        const QByteArray response =
            stream ? ScriptedServer::streamHead() + ScriptedServer::frame(geminiEvent("ok", true)) + ScriptedServer::lastFrame()
                   : ScriptedServer::response(geminiReply("ok"));
        std::vector<ScriptedServer::Request> waiting;
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            waiting.push_back(request);
            if (server.held() < 13)
                return;
            for (const ScriptedServer::Request &each : std::exchange(waiting, {}))
                server.reply(each, response);
        });
        Client client;
        for (int round = 0; round < 4; ++round) {
            std::vector<RecordingListener> listeners(13);
            for (RecordingListener &listener : listeners)
                listener.send(client, server.baseUrl(), stream);
            for (RecordingListener &listener : listeners) {
                QVERIFY(listener.wait());
                QCOMPARE(listener.phaseNames(), QByteArray(round == 0 ? "pool connect send ttft stream" : "pool send ttft stream"));
            }
        }
        QCOMPARE(server.connections(), 13);
    }

    void phasesTileInOrder_data()
    {
        QTest::addColumn<bool>("stream");
        QTest::newRow("plain") << false;
        QTest::newRow("stream") << true;
    }
    void phasesTileInOrder()
    {
        QFETCH(bool, stream);
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            if (!stream)
                return server.reply(request, ScriptedServer::response(geminiReply("one two")));
            server.reply(request, ScriptedServer::streamHead() + ScriptedServer::frame(geminiEvent("one ")) +
                                      ScriptedServer::frame(geminiEvent("two", true)) + ScriptedServer::lastFrame());
        });
        Client client;
        for (const QByteArray expected : {"pool connect send ttft stream", "pool send ttft stream"}) { // then on the kept connection
            RecordingListener listener;
            const qint64 before = monotonicNs();
            listener.send(client, server.baseUrl(), stream);
            QCOMPARE(listener.phaseNames(), QByteArray("pool"));
            QVERIFY(listener.wait());
            QCOMPARE(listener.phaseNames(), expected);
            QVERIFY(listener.phases.front().second >= before);
            qint64 last = 0;
            for (const auto &[phase, ns] : listener.phases) {
                QVERIFY(ns >= last);
                last = ns;
            }
            QCOMPARE(listener.chunks.front().second, last); // the stream begins with its first chunk
            QVERIFY(listener.chunks.back().second >= last);
            QVERIFY(listener.finishedNs >= listener.chunks.back().second);
            QCOMPARE(listener.reply->text, QStringLiteral("one two"));
            QCOMPARE(listener.reply->httpStatus, 200);
            QCOMPARE(listener.reply->usage, (Usage{1, 0, 2, 0}));
        }
    }

    void theServerGetsWhatTheProviderBuilt()
    {
        QByteArray head;
        QByteArray body;
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            head = request.head;
            body = request.body;
            server.reply(request, ScriptedServer::response(geminiReply("ok"), "200 OK", "X-Mono-Ns: 4711\r\n"));
        });
        Client client;
        RecordingListener listener;
        listener.send(client, server.baseUrl(), false, {}, "secret");
        QVERIFY(listener.wait());
        QVERIFY(head.startsWith("POST /v1beta/models/sim:generateContent HTTP/1.1\r\n"));
        QVERIFY(head.toLower().contains("\r\nx-goog-api-key: secret"));
        QVERIFY(head.toLower().contains("\r\naccept-encoding: identity"));
        QCOMPARE(body, QByteArray(R"({"contents":[{"role":"user","parts":[{"text":"Hi"}]}]})"));
        QCOMPARE(listener.chunks.at(0).first.serverNs, 4711); // response headers reach the reader
    }

    void chunksArriveWhileTheStreamIsOpen()
    {
        ScriptedServer::Request open;
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            open = request;
            request.socket->write(ScriptedServer::streamHead() + ScriptedServer::frame(geminiEvent("a")));
        });
        Client client;
        RecordingListener listener;
        listener.send(client, server.baseUrl(), true);
        for (size_t i = 1; i < 5; ++i) {
            QTRY_COMPARE(listener.chunks.size(), i);
            QCOMPARE(listener.timesFinished, 0);
            open.socket->write(ScriptedServer::frame(": mono_ns=7\n" + geminiEvent("b", i == 4)));
        }
        open.socket->write(ScriptedServer::lastFrame());
        QVERIFY(listener.wait());
        QCOMPARE(listener.reply->text, QStringLiteral("abbbb"));
        QCOMPARE(listener.chunks[0].first.serverNs, 0);
        QCOMPARE(listener.chunks[4].first.serverNs, 7);
    }

    void theResponseMayBeCutAtEveryByte()
    {
        const QByteArray response = ScriptedServer::streamHead() + ScriptedServer::frame(geminiEvent("Grüß ")) +
                                    ScriptedServer::frame(geminiEvent("Gott 👋", true)) + ScriptedServer::lastFrame();
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            request.socket->write(response.first(request.number));
            request.socket->flush();
            QTimer::singleShot(0, request.socket,
                               [&server, request, rest = response.sliced(request.number)] { server.reply(request, rest); });
        });
        Client client;
        for (qsizetype cut = 0; cut <= response.size(); ++cut) {
            RecordingListener listener;
            listener.send(client, server.baseUrl(), true);
            QVERIFY(listener.wait());
            QCOMPARE(listener.reply->error, QString());
            QCOMPARE(listener.reply->text, QStringLiteral("Grüß Gott 👋"));
            QCOMPARE(listener.chunks.size(), 2U);
        }
    }

    void theResponseMayComeByteByByte()
    {
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            QByteArray frames;
            for (const char c : geminiEvent("Grüß Gott 👋", true))
                frames += ScriptedServer::frame(QByteArray(1, c));
            server.reply(request, ScriptedServer::streamHead() + frames + ScriptedServer::lastFrame());
        });
        Client client;
        RecordingListener listener;
        listener.send(client, server.baseUrl(), true);
        QVERIFY(listener.wait());
        QCOMPARE(listener.reply->text, QStringLiteral("Grüß Gott 👋"));
    }

    void cancellingLeavesNothing_data()
    {
        QTest::addColumn<Phase>("phase");
        QTest::addColumn<bool>("inside");
        for (const Phase phase : {Phase::Pool, Phase::Connect, Phase::Send, Phase::Ttft, Phase::Stream}) {
            if (phase != Phase::Pool) // inside send() there is no exchange to destroy yet
                QTest::addRow("%s, inside the listener", phaseName(phase).data()) << phase << true;
            QTest::addRow("%s, after the listener", phaseName(phase).data()) << phase << false;
        }
    }
    void cancellingLeavesNothing()
    {
        QFETCH(Phase, phase);
        QFETCH(bool, inside);
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            request.socket->write(ScriptedServer::streamHead() + ScriptedServer::frame(geminiEvent("a")) +
                                  ScriptedServer::frame(geminiEvent("b")));
        });
        Client client;
        RecordingListener listener;
        bool reached = false;
        listener.onPhase = [&](Phase begun) {
            reached = reached || begun == phase;
            if (begun == phase && inside)
                listener.exchange.reset();
        };
        listener.send(client, server.baseUrl(), true);
        QTRY_VERIFY(reached);
        listener.exchange.reset();
        const size_t heard = listener.phases.size() + listener.chunks.size();
        QTRY_COMPARE(HttpExchange::liveTransfers(), 0);
        QTRY_COMPARE(server.openConnections(), 0); // the connection is closed, not left to a response nobody reads
        QCOMPARE(listener.phases.size() + listener.chunks.size(), heard);
        QCOMPARE(listener.timesFinished, 0);
    }
    void anExchangeMayBeDestroyedByItsChunkAndByItsEnd()
    {
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            server.reply(request, ScriptedServer::streamHead() + ScriptedServer::frame(geminiEvent("a") + geminiEvent("b", true)) +
                                      ScriptedServer::lastFrame());
        });
        Client client;
        RecordingListener listener;
        listener.onChunk = [&] { listener.exchange.reset(); };
        listener.send(client, server.baseUrl(), true);
        QTRY_COMPARE(HttpExchange::liveTransfers(), 0);
        QCOMPARE(listener.chunks.size(), 1U);
        QCOMPARE(listener.timesFinished, 0);

        RecordingListener second;
        second.onFinished = [&] { second.exchange.reset(); };
        second.send(client, server.baseUrl(), true);
        QTRY_COMPARE(second.timesFinished, 1);
    }
    void aPlaceIsFreeAgainAfterACancel()
    {
        ScriptedServer server([&](const ScriptedServer::Request &) {}); // never answers
        Client client;
        for (int i = 1; i <= 20; ++i) { // more than six: a lost place would open a second group, a lost connection would hang
            RecordingListener listener;
            listener.send(client, server.baseUrl());
            QTRY_COMPARE(server.requests(), i);
        }
        QTRY_COMPARE(server.openConnections(), 0);
    }
    void theNextRequestMayBeSentFromFinished()
    {
        ScriptedServer server(
            [&](const ScriptedServer::Request &request) { server.reply(request, ScriptedServer::response(geminiReply("ok"))); });
        Client client;
        RecordingListener second;
        RecordingListener first;
        first.onFinished = [&] { second.send(client, server.baseUrl()); };
        first.send(client, server.baseUrl());
        QTRY_COMPARE(second.timesFinished, 1);
        QCOMPARE(server.connections(), 1);
    }

    void theClientMayGoBeforeItsExchanges()
    {
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            request.socket->write(ScriptedServer::streamHead() + ScriptedServer::frame(geminiEvent("a")));
        });
        auto client = std::make_unique<Client>();
        std::vector<RecordingListener> listeners(9);
        for (RecordingListener &listener : listeners)
            listener.send(*client, server.baseUrl(), true);
        for (const RecordingListener &listener : listeners)
            QTRY_COMPARE(listener.chunks.size(), 1U);
        RecordingListener fresh; // one that has not even connected
        fresh.send(*client, server.baseUrl(), true);
        client.reset();
        QCOMPARE(HttpExchange::liveTransfers(), 0);
        QTRY_COMPARE(server.openConnections(), 0);
        for (const RecordingListener &listener : listeners)
            QCOMPARE(listener.timesFinished, 0);
        QCOMPARE(fresh.timesFinished, 0);
    }
    void aClientWorksInAThreadOfItsOwn()
    {
        ScriptedServer server(
            [&](const ScriptedServer::Request &request) { server.reply(request, ScriptedServer::response(geminiReply("ok"))); });
        const QString baseUrl = server.baseUrl();
        std::optional<Reply> reply;
        const std::unique_ptr<QThread> thread(QThread::create([&] {
            Client client;
            RecordingListener listener;
            QEventLoop loop;
            listener.onFinished = [&] { loop.quit(); };
            listener.send(client, baseUrl);
            loop.exec();
            reply = listener.reply;
        }));
        thread->start();
        QTRY_VERIFY(thread->isFinished());
        QCOMPARE(reply->text, QStringLiteral("ok"));
    }
};

INTERLEAVE_TEST_MAIN(HttpClientTest)
#include "tst_http_client.moc"
