// Rates of the client's own, as the server sees them: a server that notes when requests come in, and the program under every model.
// Waits are only told from none at all: no test here fails because a machine is slow.
#include "misbehaving_server.h"
#include "program.h"
#include "support/test_main.h"

#include <QJsonArray>

using namespace interleave::test;
using namespace Qt::StringLiterals;

using Manner = MisbehavingServer::Manner;

class RatesTest : public QObject
{
    Q_OBJECT

    static void eachModel()
    {
        QTest::addColumn<QString>("model");
        for (const char *model : {"sequential", "concurrent", "parallel_threads", "parallel_processes", "hybrid"})
            QTest::newRow(model) << QString::fromLatin1(model);
    }
    /// Runs the program against the server, which lives in this thread.
    static ProgramResult runAgainst(const MisbehavingServer &server, const QString &model, const QByteArray &prompts,
                                    const QStringList &more)
    {
        QProcess process;
        startProgram(process, QStringList{u"run"_s, u"article"_s, u"--model"_s, model, u"--endpoint"_s, server.url(), u"--prompts"_s,
                                          u"-"_s, u"--json"_s} +
                                  more);
        process.write(prompts);
        process.closeWriteChannel();
        QElapsedTimer patience;
        patience.start();
        while (process.state() != QProcess::NotRunning && patience.elapsed() < 60'000)
            QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents, 100);
        return resultOf(process);
    }

private Q_SLOTS:
    void even_pacing_takes_its_time_data() { eachModel(); }
    void even_pacing_takes_its_time()
    {
        QFETCH(QString, model);
        MisbehavingServer server(Manner::CutMidBody);
        const ProgramResult result = runAgainst(server, model, "one\ntwo\n", {u"--requests"_s, u"21"_s, u"--rpm"_s, u"600"_s});
        QCOMPARE(result.status, 0);
        QCOMPARE(server.arrivals().size(), size_t(21));
        const double seconds = static_cast<double>(server.arrivals().back() - server.arrivals().front()) / 1e9;
        QVERIFY2(seconds > 1.5, qPrintable(QString::number(seconds))); // twenty times 0.102 s; at once it is a tenth of that
    }

    void a_burst_is_never_more_than_the_limit_data() { eachModel(); }
    void a_burst_is_never_more_than_the_limit()
    {
        QFETCH(QString, model);
        MisbehavingServer server(Manner::CutMidBody);
        const ProgramResult result = runAgainst(server, model, "one\n",
                                                {u"--requests"_s, u"9"_s, u"--rpm"_s, u"4"_s, u"--pacing"_s, u"burst"_s, u"--arrival"_s,
                                                 u"rate:100"_s, u"--duration"_s, u"1"_s, u"--drain"_s, u"1"_s});
        QCOMPARE(result.status, 1);
        QCOMPARE(server.arrivals().size(), size_t(4)); // the others had no place in that minute, and the run no minute more
        const QJsonObject calls = result.json()[u"runs"_s][0][u"calls"_s].toObject();
        QCOMPARE(calls[u"ok"_s].toInt(), 4);
        QCOMPARE(calls[u"dropped"_s].toInt(), 5);
    }

    void a_server_that_asks_for_a_day_is_not_waited_for_data() { eachModel(); }
    void a_server_that_asks_for_a_day_is_not_waited_for()
    {
        QFETCH(QString, model);
        MisbehavingServer server(Manner::AskForADay);
        const ProgramResult result = runAgainst(server, model, "one\nBAD\n", {u"--retries"_s, u"3"_s});
        QCOMPARE(result.status, 1);
        QCOMPARE(server.arrivals().size(), size_t(2));
        QCOMPARE(result.json()[u"runs"_s][0][u"calls"_s][u"rate_limited"_s].toInt(), 1);
    }
};

INTERLEAVE_TEST_MAIN(RatesTest)
#include "tst_rates.moc"
