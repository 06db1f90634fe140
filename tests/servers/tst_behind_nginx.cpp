// Calls through nginx with its defaults: none is lost, and nginx' access log has as many requests as the report has attempts.
// nginx closes a connection after 1,000 requests (HTTP/2: GOAWAY), and after fewer where a test says so.
#include "servers/server_process.h"
#include "support/test_main.h"

using namespace interleave;
using namespace interleave::test;

class BehindNginxTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { needsProgram(Nginx::program(), "nginx"); }

    void everyCallArrivesOnce_data()
    {
        QTest::addColumn<QByteArray>("settings");
        QTest::addColumn<bool>("secure");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<int>("calls");
        QTest::addColumn<int>("inFlight");
        const auto options = [](const char *transport, const char *http) {
            return QStringList{QStringLiteral("--transport"), QLatin1StringView(transport), QStringLiteral("--http"),
                               QLatin1StringView(http)};
        };
        const QByteArray closesEarly("keepalive_requests 10;");
        QTest::newRow("HTTP/2, its defaults") << QByteArray() << true << options("auto", "auto") << 2500 << 8;
        QTest::newRow("HTTP/2, GOAWAY after 10") << closesEarly << true << options("auto", "2") << 400 << 8;
        QTest::newRow("HTTP/2, GOAWAY after 10, one at a time") << closesEarly << true << options("curl", "2") << 60 << 1;
        QTest::newRow("HTTP/2, streamed, GOAWAY after 7")
            << QByteArray("keepalive_requests 7;") << true << options("curl", "2") + QStringList{QStringLiteral("--stream")} << 200 << 20;
        QTest::newRow("HTTP/1.1, its defaults") << QByteArray() << false << options("auto", "auto") << 2500 << 8;
        QTest::newRow("HTTP/1.1 over libcurl, closed after 10") << closesEarly << false << options("curl", "1.1") << 400 << 8;
        QTest::newRow("HTTP/1.1 over QNetworkAccessManager, closed after 10") << closesEarly << false << options("qnam", "1.1") << 400 << 8;
        QTest::newRow("TLS, HTTP/1.1 over libcurl") << closesEarly << true << options("curl", "1.1") << 200 << 8;
        QTest::newRow("no kept connections") << QByteArray("keepalive_timeout 0;") << false << options("curl", "1.1") << 200 << 8;
    }
    void everyCallArrivesOnce()
    {
        QFETCH(QByteArray, settings);
        QFETCH(bool, secure);
        QFETCH(QStringList, options);
        QFETCH(int, calls);
        QFETCH(int, inFlight);
        const ServedSimulator simulator({QStringLiteral("--profile"), QStringLiteral("instant")});
        Nginx nginx;
        QVERIFY2(nginx.startInFrontOf(simulator.port(), settings), qPrintable(nginx.path(QStringLiteral("output.log"))));
        options += {QStringLiteral("--requests"), QString::number(calls), QStringLiteral("--concurrency"), QString::number(inFlight)};
        const ProgramResult result = runProgram(runThrough(secure ? nginx.secureUrl() : nginx.plainUrl(), options));
        QVERIFY2(result.status == 0, result.err.constData());
        const QJsonObject run = onlyRun(result);
        QCOMPARE(run[QStringLiteral("calls")][QStringLiteral("ok")].toInt(), calls);
        // A request that nginx refused unread (GOAWAY) is an attempt of ours and no line of its log; one that it took is both.
        const int attempts = run[QStringLiteral("attempts")].toInt();
        const int refused = run[QStringLiteral("resends")].toInt();
        QCOMPARE(nginx.requestsLogged(), attempts - refused);
        QCOMPARE(nginx.requestsLogged(), calls);
    }
};

INTERLEAVE_TEST_MAIN(BehindNginxTest)

#include "tst_behind_nginx.moc"
