// The threaded engine with nothing but threads: runs against a simulator in this process, stopped at every stage and left to end, under
// all models that start no processes. What CI runs under the thread sanitizer, whose runtime does not survive how QProcess forks.
#include "support/test_main.h"

#include "async/task.h"
#include "run/run_controller.h"
#include "simulator/service/simulator.h"
#include "transport/http_exchange.h"

#include <QSignalSpy>

using namespace interleave;
using namespace Qt::StringLiterals;

class TestStoppedThreads : public QObject
{
    Q_OBJECT

    static Scenario scenarioOf(const InProcessSimulator &simulator, const QString &model)
    {
        Scenario scenario;
        scenario.name = u"stopped"_s;
        scenario.prompts.emplaceBack().text = u"Write a haiku about robots"_s;
        scenario.requests = 40;
        scenario.concurrency = scenario.workers = 6;
        scenario.stream = true;
        scenario.cpuMs = 0.2;
        scenario.endpoint.baseUrl = simulator.baseUrl();
        scenario.models = {model};
        return scenario;
    }

private Q_SLOTS:
    void nothingIsLostWhereverItStops_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("stopAfter"); // calls that have ended; -1: it is not stopped
        for (const char *model : {"sequential", "concurrent", "parallel_threads", "hybrid"}) {
            for (const int calls : {0, 1, 7, 20, 39, -1})
                QTest::addRow("%s, %d", model, calls) << QString::fromLatin1(model) << calls;
        }
    }
    void nothingIsLostWhereverItStops()
    {
        QFETCH(QString, model);
        QFETCH(int, stopAfter);
        SimulatorOptions options;
        options.profile = *loadProfile(u"instant"_s);
        InProcessSimulator simulator(options);
        RunController controller;
        QSignalSpy finished(&controller, &RunController::finished);
        connect(&controller, &RunController::traceAdvanced, this, [&] {
            const std::vector<CallRecord> &calls = controller.currentTrace()->calls();
            const auto ended = std::count_if(calls.begin(), calls.end(), [](const CallRecord &call) { return call.finished; });
            if (stopAfter >= 0 && ended >= stopAfter)
                controller.stop();
        });
        controller.start(scenarioOf(simulator, model));
        QVERIFY(!finished.isEmpty() || finished.wait(60'000));
        QCOMPARE(controller.finishedRuns().size(), 1);
        const RunReport &report = controller.finishedRuns().first().report;
        int sum = 0;
        for (const int count : report.outcomes)
            sum += count;
        QCOMPARE(sum, report.planned);
        QCOMPARE(report.planned, 40);
        QCOMPARE(report.count(Outcome::Ok) + report.count(Outcome::Cancelled), 40);
        QVERIFY2(stopAfter >= 0 || report.count(Outcome::Ok) == 40, "all of a run that nobody stops end well");
        QVERIFY2(report.invariants.broken.isEmpty(), qPrintable(report.invariants.broken.join(u'\n')));
        QTRY_COMPARE(HttpExchange::liveTransfers(), 0);
        QCOMPARE(liveTaskFrames.load(), 0);
    }
};

INTERLEAVE_TEST_MAIN(TestStoppedThreads)
#include "tst_stopped_threads.moc"
