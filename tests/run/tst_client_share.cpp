// The verdict on the client, judged by truth from outside it: a tap on the wire stamps when requests reached it and when replies could
// have been read. Where the reported latency or first chunk is off by clearly more than the stated share, the run must be SUSPECT; where
// by clearly less, it must not be. Nothing is asserted about times: on a busy machine truth and verdict may both turn.
#include "support/test_main.h"

#include "run/live_run.h"
#include "run/run_stock.h"
#include "support/scripted_server.h"
#include "support/wire_tap.h"
#include "trace/own_share.h"
#include "trace/run_report.h"
#include "trace/samples.h"

#include <QElapsedTimer>
#include <QEventLoop>
#include <QSemaphore>
#include <QThread>
#include <QTimer>

using namespace interleave;
using namespace interleave::test;

namespace {

/// Answers every request after a while, in a thread of its own: streamed, first content at once and the rest later, or whole.
class ServerThread : public QThread
{
public:
    ServerThread(int firstMs, int restMs)
        : m_firstMs(firstMs)
        , m_restMs(restMs)
    {
        start();
        m_up.acquire();
    }
    ~ServerThread() override
    {
        quit();
        wait();
    }
    int port() const { return m_port; }

protected:
    void run() override
    {
        ScriptedServer server([&](const ScriptedServer::Request &request) {
            QTimer::singleShot(m_firstMs, Qt::PreciseTimer, &server, [&, request] {
                server.reply(request, ScriptedServer::streamHead() + ScriptedServer::frame(content("Hello")));
            });
            QTimer::singleShot(m_firstMs + m_restMs, Qt::PreciseTimer, &server, [&, request] {
                server.reply(request,
                             ScriptedServer::frame(content(" world", "\"stop\"") + "data: [DONE]\n\n") + ScriptedServer::lastFrame());
            });
        });
        m_port = server.port();
        m_up.release();
        exec();
    }

private:
    static QByteArray content(const QByteArray &text, const QByteArray &finish = "null")
    {
        return "data: "
               "{\"id\":\"1\",\"object\":\"chat.completion.chunk\",\"model\":\"m\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" +
               text + "\"},\"finish_reason\":" + finish + "}]}\n\n";
    }
    int m_firstMs, m_restMs;
    int m_port = 0;
    QSemaphore m_up;
};

/// How far the figure is off by what the tap saw, measured by its limit: 1 is the limit.
double timesOver(std::vector<qint64> reported, std::vector<qint64> truth)
{
    std::sort(reported.begin(), reported.end());
    std::sort(truth.begin(), truth.end());
    double most = 0;
    for (const auto &[permille, share] : {std::pair(500, mostOfMedian), std::pair(1000, mostOfTail)}) {
        const qint64 figure = nearestRank(reported, permille);
        const double limit = std::max(static_cast<double>(timerFloorNs), static_cast<double>(figure) * share);
        most = std::max(most, static_cast<double>(figure - nearestRank(truth, permille)) / limit);
    }
    return most;
}

struct Case {
    int calls = 30;
    double perSecond = 100;
    int firstMs = 40, restMs = 40;
    int busyMs = 0, everyMs = 0; ///< the client's loop is held up for so long, so often
};

} // namespace

Q_DECLARE_METATYPE(Case)

class TestClientShare : public QObject
{
    Q_OBJECT

private:
    static Trace measured(const Case &test, int port)
    {
        RunTarget target;
        for (int i = 0; i < test.calls; ++i)
            target.scenario.prompts.emplaceBack().text = QStringLiteral("prompt %1").arg(i);
        target.scenario.endpoint.provider = QStringLiteral("openai");
        target.scenario.endpoint.modelName = QStringLiteral("m");
        target.scenario.endpoint.baseUrl = QStringLiteral("http://127.0.0.1:%1/v1").arg(port);
        target.scenario.stream = true;
        target.scenario.concurrency = test.calls; // nobody waits for a limit
        target.scenario.requests = test.calls;
        target.scenario.arrival.kind = Arrival::Kind::Rate;
        target.scenario.arrival.perS = test.perSecond;
        QTimer busy;
        connect(&busy, &QTimer::timeout, &busy, [&] {
            for (QElapsedTimer timer = started(); timer.elapsed() < test.busyMs;) {
            }
        });
        RunStock stock;
        Recorder recorder;
        StopFlag stop{false};
        QEventLoop loop;
        {
            LiveRun run(target, *findExecutionModel(QStringLiteral("concurrent")), stock, recorder, stop,
                        [&loop] { QMetaObject::invokeMethod(&loop, &QEventLoop::quit, Qt::QueuedConnection); });
            run.start();
            if (test.busyMs > 0)
                busy.start(test.everyMs);
            loop.exec();
        }
        Trace trace;
        trace.apply(recorder.drain());
        return trace;
    }
    static QElapsedTimer started()
    {
        QElapsedTimer timer;
        timer.start();
        return timer;
    }

private Q_SLOTS:
    void theVerdictFollowsTheTap_data()
    {
        QTest::addColumn<Case>("test");
        QTest::addColumn<bool>("mustBeOff");
        QTest::newRow("a free loop, slow replies") << Case{.firstMs = 400, .restMs = 400} << false;
        QTest::newRow("a free loop, quick replies") << Case{.firstMs = 40, .restMs = 20} << false;
        QTest::newRow("a loop that is hardly ever free") << Case{.busyMs = 60, .everyMs = 61} << true;
        QTest::newRow("a loop that is held up below the old floor")
            << Case{.firstMs = 20, .restMs = 20, .busyMs = 15, .everyMs = 16} << true;
        QTest::newRow("the same, slow replies") << Case{.firstMs = 700, .restMs = 700, .busyMs = 15, .everyMs = 60} << false;
        QTest::newRow("held up once, for long") << Case{.calls = 40, .busyMs = 150, .everyMs = 200} << true;
    }
    void theVerdictFollowsTheTap()
    {
        QFETCH(Case, test);
        QFETCH(bool, mustBeOff);
        const ServerThread server(test.firstMs, test.restMs);
        const WireTap tap(server.port());
        const Trace trace = measured(test, tap.port());
        const RunReport report = makeRunReport(trace, Scenario(), QStringLiteral("concurrent"), 0);
        QVERIFY2(report.result().isComplete(), qPrintable(report.result().text() + u' ' + trace.calls().front().message));
        const std::vector<WireTap::Exchange> exchanges = tap.exchanges();
        QCOMPARE(exchanges.size(), static_cast<size_t>(test.calls));

        // Of each figure the least and the most that it can have been: when the client could have read it is known to a stretch.
        std::array<std::vector<qint64>, 2> firstChunk, whole;
        for (const WireTap::Exchange &exchange : exchanges) {
            QVERIFY(!exchange.bursts.empty());
            firstChunk[0].push_back(exchange.bursts.front().earliest - exchange.requested);
            firstChunk[1].push_back(exchange.bursts.front().latest - exchange.requested);
            whole[0].push_back(exchange.bursts.back().earliest - exchange.requested);
            whole[1].push_back(exchange.bursts.back().latest - exchange.requested);
        }
        const Samples samples = samplesOf(trace);
        const double atMost = std::max(timesOver(samples.latency, whole[0]), timesOver(samples.ttft, firstChunk[0]));
        const double atLeast = std::max(timesOver(samples.latency, whole[1]), timesOver(samples.ttft, firstChunk[1]));
        const QString reasons = report.validity.reasons.join(u'\n');
        const bool saysSo = reasons.contains(QStringLiteral("the client is part of the figure"));
        const QByteArray state = QStringLiteral("off by %1 to %2 of the limit: %3").arg(atLeast).arg(atMost).arg(reasons).toUtf8();
        if (mustBeOff)
            QVERIFY2(atLeast > 2, state.constData()); // or this row tests nothing
        if (atLeast > 2)
            QVERIFY2(saysSo && !report.validity.valid, state.constData());
        if (atMost < 0.5)
            QVERIFY2(!saysSo, state.constData());
    }
};

INTERLEAVE_TEST_MAIN(TestClientShare)
#include "tst_client_share.moc"
