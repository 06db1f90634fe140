// What goes wrong between a request and its response: each ends in one outcome, with one sentence that says what to do.
#include "support/recording_listener.h"
#include "support/scripted_server.h"
#include "support/test_main.h"

#include "transport/network_sentence.h"

#include <QTcpServer>

using namespace interleave;
using namespace interleave::test;

class HttpClientErrorsTest : public QObject
{
    Q_OBJECT

    using Server = ScriptedServer;

    static bool isSentence(const QString &text) { return text.endsWith(u'.') && !text.contains(u'\n'); }

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }
    void init() { useTransport(); }
    void cleanup() { QTRY_COMPARE(HttpExchange::liveTransfers(), 0); }

    void nothingListens()
    {
        QTcpServer closed;
        closed.listen(QHostAddress::LocalHost);
        const QString address = QStringLiteral("127.0.0.1:%1").arg(closed.serverPort());
        closed.close();
        Client client;
        RecordingListener listener;
        listener.send(client, QStringLiteral("http://") + address);
        QCOMPARE(listener.timesFinished, 0); // never inside send()
        QVERIFY(listener.wait());
        QCOMPARE(listener.reply->outcome, Outcome::NetworkError);
        QCOMPARE(listener.reply->httpStatus, 0);
        QCOMPARE(listener.reply->error,
                 QStringLiteral("Nothing listens at %1; start the server there, or correct the base URL.").arg(address));
        QCOMPARE(listener.phaseNames(), QByteArray("pool connect"));
    }

    void baseUrlsThatAreNone_data()
    {
        QTest::addColumn<QString>("baseUrl");
        QTest::newRow("empty") << QString();
        QTest::newRow("scheme") << QStringLiteral("foo://127.0.0.1:1");
        QTest::newRow("no host") << QStringLiteral("http://");
    }
    void baseUrlsThatAreNone()
    {
        QFETCH(QString, baseUrl);
        Client client;
        RecordingListener listener;
        listener.send(client, baseUrl);
        QCOMPARE(listener.timesFinished, 0);
        QVERIFY(listener.wait());
        QCOMPARE(listener.reply->outcome, Outcome::NetworkError);
        QVERIFY2(listener.reply->error.contains(QStringLiteral("base URL")), qPrintable(listener.reply->error));
    }

    void theServerBreaksTheExchange_data()
    {
        QTest::addColumn<QByteArray>("written"); // before the server closes
        QTest::addColumn<Outcome>("outcome");
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("text"); // that is kept
        const QString closed = QStringLiteral("closed the connection before the response was complete");
        const QByteArray head = Server::streamHead();
        const QByteArray event = Server::frame(geminiEvent("a"));
        const QByteArray lastEvent = Server::frame(geminiEvent("b", true));
        QTest::newRow("at once") << QByteArray() << Outcome::NetworkError << closed << QString();
        QTest::newRow("in the status line") << QByteArray("HTTP/1.1 2") << Outcome::NetworkError << closed << QString();
        QTest::newRow("in the head") << head.chopped(8) << Outcome::NetworkError << closed << QString();
        QTest::newRow("in a frame") << head + event + lastEvent.chopped(9) << Outcome::NetworkError << closed << QStringLiteral("a");
        QTest::newRow("between frames") << head + event << Outcome::NetworkError << closed << QStringLiteral("a");
        QTest::newRow("silently, well framed") << head + event + Server::lastFrame() << Outcome::ProtocolError
                                               << QStringLiteral("without a finish reason") << QStringLiteral("a");
        QTest::newRow("after the whole reply, before the last frame")
            << head + event + lastEvent << Outcome::Ok << QString() << QStringLiteral("ab");
        QTest::newRow("in a plain body") << Server::response(geminiReply("a")).chopped(5) << Outcome::NetworkError << closed << QString();
        QTest::newRow("a body that ends with its connection")
            << QByteArray("HTTP/1.1 200 OK\r\n\r\n" + geminiEvent("b", true)) << Outcome::Ok << QString() << QStringLiteral("b");
        QTest::newRow("not HTTP") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n") << Outcome::NetworkError << QStringLiteral("does not speak HTTP")
                                  << QString();
        QTest::newRow("zeros") << QByteArray(2000, '\0') << Outcome::NetworkError << QStringLiteral("does not speak HTTP") << QString();
        QTest::newRow("a frame without a size") << head + "zz\r\nhello\r\n" << Outcome::ProtocolError << QString() << QString();
        QTest::newRow("a malformed event") << head + Server::frame("data: {\"cand\n\n") + Server::lastFrame() << Outcome::ProtocolError
                                           << QStringLiteral("not JSON") << QString();
        QTest::newRow("an error in mid-stream")
            << head + event + Server::frame("data: {\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\",\"message\":\"Overloaded\"}}\n\n") +
                   Server::lastFrame()
            << Outcome::HttpError << QStringLiteral("HTTP 503 UNAVAILABLE: Overloaded") << QStringLiteral("a");
        QTest::newRow("503") << Server::response("{\"error\":{\"code\":503,\"status\":\"UNAVAILABLE\"}}", "503 Service Unavailable")
                             << Outcome::HttpError << QStringLiteral("HTTP 503 UNAVAILABLE") << QString();
        QTest::newRow("error body cut") << Server::response("{\"error\":{\"code\":503}}", "503 Service Unavailable").chopped(4)
                                        << Outcome::HttpError << QStringLiteral("HTTP 503") << QString();
        QTest::newRow("401") << Server::response("{}", "401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n") << Outcome::HttpError
                             << QStringLiteral("check the API key") << QString();
        QTest::newRow("redirect") << Server::response("", "302 Found", "Location: http://127.0.0.1:1/\r\n") << Outcome::HttpError
                                  << QStringLiteral("redirects are not followed") << QString();
        QTest::newRow("no content") << QByteArray("HTTP/1.1 204 No Content\r\n\r\n") << Outcome::ProtocolError
                                    << QStringLiteral("ended before it began") << QString();
    }
    void theServerBreaksTheExchange()
    {
        QFETCH(QByteArray, written);
        QFETCH(QString, words);
        Server server([&](const Server::Request &request) {
            server.reply(request, written);
            request.socket->disconnectFromHost();
        });
        Client client;
        RecordingListener listener;
        listener.send(client, server.baseUrl(), true);
        QVERIFY(listener.wait());
        QCOMPARE(server.requests(), 1); // Qt would send it four times
        QTEST(listener.reply->outcome, "outcome");
        QVERIFY2(listener.reply->error.contains(words), qPrintable(listener.reply->error));
        QVERIFY(listener.reply->error.isEmpty() || isSentence(listener.reply->error));
        QTEST(listener.reply->text, "text");
        QCOMPARE(listener.timesFinished, 1);
    }

    void aDeadKeptConnectionEndsTheAttemptAndNothingIsSentAgain_data()
    {
        QTest::addColumn<bool>("resets");
        QTest::addColumn<int>("kept");
        for (const int kept : {1, 5}) {
            QTest::addRow("closed, %d", kept) << false << kept;
            QTest::addRow("reset, %d", kept) << true << kept;
        }
    }
    void aDeadKeptConnectionEndsTheAttemptAndNothingIsSentAgain()
    {
        QFETCH(bool, resets);
        QFETCH(int, kept);
        std::vector<Server::Request> waiting;
        Server server([&](const Server::Request &request) {
            if (request.number >= 2 * kept) // on a connection that nobody has used
                return server.reply(request, Server::response(geminiReply("ok")));
            if (request.number >= kept) // the second one on its connection
                return resets ? request.socket->abort() : request.socket->disconnectFromHost();
            waiting.push_back(request);
            if (server.held() < kept)
                return;
            for (const Server::Request &each : waiting)
                server.reply(each, Server::response(geminiReply("ok")));
        });
        Client client;
        std::vector<RecordingListener> first(static_cast<size_t>(kept));
        for (RecordingListener &listener : first)
            listener.send(client, server.baseUrl());
        for (RecordingListener &listener : first)
            QVERIFY(listener.wait());
        QTRY_COMPARE(HttpExchange::liveTransfers(), 0); // one that still ends holds its connection, and another request gets a new one
        std::vector<RecordingListener> second(static_cast<size_t>(kept));
        for (RecordingListener &listener : second)
            listener.send(client, server.baseUrl());
        for (RecordingListener &listener : second) {
            QVERIFY(listener.wait());
            QCOMPARE(listener.reply->outcome, Outcome::NetworkError);
            QCOMPARE(listener.reply->httpStatus, 0);
            QCOMPARE(listener.reply->notTaken, NotTaken::DeadConnection);
            if (listener.phaseNames() != "pool connect send ttft") // when busy, Qt may tell of a new one that another request gets
                QCOMPARE(listener.phaseNames(), QByteArray("pool send ttft"));
        }
        QCOMPARE(server.requests(), 2 * kept);
        RecordingListener third;
        third.send(client, server.baseUrl(), false, {}, {}, true);
        QVERIFY(third.wait());
        QCOMPARE(third.reply->error, QString());
        QCOMPARE(third.phaseNames(), QByteArray("pool connect send ttft stream"));
        QCOMPARE(server.requests(), 2 * kept + 1);
    }

    void aFreshConnectionThatDiesIsAnErrorOfTheServer()
    {
        Server server([&](const Server::Request &request) { request.socket->abort(); });
        Client client;
        RecordingListener listener;
        listener.send(client, server.baseUrl());
        QVERIFY(listener.wait());
        QCOMPARE(listener.reply->outcome, Outcome::NetworkError);
        QCOMPARE(listener.reply->notTaken, NotTaken::No);
        QCOMPARE(server.requests(), 1);
    }

    void rateLimitBringsItsDelay()
    {
        Server server([&](const Server::Request &request) {
            server.reply(request,
                         Server::response(R"({"error":{"code":429,"status":"RESOURCE_EXHAUSTED","details":[{"retryDelay":"1.5s"}]}})",
                                          "429 Too Many Requests"));
        });
        Client client;
        RecordingListener listener;
        listener.send(client, server.baseUrl(), true);
        QVERIFY(listener.wait());
        QCOMPARE(listener.reply->outcome, Outcome::RateLimited);
        QCOMPARE(listener.reply->httpStatus, 429);
        QCOMPARE(listener.reply->retryAfterS, std::optional(1.5));
    }

    void neverAnswers_data()
    {
        QTest::addColumn<QByteArray>("written");
        QTest::addColumn<QString>("text");
        QTest::newRow("nothing") << QByteArray() << QString();
        QTest::newRow("half a head") << QByteArray("HTTP/1.1 200 OK\r\n") << QString();
        QTest::newRow("half a stream") << Server::streamHead() + Server::frame(geminiEvent("a")) << QStringLiteral("a");
    }
    void neverAnswers()
    {
        QFETCH(QByteArray, written);
        Server server([&](const Server::Request &request) { request.socket->write(written); });
        Client client;
        RecordingListener listener;
        listener.send(client, server.baseUrl(), true, std::chrono::milliseconds(200));
        QVERIFY(listener.wait());
        QCOMPARE(listener.reply->outcome, Outcome::Timeout);
        QVERIFY2(listener.reply->error.startsWith(QStringLiteral("No complete response from 127.0.0.1:")),
                 qPrintable(listener.reply->error));
        QVERIFY2(listener.reply->error.contains(QStringLiteral("within 0.2 s")), qPrintable(listener.reply->error));
        QTEST(listener.reply->text, "text");
        QTRY_COMPARE(server.openConnections(), 0);
    }

    void hugeBodiesAreNotReadToTheirEnd()
    {
        Server server([&](const Server::Request &request) {
            request.socket->write("HTTP/1.1 200 OK\r\n\r\n" + QByteArray(HttpExchange::maximumBodyBytes, ' ') + "more");
        });
        Client client;
        RecordingListener listener;
        listener.send(client, server.baseUrl());
        QVERIFY(listener.wait());
        QCOMPARE(listener.reply->outcome, Outcome::ProtocolError);
        QVERIFY2(listener.reply->error.contains(QStringLiteral("larger than 8 MB")), qPrintable(listener.reply->error));
    }

    void aKeyThatTheServerRepeatsIsNotShown()
    {
        Server server([&](const Server::Request &request) {
            server.reply(request,
                         Server::response("{\"error\":{\"code\":400,\"message\":\"Key sk-VerySecret is bad\"}}", "400 Bad Request"));
        });
        Client client;
        RecordingListener listener;
        listener.send(client, server.baseUrl(), false, {}, "sk-VerySecret");
        QVERIFY(listener.wait());
        QVERIFY2(listener.reply->error.contains(QStringLiteral("Key … is bad")), qPrintable(listener.reply->error));
    }

    void aKeyThatAReplyRepeatsIsNotKept_data()
    {
        QTest::addColumn<bool>("streams");
        QTest::newRow("plain") << false;
        QTest::newRow("streamed") << true;
    }
    void aKeyThatAReplyRepeatsIsNotKept()
    {
        QFETCH(bool, streams);
        Server server([&](const Server::Request &request) {
            server.reply(request, streams ? Server::streamHead() + Server::frame(geminiEvent("you are sk-VerySecret, aren't you", true)) +
                                                Server::lastFrame()
                                          : Server::response(geminiReply("you are sk-VerySecret, aren't you")));
        });
        Client client;
        RecordingListener listener;
        listener.send(client, server.baseUrl(), streams, {}, "sk-VerySecret");
        QVERIFY(listener.wait());
        const QString expected = QStringLiteral("you are …, aren't you");
        QCOMPARE(listener.reply->error, QString());
        QCOMPARE(listener.reply->text, expected);
        QCOMPARE(listener.chunks.front().first.text, expected);
    }

    void everyNetworkErrorIsASentenceThatNamesTheServer()
    {
        const QUrl url(QStringLiteral("https://api.example/v1"));
        QCOMPARE(hostAndPort(url), QStringLiteral("api.example:443"));
        QCOMPARE(hostAndPort(QUrl(QStringLiteral("http://[::1]:8080/"))), QStringLiteral("[::1]:8080"));
        for (const QNetworkReply::NetworkError error :
             {QNetworkReply::ConnectionRefusedError, QNetworkReply::HostNotFoundError, QNetworkReply::RemoteHostClosedError,
              QNetworkReply::SslHandshakeFailedError, QNetworkReply::ProtocolFailure, QNetworkReply::ProxyNotFoundError,
              QNetworkReply::UnknownNetworkError}) {
            const NetworkFailure failure = describeNetworkError(error, url, QStringLiteral("detail"));
            QVERIFY2(failure.sentence.contains(QStringLiteral("api.example")), qPrintable(failure.sentence));
            QVERIFY(isSentence(failure.sentence));
        }
    }
};

INTERLEAVE_TEST_MAIN(HttpClientErrorsTest)
#include "tst_http_client_errors.moc"
