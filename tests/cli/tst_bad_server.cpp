// Servers that are dead, cut, talk nonsense or never answer: the calls that meet it fail with the right outcome and one
// sentence, the others are unharmed, and the program ends with status 1.
#include "misbehaving_server.h"
#include "program.h"
#include "support/test_main.h"

#include <QJsonArray>
#include <QRegularExpression>

using namespace interleave::test;
using namespace Qt::StringLiterals;

using Manner = MisbehavingServer::Manner;
Q_DECLARE_METATYPE(MisbehavingServer::Manner)

/// Adds up "N of 5 calls failed: ..." over the lines of a table's notes: one line per different sentence.
static int failuresTold(const ProgramResult &result)
{
    static const QRegularExpression line(u"(\\d+) of \\d+ calls failed: .{20,}"_s);
    int failures = 0;
    auto lines = line.globalMatch(QString::fromUtf8(result.out));
    while (lines.hasNext())
        failures += lines.next().captured(1).toInt();
    return failures;
}

static QJsonObject callsOf(const ProgramResult &result, int run = 0)
{
    return result.json()[u"runs"_s].toArray().at(run).toObject()[u"calls"_s].toObject();
}

class BadServerTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void a_bad_answer_harms_only_its_own_call_data()
    {
        QTest::addColumn<Manner>("manner");
        QTest::addColumn<QStringList>("outcomes");
        QTest::newRow("cut in mid-body") << Manner::CutMidBody << QStringList{u"network_error"_s, u"protocol_error"_s};
        QTest::newRow("closed without a word") << Manner::CloseAtOnce << QStringList{u"network_error"_s};
        QTest::newRow("no HTTP") << Manner::Garbage << QStringList{u"network_error"_s, u"protocol_error"_s};
        QTest::newRow("no JSON") << Manner::WrongJson << QStringList{u"protocol_error"_s};
        QTest::newRow("no answer") << Manner::NeverAnswer << QStringList{u"timeout"_s};
    }
    void a_bad_answer_harms_only_its_own_call()
    {
        QFETCH(Manner, manner);
        QFETCH(QStringList, outcomes);
        MisbehavingServer server(manner);
        QProcess process;
        startProgram(process, {u"compare"_s, u"article"_s, u"--endpoint"_s, server.url(), u"--prompts"_s, u"-"_s, u"--timeout"_s, u"1"_s,
                               u"--json"_s});
        process.write("one\nBAD\ntwo\nthree\n");
        process.closeWriteChannel();
        QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 60'000); // the server lives in this thread's event loop
        const ProgramResult result = resultOf(process);
        QCOMPARE(result.status, 1);
        QCOMPARE(result.err, QByteArray());
        for (int run = 0; run < 5; ++run) {
            const QJsonObject calls = callsOf(result, run);
            QCOMPARE(calls[u"planned"_s].toInt(), 4);
            QCOMPARE(calls[u"ok"_s].toInt(), 3);
            int failed = 0;
            for (const QString &outcome : std::as_const(outcomes))
                failed += calls[outcome].toInt();
            QVERIFY2(failed == 1, QJsonDocument(calls).toJson().constData());
            const QJsonObject report = result.json()[u"runs"_s].toArray().at(run).toObject();
            QCOMPARE(report[u"result"_s].toObject(), (QJsonObject{{u"state"_s, u"partial"_s}, {u"failed"_s, 1}}));
            QCOMPARE(report[u"latency_s"_s][u"n"_s].toInt(), 3);
            QCOMPARE(report[u"failed_latency_s"_s][u"n"_s].toInt(), 1);
            const QJsonObject compared = result.json()[u"comparison"_s].toArray().at(run).toObject();
            QVERIFY(compared[u"speedup_vs_sequential"_s][u"median"_s].isNull());
            QVERIFY(!compared[u"not_comparable"_s].toString().isEmpty());
        }
    }

    void faults_of_the_simulator_end_in_their_outcome_with_one_sentence_data()
    {
        QTest::addColumn<QString>("fault");
        QTest::addColumn<bool>("stream");
        QTest::addColumn<QStringList>("outcomes");
        QTest::newRow("cut, streamed") << u"cut"_s << true << QStringList{u"network_error"_s, u"protocol_error"_s};
        QTest::newRow("malformed, plain") << u"malformed"_s << false << QStringList{u"protocol_error"_s};
        QTest::newRow("malformed, streamed") << u"malformed"_s << true << QStringList{u"protocol_error"_s};
        QTest::newRow("hang, plain") << u"hang"_s << false << QStringList{u"timeout"_s};
        QTest::newRow("hang, streamed") << u"hang"_s << true << QStringList{u"timeout"_s};
        QTest::newRow("server error") << u"server-error"_s << false << QStringList{u"http_error"_s};
        QTest::newRow("rate limit") << u"rate-limit"_s << false << QStringList{u"rate_limited"_s};
    }
    void faults_of_the_simulator_end_in_their_outcome_with_one_sentence()
    {
        QFETCH(QString, fault);
        QFETCH(bool, stream);
        QFETCH(QStringList, outcomes);
        ServedSimulator simulator({u"--time-scale"_s, u"0.01"_s});
        const QStringList arguments{u"run"_s,        u"article"_s,    u"--model"_s,
                                    u"concurrent"_s, u"--endpoint"_s, simulator.url(u"/faults/"_s + fault),
                                    u"--timeout"_s,  u"1"_s,          stream ? u"--stream"_s : u"--no-stream"_s};
        const ProgramResult table = runProgram(arguments);
        QCOMPARE(table.status, 1);
        QVERIFY2(failuresTold(table) == 5, table.out.constData());
        const QJsonObject calls = callsOf(runProgram(arguments + QStringList{u"--json"_s}));
        int failed = 0;
        for (const QString &outcome : std::as_const(outcomes))
            failed += calls[outcome].toInt();
        QVERIFY2(failed == 5, QJsonDocument(calls).toJson().constData());
    }

    void a_run_of_a_duration_ends_although_the_server_hangs_data()
    {
        QTest::addColumn<QString>("model");
        for (const char *model : {"sequential", "concurrent", "parallel_threads", "parallel_processes", "hybrid"})
            QTest::newRow(model) << QString::fromLatin1(model);
    }
    void a_run_of_a_duration_ends_although_the_server_hangs()
    {
        QFETCH(QString, model);
        ServedSimulator simulator({});
        const ProgramResult result =
            runProgram({u"run"_s, u"article"_s, u"--model"_s, model, u"--endpoint"_s, simulator.url(u"/faults/hang"_s), u"--timeout"_s,
                        u"0"_s, u"--arrival"_s, u"rate:20"_s, u"--duration"_s, u"0.5"_s, u"--drain"_s, u"0.5"_s, u"--json"_s});
        QCOMPARE(result.status, 1);
        const QJsonObject calls = callsOf(result);
        QCOMPARE(calls[u"planned"_s].toInt(), 10);
        QVERIFY(calls[u"timeout"_s].toInt() >= 1);
        QCOMPARE(calls[u"timeout"_s].toInt() + calls[u"dropped"_s].toInt(), 10);
    }

    void a_dead_host_fails_every_call_in_one_sentence()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        const QString url = u"http://127.0.0.1:%1"_s.arg(server.serverPort());
        server.close(); // nobody listens there any more
        const ProgramResult result =
            runProgram({u"compare"_s, u"article"_s, u"--endpoint"_s, url, u"--models"_s, u"sequential,concurrent,parallel_threads"_s});
        QCOMPARE(result.status, 1);
        QCOMPARE(failuresTold(result), 15);
        QVERIFY2(result.out.contains("0/5"), result.out.constData());
        QCOMPARE(result.out.count("all 5 failed\n"), 3);
        QVERIFY2(!result.out.contains("\u00d7"), result.out.constData()); // no speed-up of any of them
    }

    void a_host_that_has_no_address_fails_every_call()
    {
        const ProgramResult result = runProgram({u"run"_s, u"article"_s, u"--model"_s, u"concurrent"_s, u"--endpoint"_s,
                                                 u"http://no-such-host.invalid"_s, u"--timeout"_s, u"5"_s});
        QCOMPARE(result.status, 1);
        QVERIFY2(result.out.contains("no-such-host.invalid"), result.out.constData());
    }
};

INTERLEAVE_TEST_MAIN(BadServerTest)
#include "tst_bad_server.moc"
