// The transport over TLS: what is trusted, what is not, and that the cap of six connections stays out of sight there too.
#include "support/recording_listener.h"
#include "support/scripted_server.h"
#include "support/test_main.h"

#include "simulator/service/simulator.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>
#include <QTemporaryDir>

using namespace interleave;
using namespace interleave::test;

class HttpsTest : public QObject
{
    Q_OBJECT

    QByteArray m_pem;

    std::unique_ptr<QTcpServer> tlsServer() const
    {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(QSslCertificate(m_pem));
        configuration.setPrivateKey(QSslKey(m_pem, QSsl::Ec));
        auto server = std::make_unique<QSslServer>();
        server->setSslConfiguration(configuration);
        return server;
    }
    static std::unique_ptr<InProcessSimulator> tlsSimulator()
    {
        SimulatorOptions options;
        options.profile = loadProfile(QStringLiteral("instant")).value();
        options.tls = true;
        return std::make_unique<InProcessSimulator>(options);
    }
    static HttpSettings trusting(InProcessSimulator &simulator, HttpChoice version)
    {
        return {.version = version, .trusted = {QSslCertificate(simulator.simulator().certificatePem())}};
    }
    static QString secure(const ScriptedServer &server) { return QStringLiteral("https://127.0.0.1:%1").arg(server.port()); }

    /// On a new connection: Qt does not tell TCP and TLS apart.
    static QByteArray freshPhases()
    {
        return Client::usual == Transport::Curl ? "pool connect tls send ttft stream" : "pool connect send ttft stream";
    }

private Q_SLOTS:
    void initTestCase_data() { addTransports(); }
    void init() { useTransport(); }
    void initTestCase()
    {
        QVERIFY2(QSslSocket::supportsSsl(), "Qt has no TLS here; install OpenSSL, which its plugin for TLS loads");
        QFile file(QStringLiteral(INTERLEAVE_SOURCE_DIR "/tests/data/loopback_tls.pem"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_pem = file.readAll();
        QVERIFY(!QSslKey(m_pem, QSsl::Ec).isNull());
    }
    void cleanup() { QTRY_COMPARE(HttpExchange::liveTransfers(), 0); }

    void anUnknownCertificateIsRefused()
    {
        ScriptedServer server(
            [&](const ScriptedServer::Request &request) { server.reply(request, ScriptedServer::response(geminiReply("ok"))); },
            tlsServer());
        Client client;
        RecordingListener listener;
        listener.send(client, secure(server), false, {}, "sk-VerySecret");
        QVERIFY(listener.wait());
        QCOMPARE(listener.reply->outcome, Outcome::NetworkError);
        QVERIFY2(listener.reply->error.startsWith(QStringLiteral("No secure connection to 127.0.0.1:")), qPrintable(listener.reply->error));
        QCOMPARE(server.requests(), 0); // so the key was not sent
    }

    void clientAndServerAgreeOnTheVersion_data()
    {
        QTest::addColumn<HttpChoice>("version");
        QTest::addColumn<QString>("protocol");
        QTest::newRow("auto") << HttpChoice::Auto << QStringLiteral("2");
        QTest::newRow("1.1") << HttpChoice::Http1 << QStringLiteral("1.1");
        QTest::newRow("2") << HttpChoice::Http2 << QStringLiteral("2");
    }
    void clientAndServerAgreeOnTheVersion()
    {
        QFETCH(HttpChoice, version);
        const auto simulator = tlsSimulator();
        Client client(trusting(*simulator, version));
        for (const QByteArray &expected : {freshPhases(), QByteArray("pool send ttft stream")}) {
            RecordingListener listener;
            listener.send(client, simulator->baseUrl(), true);
            QVERIFY(listener.wait());
            QCOMPARE(listener.reply->error, QString());
            QTEST(listener.reply->protocol, "protocol");
            QCOMPARE(listener.phaseNames(), expected);
        }
        QCOMPARE(simulator->simulator().connections(), 1);
    }

    void onlyTheCertificateThatWasNamedIsTrusted()
    {
        const auto simulator = tlsSimulator();
        const auto other = tlsSimulator();
        for (const HttpSettings &settings : {HttpSettings{}, trusting(*other, HttpChoice::Auto)}) {
            Client client(settings);
            RecordingListener listener;
            listener.send(client, simulator->baseUrl());
            QVERIFY(listener.wait());
            QCOMPARE(listener.reply->outcome, Outcome::NetworkError);
            QVERIFY2(listener.reply->error.contains(QStringLiteral("--certificate")), qPrintable(listener.reply->error));
            QCOMPARE(listener.reply->protocol, QString());
        }
    }

    void theServerHoldsTwoHundredStreams_data()
    {
        QTest::addColumn<HttpChoice>("version");
        QTest::addColumn<int>("connections");
        QTest::newRow("known from the start") << HttpChoice::Http2 << 2;
        QTest::newRow("found out") << HttpChoice::Auto << 34; // six requests for each connection, as nothing is known yet
    }
    void theServerHoldsTwoHundredStreams()
    {
        QFETCH(HttpChoice, version);
        const auto simulator = tlsSimulator();
        Client client(trusting(*simulator, version));
        std::vector<RecordingListener> listeners(200);
        for (RecordingListener &listener : listeners)
            listener.send(client, simulator->baseUrl() + QStringLiteral("/faults/hang"));
        QTRY_COMPARE_WITH_TIMEOUT(simulator->simulator().inFlight(), 200, 60'000);
        if (Client::usual == Transport::Curl)
            QCOMPARE(simulator->simulator().connections(), 2); // one after the other
        else
            QTEST(simulator->simulator().connections(), "connections");
        listeners.clear();
        QTRY_COMPARE_WITH_TIMEOUT(simulator->simulator().inFlight(), 0, 60'000);
    }

    void onceFoundOutOneConnectionCarriesAHundred()
    {
        const auto simulator = tlsSimulator();
        Client client(trusting(*simulator, HttpChoice::Auto));
        RecordingListener first;
        first.send(client, simulator->baseUrl());
        QVERIFY(first.wait());
        std::vector<RecordingListener> listeners(100);
        for (RecordingListener &listener : listeners)
            listener.send(client, simulator->baseUrl() + QStringLiteral("/faults/hang"));
        QTRY_COMPARE_WITH_TIMEOUT(simulator->simulator().inFlight(), 100, 60'000);
        QCOMPARE(simulator->simulator().connections(), 1);
    }

    void aServerOfHttp1IsNotTakenWhereHttp2IsDemanded()
    {
        ScriptedServer server(
            [&](const ScriptedServer::Request &request) { server.reply(request, ScriptedServer::response(geminiReply("ok"))); },
            tlsServer());
        Client client({.version = HttpChoice::Http2, .trusted = {QSslCertificate(m_pem)}});
        RecordingListener listener;
        listener.send(client, secure(server));
        QVERIFY(listener.wait());
        QCOMPARE(listener.reply->outcome, Outcome::ProtocolError);
        QVERIFY2(listener.reply->error.contains(QStringLiteral("does not speak HTTP/2")), qPrintable(listener.reply->error));
    }

    void aCertificateFileIsReadOrItsErrorNamed()
    {
        const QTemporaryDir folder;
        Endpoint endpoint;
        QVERIFY(httpSettingsOf(endpoint)->trusted.isEmpty());
        endpoint.certificateFile = folder.filePath(QStringLiteral("server.pem"));
        QVERIFY(httpSettingsOf(endpoint).error().contains(endpoint.certificateFile + QStringLiteral(" cannot be read")));
        QFile file(endpoint.certificateFile);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("nothing of the kind");
        file.close();
        QVERIFY(httpSettingsOf(endpoint).error().contains(endpoint.certificateFile + QStringLiteral(" holds none")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(m_pem); // with text before it and a key behind
        file.close();
        QCOMPARE(httpSettingsOf(endpoint)->trusted, QList<QSslCertificate>{QSslCertificate(m_pem)});
    }

    void theServerHoldsAsManyRequestsAsWereSent()
    {
        constexpr int count = 20; // needs four groups
        std::vector<ScriptedServer::Request> waiting;
        ScriptedServer server(
            [&](const ScriptedServer::Request &request) {
                waiting.push_back(request);
                if (server.held() < count)
                    return;
                for (const ScriptedServer::Request &each : waiting)
                    server.reply(each, ScriptedServer::response(geminiReply("ok")));
            },
            tlsServer());
        Client client({.trusted = {QSslCertificate(m_pem)}});
        std::vector<RecordingListener> listeners(count);
        for (RecordingListener &listener : listeners)
            listener.send(client, secure(server));
        for (RecordingListener &listener : listeners)
            QVERIFY(listener.wait());
        QCOMPARE(server.maxHeld(), count);
        for (const RecordingListener &listener : listeners) {
            QCOMPARE(listener.reply->error, QString());
            QCOMPARE(listener.phaseNames(), freshPhases());
        }
    }
};

INTERLEAVE_TEST_MAIN(HttpsTest)
#include "tst_https.moc"
