// What servers and gateways do that a library would answer on its own, take for something else, or wait for: each over both transports,
// counted at the server.
#include "support/recording_listener.h"
#include "support/scripted_server.h"
#include "support/test_main.h"

#include "transport/qnam/own_sockets.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class OddServersTest : public QObject
{
    Q_OBJECT

    using Server = ScriptedServer;

    static bool isCurl() { return Client::usual == Transport::Curl; }

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }
    void init() { useTransport(); }
    void cleanup() { QTRY_COMPARE(HttpExchange::liveTransfers(), 0); }

    void anInformationalResponseIsNobodysAnswer_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::newRow("100") << QByteArray("HTTP/1.1 100 Continue\r\n\r\n");
        QTest::newRow("102") << QByteArray("HTTP/1.1 102 Processing\r\n\r\n");
        QTest::newRow("103 with a field") << QByteArray("HTTP/1.1 103 Early Hints\r\nLink: </a.css>; rel=preload\r\n\r\n");
        QTest::newRow("103 twice") << QByteArray("HTTP/1.1 103 Early Hints\r\n\r\n").repeated(2);
        QTest::newRow("102, 103, 199") << QByteArray("HTTP/1.1 102 P\r\n\r\nHTTP/1.1 103 E\r\n\r\nHTTP/1.1 199 X\r\nA: b\r\n\r\n");
    }
    /// Each answer has its request's number: one call's must never become another's.
    void anInformationalResponseIsNobodysAnswer()
    {
        QFETCH(QByteArray, before);
        constexpr int calls = 6;
        Server server([&](const Server::Request &request) {
            const qsizetype text = request.body.indexOf("prompt ");
            const QByteArray number = request.body.mid(text + 7, 1);
            server.reply(request, before + Server::response(geminiReply("answer " + number)));
        });
        Client client;
        std::vector<RecordingListener> listeners(calls);
        for (int i = 0; i < calls; ++i) {
            Prompt prompt;
            prompt.text = u"prompt %1"_s.arg(i);
            listeners[static_cast<size_t>(i)].send(client, *findProvider(u"gemini"_s), server.baseUrl(), prompt, false,
                                                   std::chrono::seconds(20));
            QVERIFY(listeners[static_cast<size_t>(i)].wait());
        }
        for (int i = 0; i < calls; ++i) {
            const Reply &reply = *listeners[static_cast<size_t>(i)].reply;
            if (isCurl() || reply.outcome == Outcome::Ok) {
                QCOMPARE(reply.error, QString());
                QCOMPARE(reply.text, u"answer %1"_s.arg(i));
            } else {
                QCOMPARE(reply.outcome, Outcome::ProtocolError);
                QVERIFY2(reply.error.contains(u"--transport curl"_s), qPrintable(reply.error));
            }
        }
    }

    void aChallengeIsAnAnswer_data()
    {
        QTest::addColumn<QByteArray>("fields");
        QTest::newRow("NTLM") << QByteArray("WWW-Authenticate: NTLM\r\n");
        QTest::newRow("Negotiate") << QByteArray("WWW-Authenticate: Negotiate\r\n");
        QTest::newRow("Basic") << QByteArray("WWW-Authenticate: Basic realm=\"r\"\r\n");
        QTest::newRow("Digest") << QByteArray("WWW-Authenticate: Digest realm=\"r\", nonce=\"n\", qop=\"auth\"\r\n");
        QTest::newRow("several") << QByteArray("WWW-Authenticate: Negotiate\r\nWWW-Authenticate: NTLM\r\nWWW-Authenticate: Bearer\r\n");
    }
    void aChallengeIsAnAnswer()
    {
        QFETCH(QByteArray, fields);
        Server server([&](const Server::Request &request) {
            server.reply(request, Server::response(R"({"error":{"code":401,"message":"Who are you?"}})", "401 Unauthorized", fields));
        });
        Client client;
        RecordingListener listener;
        listener.send(client, server.baseUrl(), false, std::chrono::seconds(20));
        QVERIFY(listener.wait());
        QCOMPARE(listener.reply->outcome, Outcome::HttpError);
        QCOMPARE(listener.reply->httpStatus, 401);
        QVERIFY2(listener.reply->error.contains(u"Who are you?"_s), qPrintable(listener.reply->error));
        QCOMPARE(server.requests(), 1);
    }

    void aRedirectIsNotFollowed_data()
    {
        QTest::addColumn<QByteArray>("status");
        for (const char *status : {"301 Moved", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"})
            QTest::newRow(status) << QByteArray(status);
    }
    void aRedirectIsNotFollowed()
    {
        QFETCH(QByteArray, status);
        Server other([&](const Server::Request &request) { other.reply(request, Server::response(geminiReply("stolen"))); });
        Server server([&](const Server::Request &request) {
            server.reply(request, Server::response("", status.constData(), "Location: " + other.baseUrl().toLatin1() + "/x\r\n"));
        });
        Client client;
        RecordingListener listener;
        listener.send(client, server.baseUrl(), false, std::chrono::seconds(20));
        QVERIFY(listener.wait());
        QCOMPARE(listener.reply->outcome, Outcome::HttpError);
        QVERIFY2(listener.reply->error.contains(other.baseUrl()), qPrintable(listener.reply->error));
        QCOMPARE(other.requests(), 0);
    }

    void manyHeaderFieldsAreRead_data()
    {
        QTest::addColumn<int>("fields");
        QTest::newRow("90") << 90;
        QTest::newRow("150") << 150;
        QTest::newRow("400") << 400;
    }
    void manyHeaderFieldsAreRead()
    {
        QFETCH(int, fields);
        QByteArray extra;
        for (int i = 0; i < fields; ++i)
            extra += "X-Field-" + QByteArray::number(i) + ": " + QByteArray(20, 'v') + "\r\n";
        Server server([&](const Server::Request &request) { server.reply(request, Server::response(geminiReply("Hi"), "200 OK", extra)); });
        Client client;
        RecordingListener listener;
        listener.send(client, server.baseUrl(), false, std::chrono::milliseconds(isCurl() || fields < 100 ? 20'000 : 1000));
        QVERIFY(listener.wait());
        if (isCurl() || fields < 100 || listener.reply->outcome == Outcome::Ok) {
            QCOMPARE(listener.reply->error, QString());
            QCOMPARE(listener.reply->text, u"Hi"_s);
        } else { // some versions of Qt wait for ever: the time-out's sentence names the way out
            QCOMPARE(listener.reply->outcome, Outcome::Timeout);
            QVERIFY2(listener.reply->error.contains(u"curl"_s), qPrintable(listener.reply->error));
        }
    }

    void aLongPromptIsNotHeldBackByTheKernel_data()
    {
        QTest::addColumn<int>("kilobytes");
        QTest::addColumn<int>("before"); // short requests on the same connection
        QTest::newRow("new connection") << 96 << 0;
        QTest::newRow("kept connection") << 96 << 2;
        QTest::newRow("just above what is written at once") << 17 << 1;
    }
    /// Of all sockets that lead to the server when it has the request: none waits for acknowledgements before it sends (Nagle).
    void aLongPromptIsNotHeldBackByTheKernel()
    {
        QFETCH(int, kilobytes);
        QFETCH(int, before);
        std::vector<int> delays;
        Server server([&](const Server::Request &request) {
            if (request.body.size() > 1024) {
                for (const int socket : socketsTo(server.port())) {
                    int isOn = 0;
                    socklen_t size = sizeof isOn;
                    getsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &isOn, &size);
                    delays.push_back(isOn == 0);
                }
            }
            server.reply(request, Server::response(geminiReply("Hi")));
        });
        Client client;
        for (int i = 0; i <= before; ++i) {
            Prompt prompt;
            prompt.text = i < before ? u"Hi"_s : QString(kilobytes * 1024, u'w');
            RecordingListener listener;
            listener.send(client, *findProvider(u"gemini"_s), server.baseUrl(), prompt, false, std::chrono::seconds(20));
            QVERIFY(listener.wait());
            QCOMPARE(listener.reply->error, QString());
        }
        QCOMPARE(delays, std::vector<int>{0});
    }

    void connectionsAreKeptAsLongAsAsked_data()
    {
        QTest::addColumn<int>("callsPerConnection");
        QTest::addColumn<int>("connections"); // for seven calls, one after the other
        QTest::newRow("as long as it can be") << 0 << 1;
        QTest::newRow("never") << 1 << 7;
        QTest::newRow("two calls") << 2 << 4;
        QTest::newRow("three calls") << 3 << 3;
        QTest::newRow("seven calls") << 7 << 1;
    }
    void connectionsAreKeptAsLongAsAsked()
    {
        QFETCH(int, callsPerConnection);
        QFETCH(int, connections);
        if (!isCurl() && callsPerConnection > 1)
            return; // refused before the run: tst_scenario_options has the sentence
        Server server([&](const Server::Request &request) { server.reply(request, Server::response(geminiReply("Hi"))); });
        HttpSettings settings;
        settings.callsPerConnection = callsPerConnection;
        Client client(settings);
        for (int i = 0; i < 7; ++i) {
            RecordingListener listener;
            listener.send(client, server.baseUrl(), false, std::chrono::seconds(20));
            QVERIFY(listener.wait());
            QCOMPARE(listener.reply->error, QString());
            QTRY_COMPARE(HttpExchange::liveTransfers(), 0);
        }
        QCOMPARE(server.connections(), connections);
        QCOMPARE(server.requests(), 7);
    }
};

INTERLEAVE_TEST_MAIN(OddServersTest)
#include "tst_odd_servers.moc"
