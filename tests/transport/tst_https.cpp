// The transport over TLS: what is trusted, what is not, and that the cap of six connections stays out of sight there too.
#include "support/recording_listener.h"
#include "support/scripted_server.h"
#include "support/test_main.h"

#include <QFile>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslKey>
#include <QSslServer>
#include <QSslSocket>

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
    static QString secure(const ScriptedServer &server) { return QStringLiteral("https://127.0.0.1:%1").arg(server.port()); }

private Q_SLOTS:
    void initTestCase()
    {
        if (!QSslSocket::supportsSsl())
            QSKIP("this Qt has no TLS");
        QFile file(QStringLiteral(INTERLEAVE_SOURCE_DIR "/tests/data/loopback_tls.pem"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        m_pem = file.readAll();
        QVERIFY(!QSslKey(m_pem, QSsl::Ec).isNull());
    }
    void cleanup() { QTRY_COMPARE(HttpExchange::liveReplies(), 0); }

    void anUnknownCertificateIsRefused()
    {
        ScriptedServer server(
            [&](const ScriptedServer::Request &request) { server.reply(request, ScriptedServer::response(geminiReply("ok"))); },
            tlsServer());
        HttpClient client;
        RecordingListener listener;
        listener.send(client, secure(server), false, {}, "sk-VerySecret");
        QVERIFY(listener.wait());
        QCOMPARE(listener.reply->outcome, Outcome::NetworkError);
        QVERIFY2(listener.reply->error.startsWith(QStringLiteral("No secure connection to 127.0.0.1:")), qPrintable(listener.reply->error));
        QCOMPARE(server.requests(), 0); // so the key was not sent
    }

    void theServerHoldsAsManyRequestsAsWereSent()
    {
        constexpr int count = 20; // needs four groups
        const QSslConfiguration before = QSslConfiguration::defaultConfiguration();
        QSslConfiguration trusting = before;
        trusting.addCaCertificate(QSslCertificate(m_pem));
        QSslConfiguration::setDefaultConfiguration(trusting);
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
        HttpClient client;
        std::vector<RecordingListener> listeners(count);
        for (RecordingListener &listener : listeners)
            listener.send(client, secure(server));
        for (RecordingListener &listener : listeners)
            QVERIFY(listener.wait());
        QSslConfiguration::setDefaultConfiguration(before);
        QCOMPARE(server.maxHeld(), count);
        for (const RecordingListener &listener : listeners) {
            QCOMPARE(listener.reply->error, QString());
            QCOMPARE(listener.phaseNames(), QByteArray("pool connect send ttft stream"));
        }
    }
};

INTERLEAVE_TEST_MAIN(HttpsTest)
#include "tst_https.moc"
