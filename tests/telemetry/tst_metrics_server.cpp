// The metrics over HTTP: what a scraper gets, what it must not ask, and scraping while events come in.
#include "support/test_main.h"
#include "support/trace_builder.h"
#include "telemetry/metrics_server.h"

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <atomic>

using namespace interleave;
using interleave::test::TraceBuilder;

/// All that comes back until the server hangs up.
static QByteArray answerTo(quint16 port, const QByteArray &request)
{
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    socket.write(request);
    while (socket.waitForReadyRead(20'000) || socket.state() == QAbstractSocket::ConnectingState) {
    }
    return socket.readAll();
}

static QByteArray scrape(quint16 port) { return answerTo(port, "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"); }

static std::vector<Event> oneCall()
{
    TraceBuilder run;
    run.call(0, 0, 0, 5'000'000).end(5'000'000);
    return run.events();
}

class TestMetricsServer : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void aScrapeSeesWhatWasApplied()
    {
        MetricsServer server;
        const Result<quint16> port = server.listen(0);
        QVERIFY(port);
        server.apply(oneCall());
        const QByteArray answer = scrape(*port);
        QVERIFY(answer.startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain; version=0.0.4; charset=utf-8\r\n"));
        QVERIFY(answer.contains("\ninterleave_calls_total{outcome=\"ok\"} 1\n"));
        const QByteArray body = answer.mid(answer.indexOf("\r\n\r\n") + 4);
        const QByteArray length = "Content-Length: " + QByteArray::number(body.size()) + "\r\n";
        QVERIFY(answer.contains(length));
    }

    void whatIsNotAScrapeIsRefused_data()
    {
        QTest::addColumn<QByteArray>("request");
        QTest::addColumn<QByteArray>("status");
        QTest::newRow("elsewhere") << QByteArray("GET / HTTP/1.1\r\n\r\n") << QByteArray("HTTP/1.1 404 Not Found");
        QTest::newRow("post") << QByteArray("POST /metrics HTTP/1.1\r\n\r\n") << QByteArray("HTTP/1.1 405 Method Not Allowed");
        QTest::newRow("noise") << QByteArray("hello\r\n\r\n") << QByteArray("HTTP/1.1 400 Bad Request");
        QTest::newRow("without end") << QByteArray(40'000, 'x') << QByteArray("HTTP/1.1 400 Bad Request");
        QTest::newRow("head") << QByteArray("HEAD /metrics HTTP/1.1\r\n\r\n") << QByteArray("HTTP/1.1 200 OK");
        QTest::newRow("foreign host") << QByteArray("GET /metrics HTTP/1.1\r\nHost: evil.example\r\n\r\n")
                                      << QByteArray("HTTP/1.1 403 Forbidden");
        QTest::newRow("foreign page") << QByteArray("GET /metrics HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n\r\n")
                                      << QByteArray("HTTP/1.1 403 Forbidden");
        QTest::newRow("query") << QByteArray("GET /metrics?x=1 HTTP/1.0\r\n\r\n") << QByteArray("HTTP/1.1 200 OK");
    }
    void whatIsNotAScrapeIsRefused()
    {
        QFETCH(QByteArray, request);
        QFETCH(QByteArray, status);
        MetricsServer server;
        const Result<quint16> port = server.listen(0);
        QVERIFY(port);
        const QByteArray answer = answerTo(*port, request);
        QVERIFY2(answer.startsWith(status), answer.constData());
        QCOMPARE(request.startsWith("HEAD"), answer.endsWith("\r\n\r\n"));
    }

    void scrapingWhileEventsComeInLosesNone()
    {
        MetricsServer server;
        const Result<quint16> port = server.listen(0);
        QVERIFY(port);
        std::atomic<int> scrapes = 0;
        std::unique_ptr<QThread> scraper(QThread::create([&] {
            while (scrapes < 20)
                scrapes += scrape(*port).contains("200 OK") ? 1 : 100;
        }));
        scraper->start();
        const std::vector<Event> events = oneCall();
        int runs = 0;
        for (; !scraper->isFinished(); ++runs)
            server.apply(events);
        scraper->wait();
        QCOMPARE(scrapes.load(), 20);
        const QByteArray sample = "interleave_calls_total{outcome=\"ok\"} " + QByteArray::number(runs) + '\n';
        QVERIFY(scrape(*port).contains(sample));
    }

    void aTakenPortIsToldInOneSentence()
    {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        MetricsServer server;
        const Result<quint16> port = server.listen(taken.serverPort());
        QVERIFY(!port);
        QVERIFY2(port.error().contains(QString::number(taken.serverPort())), qPrintable(port.error()));
    }

    void endsWhileAClientStillTalks()
    {
        QTcpSocket silent;
        {
            MetricsServer server;
            const Result<quint16> port = server.listen(0);
            QVERIFY(port);
            silent.connectToHost(QHostAddress::LocalHost, *port);
            QVERIFY(silent.waitForConnected(20'000));
            silent.write("GET /met");
            QVERIFY(silent.waitForBytesWritten(20'000));
        }
        QVERIFY(silent.state() == QAbstractSocket::UnconnectedState || silent.waitForDisconnected(20'000));
    }
};

INTERLEAVE_TEST_MAIN(TestMetricsServer)
#include "tst_metrics_server.moc"
