// The simulator behind TLS: who trusts its certificate, which version of HTTP they agree on, and that all else is as before.
#include "http_client.h"
#include "simulator_fixture.h"

#include "support/test_main.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QSslSocket>

#include <memory>

using namespace interleave;
using namespace interleave::test;

class SimulatorTlsTest : public QObject
{
    Q_OBJECT

    using ReplyPointer = std::unique_ptr<QNetworkReply>;

    static SimulatorOptions encrypted()
    {
        SimulatorOptions options = optionsWith(instantProfile());
        options.tls = true;
        return options;
    }

    ReplyPointer post(InProcessSimulator &simulator, const QByteArray &path, bool http2, bool trusting = true)
    {
        QNetworkRequest networkRequest(QUrl(simulator.baseUrl() + QString::fromLatin1(path)));
        networkRequest.setAttribute(QNetworkRequest::Http2AllowedAttribute, http2);
        networkRequest.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray("application/json"));
        if (trusting) {
            QSslConfiguration configuration = networkRequest.sslConfiguration();
            configuration.addCaCertificate(QSslCertificate(simulator.simulator().certificatePem()));
            networkRequest.setSslConfiguration(configuration);
        }
        ReplyPointer reply(m_manager.post(networkRequest, request("Describe Rome in 30 words")));
        if (!QTest::qWaitFor([&] { return reply->isFinished(); }, patienceMs))
            reply->abort(); // then it has an error
        return reply;
    }

    QNetworkAccessManager m_manager;

    static void addVersions()
    {
        QTest::addColumn<bool>("http2");
        QTest::newRow("HTTP/1.1") << false;
        QTest::newRow("HTTP/2") << true;
    }

private Q_SLOTS:
    void initTestCase() { QVERIFY2(QSslSocket::supportsSsl(), "Qt has no TLS here; install OpenSSL, which its plugin for TLS loads"); }
    void cleanup() { m_manager.clearConnectionCache(); }

    void bothVersionsAnswerAsInTheClear_data() { addVersions(); }
    void bothVersionsAnswerAsInTheClear()
    {
        QFETCH(bool, http2);
        InProcessSimulator plain(optionsWith(instantProfile()));
        InProcessSimulator simulator(encrypted());
        QVERIFY(simulator.baseUrl().startsWith(QStringLiteral("https://127.0.0.1:")));
        const ReplyPointer reply = post(simulator, ssePath, http2);
        QCOMPARE(reply->error(), QNetworkReply::NoError);
        QCOMPARE(reply->attribute(QNetworkRequest::Http2WasUsedAttribute).toBool(), http2);
        QCOMPARE(reply->readAll(), HttpClient(plain.baseUrl()).post(ssePath, request("Describe Rome in 30 words")).body);
    }

    void aHugeReplyArrivesWhole_data() { addVersions(); }
    void aHugeReplyArrivesWhole()
    {
        QFETCH(bool, http2);
        InProcessSimulator simulator(encrypted());
        const ReplyPointer reply = post(simulator, "/faults/huge" + plainPath, http2);
        QCOMPARE(reply->error(), QNetworkReply::NoError);
        QVERIFY(reply->bytesAvailable() > 64LL * 1024 * 1024);
    }

    void brokenConnectionsAreNoticed_data()
    {
        QTest::addColumn<bool>("http2");
        QTest::addColumn<QByteArray>("fault");
        for (const bool http2 : {false, true}) {
            for (const char *fault : {"cut", "reset"})
                QTest::addRow("%s, HTTP/%d", fault, http2 ? 2 : 1) << http2 << QByteArray(fault);
        }
    }
    void brokenConnectionsAreNoticed()
    {
        QFETCH(bool, http2);
        QFETCH(QByteArray, fault);
        InProcessSimulator simulator(encrypted());
        if (http2)
            QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("stream 1 finished with error")));
        const ReplyPointer reply = post(simulator, "/faults/" + fault + ssePath, http2);
        QVERIFY(reply->error() != QNetworkReply::NoError);
        QTRY_COMPARE_WITH_TIMEOUT(simulator.simulator().inFlight(), 0, patienceMs);
    }

    void aClientThatWasNotGivenTheCertificateRefusesIt()
    {
        InProcessSimulator simulator(encrypted());
        const ReplyPointer reply = post(simulator, plainPath, true, false);
        QCOMPARE(reply->error(), QNetworkReply::SslHandshakeFailedError);
    }

    void everyStartHasACertificateOfItsOwnForItsAddressesOnly()
    {
        InProcessSimulator first(encrypted());
        InProcessSimulator second(encrypted());
        QVERIFY(first.simulator().certificatePem() != second.simulator().certificatePem());
        const QSslCertificate certificate(first.simulator().certificatePem());
        QVERIFY(certificate.isSelfSigned());
        QVERIFY(!certificate.isNull());
        const auto names = certificate.subjectAlternativeNames();
        QCOMPARE(names.values(QSsl::DnsEntry), QStringList{QStringLiteral("localhost")});
        QVERIFY(names.values(QSsl::IpAddressEntry).contains(QStringLiteral("127.0.0.1")));
        QVERIFY(InProcessSimulator(optionsWith(instantProfile())).simulator().certificatePem().isEmpty());
    }

    void aClientInTheClearIsTurnedAway()
    {
        InProcessSimulator simulator(encrypted());
        QUrl url(simulator.baseUrl());
        HttpClient client(url.toString());
        client.sendRaw("GET /health HTTP/1.1\r\n\r\n");
        QVERIFY(!client.readAll().contains("200"));
        QTRY_COMPARE_WITH_TIMEOUT(client.socket().state(), QAbstractSocket::UnconnectedState, patienceMs);
        QCOMPARE(post(simulator, plainPath, false)->error(), QNetworkReply::NoError);
    }
};

INTERLEAVE_TEST_MAIN(SimulatorTlsTest)
#include "tst_simulator_tls.moc"
