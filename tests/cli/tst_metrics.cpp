// --metrics-port as a scraper meets it: numbers that move while the run goes on, and a sentence when the port is taken.
#include "program.h"
#include "scrape.h"
#include "support/test_main.h"

#include <QTest>

using namespace interleave::test;
using namespace Qt::StringLiterals;

class MetricsTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void a_scrape_during_a_run_sees_it_move()
    {
        const QString port = QString::number(freePort());
        QProcess process;
        // Four at a time for a minute: it is stopped when enough was seen.
        startProgram(process, {u"run"_s, u"stream"_s, u"--model"_s, u"concurrent"_s, u"--requests"_s, u"1000"_s, u"--concurrency"_s, u"4"_s,
                               u"--time-scale"_s, u"0.05"_s, u"--metrics-port"_s, port, u"--json"_s});
        QVERIFY(process.waitForStarted());
        QByteArray metrics;
        const auto callsDone = [&] {
            metrics = scrape(port.toUShort());
            return sampleOf(metrics, "interleave_calls_total{outcome=\"ok\"}");
        };
        QTRY_VERIFY_WITH_TIMEOUT(callsDone() >= 3, 30'000);
        const int before = sampleOf(metrics, "interleave_calls_total{outcome=\"ok\"}");
        QVERIFY(metrics.contains("interleave_run_info{model=\"concurrent\",repeat=\"0\",scenario=\"stream\"} 1\n"));
        QVERIFY(sampleOf(metrics, "interleave_calls_in_flight") <= 4);
        QVERIFY(sampleOf(metrics, "interleave_attempts_total{status=\"200\"}") >= before);
        QVERIFY(metrics.contains("gen_ai_client_operation_time_to_first_chunk_seconds_count{"));
        QTRY_VERIFY_WITH_TIMEOUT(callsDone() > before, 30'000);
        process.terminate();
        QCOMPARE(resultOf(process).status, 130);
    }

    void a_taken_port_is_told_before_anything_runs()
    {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        const QString port = QString::number(taken.serverPort());
        const ProgramResult result = runProgram({u"run"_s, u"article"_s, u"--model"_s, u"hybrid"_s, u"--metrics-port"_s, port});
        QCOMPARE(result.status, 3);
        QVERIFY2(result.complainsInOneLine() && result.sentence().contains(port), result.err.constData());
        QCOMPARE(result.out, QByteArray());
    }
};

INTERLEAVE_TEST_MAIN(MetricsTest)
#include "tst_metrics.moc"
