// Calls through Caddy, whose HTTP/2 is Go's: every version of HTTP, plain and streamed, none is lost, and Caddy's log has as many
// requests as the report has attempts.
#include "servers/server_process.h"
#include "support/test_main.h"

using namespace interleave;
using namespace interleave::test;

class BehindCaddyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { needsProgram(Caddy::program(), "caddy"); }

    void everyCallArrivesOnce_data()
    {
        QTest::addColumn<bool>("secure");
        QTest::addColumn<QStringList>("options");
        QTest::addColumn<QByteArray>("protocol"); // as Caddy logs it
        const auto options = [](const char *transport, const char *http, const char *stream) {
            return QStringList{QStringLiteral("--transport"), QLatin1StringView(transport), QStringLiteral("--http"),
                               QLatin1StringView(http), QLatin1StringView(stream)};
        };
        for (const char *stream : {"--no-stream", "--stream"}) {
            const auto row = [stream](const char *name) -> QTestData & { return QTest::addRow("%s, %s", name, stream); };
            row("TLS, agreed on") << true << options("auto", "auto", stream) << QByteArray("HTTP/2.0");
            row("TLS, HTTP/2 over libcurl") << true << options("curl", "2", stream) << QByteArray("HTTP/2.0");
            row("TLS, HTTP/1.1 over libcurl") << true << options("curl", "1.1", stream) << QByteArray("HTTP/1.1");
            row("TLS, HTTP/1.1 over QNetworkAccessManager") << true << options("qnam", "1.1", stream) << QByteArray("HTTP/1.1");
            row("plain, the default") << false << options("auto", "auto", stream) << QByteArray("HTTP/1.1");
            row("plain, over libcurl") << false << options("curl", "auto", stream) << QByteArray("HTTP/1.1");
        }
    }
    void everyCallArrivesOnce()
    {
        QFETCH(bool, secure);
        QFETCH(QStringList, options);
        QFETCH(QByteArray, protocol);
        static constexpr int calls = 100;
        // Not "instant": where the server behind it answers before Caddy is done with the request, Caddy 2.6 cuts one stream in some
        // hundred ("aborting with incomplete response" in its own log), and the client rightly says so.
        const ServedSimulator simulator(
            {QStringLiteral("--profile"), QStringLiteral("fast"), QStringLiteral("--time-scale"), QStringLiteral("0.05")});
        Caddy caddy;
        QVERIFY2(caddy.startInFrontOf(simulator.port()), qPrintable(caddy.path(QStringLiteral("output.log"))));
        options += {QStringLiteral("--requests"), QString::number(calls), QStringLiteral("--concurrency"), QStringLiteral("20")};
        const ProgramResult result = runProgram(runThrough(secure ? caddy.secureUrl() : caddy.plainUrl(), options));
        QVERIFY2(result.status == 0, result.err.constData());
        const QJsonObject run = onlyRun(result);
        QCOMPARE(run[QStringLiteral("calls")][QStringLiteral("ok")].toInt(), calls);
        QCOMPARE(run[QStringLiteral("attempts")].toInt(), calls);
        QFile log(caddy.path(QStringLiteral("access.log")));
        QVERIFY(log.open(QIODevice::ReadOnly));
        const QByteArray lines = log.readAll();
        QCOMPARE(lines.count("\"status\":200"), calls);
        QCOMPARE(lines.count(QByteArray("\"proto\":\"" + protocol + "\"")), calls);
    }
};

INTERLEAVE_TEST_MAIN(BehindCaddyTest)

#include "tst_behind_caddy.moc"
