// Real runs of every execution model against the built-in simulator: where things run, what is recorded, and that a stop at
// any moment loses nothing and leaves nothing.
#include "support/test_main.h"

#include "async/task.h"
#include "core/price_table.h"
#include "run/program_path.h"
#include "run/run_controller.h"
#include "setup/keys/key_trust.h"
#include "trace/trace_file.h"
#include "traffic/response_cache.h"
#include "transport/http_exchange.h"
#include "json/price_files.h"

#include <QDir>
#include <QFileInfo>
#include <QSignalSpy>

#include <csignal>

using namespace interleave;

static Scenario article()
{
    Scenario scenario;
    scenario.name = QStringLiteral("article");
    for (const char *text : {"Explain AI in 50 words", "Summarize quantum computing", "Write a haiku about robots",
                             "Describe neural networks", "What is reinforcement learning?"})
        scenario.prompts.emplaceBack().text = QString::fromLatin1(text);
    scenario.timeScale = 0.02;
    return scenario;
}

static QSet<ExecutorKind> kindsThatAnalyze(const Trace &trace)
{
    QSet<ExecutorKind> kinds;
    for (const Span &span : trace.spans()) {
        if (span.phase == Phase::Analyze)
            kinds.insert(trace.executors()[static_cast<size_t>(span.executor)].kind);
    }
    return kinds;
}

static QString invariantsOf(const RunReport &report) { return report.invariants.broken.join(QStringLiteral("; ")); }

/// Worker processes that this process has started and that live.
static QList<qint64> workerProcesses()
{
    QList<qint64> found;
    const QStringList entries = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs);
    for (const QString &entry : entries) {
        QFile stat(QStringLiteral("/proc/%1/stat").arg(entry)), command(QStringLiteral("/proc/%1/cmdline").arg(entry));
        if (!stat.open(QIODevice::ReadOnly) || !command.open(QIODevice::ReadOnly))
            continue;
        const QByteArray fields = stat.readAll(); // "pid (name) state parent ..."
        const QByteArray parent = fields.mid(fields.lastIndexOf(')') + 2).split(' ').value(1);
        if (parent.toLongLong() == QCoreApplication::applicationPid() && command.readAll().endsWith(QByteArray("worker", 7)))
            found.append(entry.toLongLong());
    }
    return found;
}

class TestRunController : public QObject
{
    Q_OBJECT

private:
    /// Once three calls are on the wire: so many of its worker processes.
    static void killWorkersOf(RunController &controller, qsizetype count)
    {
        connect(&controller, &RunController::traceAdvanced, &controller, [&controller, count, killed = false]() mutable {
            const auto &calls = controller.currentTrace()->calls();
            const auto onTheWire = std::count_if(calls.begin(), calls.end(), [](const CallRecord &call) { return call.sent >= 0; });
            if (killed || onTheWire < 3)
                return;
            killed = true;
            const QList<qint64> workers = workerProcesses();
            QCOMPARE(workers.size(), 3);
            for (const qint64 worker : workers.first(count))
                ::kill(static_cast<pid_t>(worker), SIGKILL);
        });
    }
    static void waitForEnd(RunController &controller)
    {
        QSignalSpy finished(&controller, &RunController::finished);
        if (controller.isRunning())
            QVERIFY(finished.wait(60'000));
    }

private Q_SLOTS:
    void initTestCase()
    {
        useProgram(QStringLiteral(INTERLEAVE_PROGRAM));
        QDir(RunController::runsFolder()).removeRecursively();
    }

    void everyModelFinishesAndAnalyzesWhereItSays_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<bool>("stream");
        QTest::addColumn<int>("inFlight");
        QTest::addColumn<ExecutorKind>("analyzesOn");
        const auto add = [](const char *model, int inFlight, ExecutorKind kind) {
            for (const bool stream : {false, true})
                QTest::addRow("%s%s", model, stream ? " streamed" : "") << QString::fromLatin1(model) << stream << inFlight << kind;
        };
        add("sequential", 1, ExecutorKind::Loop);
        add("concurrent", 5, ExecutorKind::Loop);
        add("parallel_threads", 5, ExecutorKind::Thread);
        add("parallel_processes", 5, ExecutorKind::Process);
        add("hybrid", 5, ExecutorKind::PoolThread);
    }
    void everyModelFinishesAndAnalyzesWhereItSays()
    {
        QFETCH(QString, model);
        QFETCH(bool, stream);
        QFETCH(int, inFlight);
        QFETCH(ExecutorKind, analyzesOn);
        RunController controller;
        Scenario scenario = article();
        scenario.models = {model};
        scenario.stream = stream;
        scenario.cpuMs = 5;
        controller.start(scenario);
        waitForEnd(controller);

        QCOMPARE(controller.finishedRuns().size(), 1);
        const FinishedRun &run = controller.finishedRuns().first();
        QCOMPARE(run.report.count(Outcome::Ok), 5);
        QCOMPARE(run.report.attempts, 5);
        QCOMPARE(run.report.concurrency.max, inFlight);
        QCOMPARE(invariantsOf(run.report), QString());
        QCOMPARE(kindsThatAnalyze(*run.trace), QSet<ExecutorKind>{analyzesOn});
        QVERIFY(run.report.validity.observerErrorMsP50.has_value() || !stream);
        for (const CallRecord &call : run.trace->calls()) {
            QVERIFY(!call.text.isEmpty());
            QVERIFY(run.trace->analysisOf(call).contains(QStringLiteral("word-count")));
            QVERIFY(!call.chunks.empty() && call.chunks.front().trueNs > 0);
        }
        QCOMPARE(liveTaskFrames.load(), 0);
        QCOMPARE(HttpExchange::liveTransfers(), 0);
    }

    void aChangedProfileFileIsServedByASimulatorThatReadItAnew()
    {
        const QTemporaryDir folder;
        const auto write = [&](double seconds) {
            QFile file(folder.filePath(QStringLiteral("own.json")));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write("{\"schema\":\"interleave.profile/1\",\"title\":\"Own\",\"sentence\":\"A "
                       "test.\",\"source\":\"none\",\"service_s\":{\"constant\":" +
                       QByteArray::number(seconds) + "},\"ttft_share\":{\"constant\":1},\"reply_tokens\":{\"constant\":20}}");
        };
        RunController controller;
        QSignalSpy ready(&controller, &RunController::simulatorReady);
        Scenario scenario = article();
        scenario.endpoint.profile = folder.filePath(QStringLiteral("own.json"));
        scenario.models = {QStringLiteral("concurrent")};
        QStringList addresses;
        for (const double seconds : {0.5, 0.5, 0.7}) {
            write(seconds);
            controller.start(scenario);
            waitForEnd(controller);
            QCOMPARE(controller.finishedRuns().size(), 1);
            QCOMPARE(controller.finishedRuns().first().report.count(Outcome::Ok), 5);
            addresses.append(ready.last().first().toString());
        }
        QCOMPARE(addresses[0], addresses[1]); // the same one, as nothing has changed
        QVERIFY(addresses[1] != addresses[2]);
    }

    void theLimitHoldsUnderEveryModel_data()
    {
        QTest::addColumn<QString>("model");
        for (const char *model : {"concurrent", "parallel_threads", "parallel_processes", "hybrid"})
            QTest::newRow(model) << QString::fromLatin1(model);
    }
    void theLimitHoldsUnderEveryModel()
    {
        QFETCH(QString, model);
        RunController controller;
        Scenario scenario = article();
        scenario.models = {model};
        scenario.concurrency = 2;
        scenario.requests = 9;
        controller.start(scenario);
        waitForEnd(controller);
        const RunReport &report = controller.finishedRuns().first().report;
        QCOMPARE(report.count(Outcome::Ok), 9);
        QCOMPARE(report.concurrency.max, 2);
        QCOMPARE(invariantsOf(report), QString());
    }

    void aStopKeepsWhatFinishedAndLeavesNothing_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("frames");
        for (const char *model : {"sequential", "concurrent", "parallel_threads", "parallel_processes", "hybrid"}) {
            for (const int frames : {0, 1, 3, 9})
                QTest::addRow("%s after %d frames", model, frames) << QString::fromLatin1(model) << frames;
        }
    }
    void aStopKeepsWhatFinishedAndLeavesNothing()
    {
        QFETCH(QString, model);
        QFETCH(int, frames);
        RunController controller;
        Scenario scenario = article();
        scenario.models = {model};
        scenario.timeScale = 0.1;
        scenario.requests = 20;
        scenario.stream = true;
        int seen = 0;
        connect(&controller, &RunController::runStarted, &controller, [&] {
            if (frames == 0)
                controller.stop();
        });
        connect(&controller, &RunController::traceAdvanced, &controller, [&] {
            if (++seen == frames)
                controller.stop();
        });
        controller.start(scenario);
        waitForEnd(controller);
        QCOMPARE(controller.finishedRuns().size(), 1);
        const RunReport &report = controller.finishedRuns().first().report;
        QVERIFY(report.cancelled);
        QCOMPARE(std::accumulate(report.outcomes.begin(), report.outcomes.end(), 0), report.planned);
        QCOMPARE(invariantsOf(report), QString());
        for (const Span &span : controller.finishedRuns().first().trace->spans())
            QVERIFY(span.end != Trace::open);
        QCOMPARE(liveTaskFrames.load(), 0);
        QCOMPARE(HttpExchange::liveTransfers(), 0);
    }

    void aStopDoesNotWaitForAnAnalysis_data()
    {
        QTest::addColumn<QString>("model");
        for (const char *model : {"sequential", "concurrent", "parallel_threads", "parallel_processes", "hybrid"})
            QTest::newRow(model) << QString::fromLatin1(model);
    }
    void aStopDoesNotWaitForAnAnalysis()
    {
        QFETCH(QString, model);
        RunController controller;
        Scenario scenario = article();
        scenario.models = {model};
        scenario.cpuMs = 60'000; // far beyond this test's patience
        connect(&controller, &RunController::traceAdvanced, &controller, [&] {
            const auto &spans = controller.currentTrace()->spans();
            if (std::any_of(spans.begin(), spans.end(), [](const Span &span) { return span.phase == Phase::Analyze; }))
                controller.stop();
        });
        controller.start(scenario);
        waitForEnd(controller);
        QVERIFY(controller.finishedRuns().first().report.cancelled);
    }

    void aKilledWorkerCostsItsOwnCallAndNoOther_data()
    {
        QTest::addColumn<bool>("all");
        QTest::newRow("one of three") << false;
        QTest::newRow("all of them") << true;
    }
    void aKilledWorkerCostsItsOwnCallAndNoOther()
    {
        QFETCH(bool, all);
        RunController controller;
        Scenario scenario = article();
        scenario.models = {QStringLiteral("parallel_processes")};
        scenario.workers = 3;
        scenario.requests = 12;
        scenario.endpoint.profile = QStringLiteral("constant");
        scenario.timeScale = 0.1; // 0.2 s a call
        killWorkersOf(controller, all ? 3 : 1);
        controller.start(scenario);
        waitForEnd(controller);
        const FinishedRun &run = controller.finishedRuns().first();
        QVERIFY(!run.report.cancelled);
        QCOMPARE(run.report.count(Outcome::NetworkError), all ? 12 : 1);
        QCOMPARE(run.report.count(Outcome::Ok), all ? 0 : 11);
        QCOMPARE(invariantsOf(run.report), QString());
    }

    /// Lost is the branch that it worked on, and what waits on it for branches elsewhere.
    void aKilledWorkerEndsTheJobsThatNeededItAndNoOther()
    {
        RunController controller;
        Scenario scenario = article();
        scenario.workload = QStringLiteral("fan_out");
        scenario.models = {QStringLiteral("parallel_processes")};
        scenario.workers = 3;
        scenario.requests = 4;
        scenario.endpoint.profile = QStringLiteral("constant");
        scenario.timeScale = 0.1; // 0.2 s a call
        killWorkersOf(controller, 1);
        controller.start(scenario);
        waitForEnd(controller);
        const FinishedRun &run = controller.finishedRuns().first();
        QVERIFY(!run.report.cancelled);
        QCOMPARE(run.report.jobs, 4);
        QCOMPARE(run.report.jobsOk + run.report.jobsFailed, 4);
        QVERIFY2(run.report.jobsFailed >= 1 && run.report.jobsFailed <= 3, qPrintable(QString::number(run.report.jobsFailed)));
        for (const StepRecord &step : run.trace->steps())
            QVERIFY(step.finished && step.end >= step.begin);
        QCOMPARE(invariantsOf(run.report), QString());
    }

    void repeatsAreInterleaved()
    {
        RunController controller;
        Scenario scenario = article();
        scenario.models = {QStringLiteral("sequential"), QStringLiteral("hybrid")};
        scenario.repeats = 2;
        controller.start(scenario);
        waitForEnd(controller);
        QStringList order;
        for (const FinishedRun &run : controller.finishedRuns())
            order += run.model + QString::number(run.repeat);
        QCOMPARE(order, QStringList({QStringLiteral("sequential0"), QStringLiteral("hybrid0"), QStringLiteral("sequential1"),
                                     QStringLiteral("hybrid1")}));
    }

    void whatCannotRunIsSaidInOneSentence_data()
    {
        QTest::addColumn<Scenario>("scenario");
        QTest::addColumn<QString>("names");
        Scenario scenario = article();
        scenario.models = {QStringLiteral("telepathy")};
        QTest::newRow("unknown model") << scenario << QStringLiteral("telepathy");
        scenario = article();
        scenario.endpoint.profile = QStringLiteral("nowhere");
        QTest::newRow("unknown profile") << scenario << QStringLiteral("nowhere");
        scenario = article();
        scenario.analyzers = {QStringLiteral("palmistry")};
        QTest::newRow("unknown analyzer") << scenario << QStringLiteral("palmistry");
        scenario = article();
        scenario.endpoint.baseUrl = QStringLiteral("http://127.0.0.1:1");
        scenario.endpoint.apiKeyEnv = QStringLiteral("INTERLEAVE_TEST_NO_SUCH_KEY");
        QTest::newRow("no key") << scenario << QStringLiteral("INTERLEAVE_TEST_NO_SUCH_KEY");
        scenario.endpoint.apiKeyEnv.clear();
        Route route{{}, QStringLiteral("openai"), {}, QStringLiteral("INTERLEAVE_TEST_NO_SUCH_KEY")};
        scenario.traffic.routing.fallbacks = {route};
        QTest::newRow("no key for a route's own service") << scenario << QStringLiteral("no key for https://api.openai.com/v1");
        route.provider = QStringLiteral("acme");
        scenario.traffic.routing.fallbacks = {route};
        QTest::newRow("unknown provider of a route") << scenario << QStringLiteral("fallbacks[0]: unknown provider \"acme\"");
    }
    void whatCannotRunIsSaidInOneSentence()
    {
        QFETCH(Scenario, scenario);
        QFETCH(QString, names);
        RunController controller;
        QSignalSpy failed(&controller, &RunController::failed);
        controller.start(scenario);
        QCOMPARE(failed.size(), 1);
        QVERIFY2(failed.first().first().toString().contains(names), qPrintable(failed.first().first().toString()));
        QVERIFY(!controller.isRunning());
    }

    void routesAreCompleteInEveryPlannedRun()
    {
        RunController controller;
        Scenario scenario = article();
        scenario.endpoint.baseUrl = QStringLiteral("http://127.0.0.1:1");
        scenario.variants = {
            {QStringLiteral("real"), {}},
            {QStringLiteral("simulated"), {{QStringLiteral("endpoint"), QJsonObject{{QStringLiteral("base_url"), QString()}}}}}};
        qputenv("INTERLEAVE_TEST_ROUTE_KEY", "k");
        key_trust::allow({SecretUse::Kind::Key, QStringLiteral("INTERLEAVE_TEST_ROUTE_KEY"), QStringLiteral("https://api.openai.com")});
        scenario.traffic.routing.fallbacks = {{{}, QStringLiteral("openai"), {}, QStringLiteral("INTERLEAVE_TEST_ROUTE_KEY")}};
        QSignalSpy finished(&controller, &RunController::finished);
        controller.start(scenario);
        controller.stop(); // before anything is sent
        for (const PlannedRun &run : controller.queue()) {
            const QString baseUrl = run.scenario.traffic.routing.fallbacks.front().baseUrl;
            QCOMPARE(baseUrl, run.variant == QStringLiteral("real") ? QStringLiteral("https://api.openai.com/v1") : QString());
        }
        QVERIFY(controller.queue().size() == 2 * scenario.models.size());
        QVERIFY(!finished.isEmpty() || finished.wait(10'000));
        QVERIFY(controller.finishedRuns().isEmpty());
    }

    void aReplayOfAnUnreadableRunIsRefused()
    {
        RunController controller;
        QSignalSpy failed(&controller, &RunController::failed);
        Scenario scenario = article();
        scenario.arrival.kind = Arrival::Kind::Replay;
        scenario.arrival.file = QStringLiteral("/nowhere/run.itrace");
        controller.start(scenario);
        waitForEnd(controller);
        QCOMPARE(failed.size(), 1);
        QVERIFY2(failed.first().first().toString().contains(scenario.arrival.file), qPrintable(failed.first().first().toString()));
        QVERIFY(controller.finishedRuns().isEmpty());

        controller.start(scenario);
        controller.stop();
        waitForEnd(controller);
        QVERIFY(!controller.isRunning());
        QCOMPARE(failed.size(), 1); // stopped before it was read
    }

    void whatARunDoesWithoutIsSaidOnce()
    {
        QDir().mkpath(QFileInfo(ownPricesFile()).path());
        QFile prices(ownPricesFile());
        QVERIFY(prices.open(QIODevice::WriteOnly));
        prices.write("{\"rows\": 7}");
        prices.close();
        QVERIFY(QDir().mkpath(ResponseCache::defaultFile())); // a folder where the cache wants its file
        RunController controller;
        QSignalSpy noticed(&controller, &RunController::noticed);
        Scenario scenario = article();
        scenario.models = {QStringLiteral("concurrent"), QStringLiteral("hybrid")};
        scenario.traffic.cache.enabled = true;
        scenario.traffic.cache.startsEmpty = false;
        controller.start(scenario);
        waitForEnd(controller);
        QVERIFY(prices.remove());
        QVERIFY(QDir().rmdir(ResponseCache::defaultFile()));
        QCOMPARE(controller.finishedRuns().size(), 2);
        QCOMPARE(noticed.size(), 2);
        QVERIFY2(noticed[0].first().toString().contains(ownPricesFile()), qPrintable(noticed[0].first().toString()));
        QVERIFY2(noticed[1].first().toString().contains(ResponseCache::defaultFile()), qPrintable(noticed[1].first().toString()));
    }

    void aDeadHostFailsEveryCallAndNothingElse()
    {
        RunController controller;
        Scenario scenario = article();
        scenario.endpoint.baseUrl = QStringLiteral("http://127.0.0.1:1");
        scenario.models = {QStringLiteral("hybrid")};
        controller.start(scenario);
        waitForEnd(controller);
        const FinishedRun &run = controller.finishedRuns().first();
        QCOMPARE(run.report.count(Outcome::NetworkError), 5);
        QVERIFY2(run.trace->calls().front().message.contains(QStringLiteral("127.0.0.1:1")),
                 qPrintable(run.trace->calls().front().message));
    }

    void closingDuringARunLosesNothing()
    {
        QString file;
        {
            RunController controller;
            Scenario scenario = article();
            scenario.models = {QStringLiteral("hybrid")};
            scenario.timeScale = 0.5;
            QSignalSpy advanced(&controller, &RunController::traceAdvanced);
            controller.start(scenario);
            for (int frame = 0; frame < 5; ++frame)
                QVERIFY(advanced.wait(20'000));
        }
        const QFileInfoList files = QDir(RunController::runsFolder()).entryInfoList({QStringLiteral("*.itrace")}, QDir::Files, QDir::Time);
        QVERIFY(!files.isEmpty());
        const Result<TracePtr> trace = readTrace(files.first().filePath());
        QVERIFY2(trace, trace ? "" : qPrintable(trace.error()));
        QVERIFY((*trace)->isFinished());
        QVERIFY((*trace)->wasCancelled());
        QCOMPARE((*trace)->calls().size(), size_t(5));
        QCOMPARE(liveTaskFrames.load(), 0);
    }
};

INTERLEAVE_TEST_MAIN(TestRunController)
#include "tst_run_controller.moc"
