// Sending runs to a collector: what it receives, and what a person is told when it does not want them.
#include "support/otlp_check.h"
#include "support/scripted_server.h"
#include "support/test_main.h"
#include "support/trace_builder.h"
#include "telemetry/otlp_sender.h"

#include <QTest>

using namespace interleave;
using namespace interleave::test;

static ExportInput twoRuns()
{
    ExportInput input;
    for (const char *model : {"sequential", "hybrid"}) {
        FinishedRun run;
        run.model = QString::fromLatin1(model);
        TraceBuilder builder(0, QStringLiteral(R"({"model":"%1"})").arg(run.model));
        run.trace = std::make_shared<const Trace>(builder.call(0, 0, 0, ms).call(1, 0, 0, 2 * ms).end(2 * ms));
        input.runs.append(run);
    }
    return input;
}

class TestOtlpSender : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void addressesAreCompleted_data()
    {
        QTest::addColumn<QString>("given");
        QTest::addColumn<QString>("url");
        const auto row = [](const char *given, const char *url) {
            QTest::newRow(given) << QString::fromLatin1(given) << QString::fromLatin1(url);
        };
        row("http://localhost:4318", "http://localhost:4318/v1/traces");
        row("http://localhost:4318/", "http://localhost:4318/v1/traces");
        row("https://otlp.example/otlp/v1/traces", "https://otlp.example/otlp/v1/traces");
        row("localhost:4318", "");
        row("ftp://localhost", "");
        row("http://", "");
    }
    void addressesAreCompleted()
    {
        QFETCH(QString, given);
        QFETCH(QString, url);
        const Result<QUrl> collector = collectorUrl(given);
        QCOMPARE(collector ? collector->toString() : QString(), url);
        if (url.isEmpty())
            QVERIFY2(collector.error().contains(given), qPrintable(collector.error()));
    }

    void aRedirectIsNotFollowed()
    {
        ScriptedServer other([&](const ScriptedServer::Request &request) { other.reply(request, ScriptedServer::response("{}")); });
        ScriptedServer collector([&](const ScriptedServer::Request &request) {
            collector.reply(request, ScriptedServer::response("", "307 Go", "Location: " + other.baseUrl().toLatin1() + "/v1/traces\r\n"));
        });
        const QString problem = sendToCollector(*collectorUrl(collector.baseUrl()), twoRuns());
        QVERIFY2(problem.contains(QStringLiteral("leads to another address")), qPrintable(problem));
        QCOMPARE(other.requests(), 0);
    }
    void anEndlessAnswerEnds()
    {
        ScriptedServer collector([&](const ScriptedServer::Request &request) {
            QTcpSocket *socket = request.socket;
            QObject::connect(socket, &QTcpSocket::bytesWritten, socket, [socket] {
                while (socket->bytesToWrite() < 1'000'000 && socket->state() == QAbstractSocket::ConnectedState)
                    socket->write(QByteArray(64 * 1024, 'a'));
            });
            socket->write("HTTP/1.1 200 OK\r\n\r\n");
        });
        const QString problem = sendToCollector(*collectorUrl(collector.baseUrl()), twoRuns());
        QVERIFY2(problem.contains(QStringLiteral("its answer")), qPrintable(problem));
    }

    void everyRunArrives()
    {
        QList<QByteArray> heads, bodies;
        ScriptedServer collector([&](const ScriptedServer::Request &request) {
            heads.append(request.head.toLower());
            bodies.append(request.body);
            collector.reply(request, ScriptedServer::response("{\"partialSuccess\":{}}"));
        });
        QCOMPARE(sendToCollector(*collectorUrl(collector.baseUrl()), twoRuns()), QString());
        QCOMPARE(bodies.size(), 2);
        QStringList models;
        for (qsizetype i = 0; i < 2; ++i) {
            QVERIFY2(heads[i].startsWith("post /v1/traces http/1.1\r\n"), heads[i].constData());
            QVERIFY2(heads[i].contains("content-type: application/json\r\n"), heads[i].constData());
            const OtlpDocument document = OtlpReader::read(bodies[i]);
            QCOMPARE(document.complaints, QStringList());
            QCOMPARE(document.spans.size(), 4); // two calls with an attempt each
            models.append(otlpAttribute(document.resources.value(0), "interleave.model").toString());
        }
        QCOMPARE(models, QStringList({QStringLiteral("sequential"), QStringLiteral("hybrid")}));
    }

    void aRefusalIsToldInOneSentence_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<QString>("part");
        QTest::newRow("not found") << ScriptedServer::response("{}", "404 Not Found") << QStringLiteral("404 Not Found");
        QTest::newRow("too large") << ScriptedServer::response("{}", "413 Content Too Large") << QStringLiteral("413 Content Too Large");
        QTest::newRow("some spans") << ScriptedServer::response(R"({"partialSuccess":{"rejectedSpans":"3","errorMessage":"no room"}})")
                                    << QStringLiteral("it refused 3 spans: no room");
        QTest::newRow("hangs up") << QByteArray() << QStringLiteral("closed");
    }
    void aRefusalIsToldInOneSentence()
    {
        QFETCH(QByteArray, answer);
        QFETCH(QString, part);
        ScriptedServer collector([&](const ScriptedServer::Request &request) {
            if (answer.isEmpty())
                request.socket->abort();
            else
                collector.reply(request, answer);
        });
        const QString problem = sendToCollector(*collectorUrl(collector.baseUrl()), twoRuns());
        QVERIFY2(problem.contains(part) && problem.contains(collector.baseUrl()) && problem.contains(QStringLiteral("sequential")),
                 qPrintable(problem));
        QVERIFY(!problem.contains(u'\n'));
    }

    void nobodyThereIsToldInOneSentence()
    {
        QString url;
        {
            const ScriptedServer gone([](const ScriptedServer::Request &) {});
            url = gone.baseUrl();
        }
        const QString problem = sendToCollector(*collectorUrl(url), twoRuns());
        QVERIFY2(problem.contains(url) && problem.contains(QStringLiteral("refused")), qPrintable(problem));
    }
};

INTERLEAVE_TEST_MAIN(TestOtlpSender)
#include "tst_otlp_sender.moc"
