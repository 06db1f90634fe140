// Every fault that the simulator can play, under every provider and every execution model: each call ends in the right
// outcome, the outcomes add up, calls beside it are unharmed, and nothing is left behind.
#include "support/expected_faults.h"
#include "support/test_main.h"

#include "async/task.h"
#include "execution/execution_model.h"
#include "providers/provider.h"
#include "run/program_path.h"
#include "run/run_controller.h"
#include "simulator/service/simulator.h"
#include "transport/http_exchange.h"

#include <QDir>
#include <QSignalSpy>

#include <span>

using namespace interleave;
using test::ExpectedFault, test::expectedFaults, test::expectedHang, test::modelsUnderTest;
using namespace Qt::StringLiterals;

class TestFaultsEverywhere : public QObject
{
    Q_OBJECT

    /// One call for each fault, and a good one beside each.
    static Scenario scenarioOf(const Provider &provider, const QString &root, const QString &model, bool stream,
                               std::span<const ExpectedFault> faults, double timeoutS)
    {
        Scenario scenario;
        scenario.name = u"faults"_s;
        scenario.endpoint.provider = provider.id();
        scenario.endpoint.baseUrl = provider.simulatorBaseUrl(root);
        scenario.models = {model};
        scenario.stream = stream;
        scenario.timeoutS = timeoutS;
        scenario.concurrency = scenario.workers = 8;
        for (const ExpectedFault &expected : faults) {
            const QString fault = QString::fromLatin1(expected.fault);
            Prompt bad;
            bad.text = u"Explain AI in 20 words"_s;
            bad.callClass = fault;
            Prompt good;
            good.text = u"Write a haiku about robots"_s;
            scenario.prompts << bad << good;
            RoutingRule rule;
            rule.callClass = fault;
            rule.to.baseUrl = provider.simulatorBaseUrl(root + u"/faults/"_s + fault);
            scenario.traffic.routing.rules.append(rule);
        }
        return scenario;
    }

    static FinishedRun runOf(const Scenario &scenario)
    {
        RunController controller;
        QString failure;
        QObject::connect(&controller, &RunController::failed, [&](const QString &sentence) { failure = sentence; });
        QSignalSpy finished(&controller, &RunController::finished);
        controller.start(scenario);
        if (finished.isEmpty() && !finished.wait(60'000))
            failure = u"the run did not end"_s;
        if (!failure.isEmpty())
            qWarning("%s", qPrintable(failure));
        return controller.finishedRuns().value(0);
    }

    static void verifyRun(const Scenario &scenario, std::span<const ExpectedFault> faults)
    {
        const FinishedRun run = runOf(scenario);
        QVERIFY(run.trace);
        const std::vector<CallRecord> &calls = run.trace->calls();
        QCOMPARE(calls.size(), 2 * faults.size());
        for (size_t i = 0; i < faults.size(); ++i) {
            const ExpectedFault &expected = faults[i];
            const CallRecord &bad = calls[2 * i];
            const Outcome outcome = expected.outcome;
            QVERIFY2(bad.outcome == outcome,
                     qPrintable(u"%1: %2 instead of %3 (%4)"_s.arg(QLatin1StringView(expected.fault), outcomeName(bad.outcome),
                                                                   outcomeName(outcome), bad.message)));
            QCOMPARE(bad.message.isEmpty(), false);
            QVERIFY2(calls[2 * i + 1].outcome == Outcome::Ok,
                     qPrintable(u"beside %1: %2"_s.arg(QLatin1StringView(expected.fault), calls[2 * i + 1].message)));
        }
        int sum = 0;
        for (const int count : run.report.outcomes)
            sum += count;
        QCOMPARE(sum, run.report.planned);
        QVERIFY2(run.report.invariants.broken.isEmpty(), qPrintable(run.report.invariants.broken.join(u'\n')));
    }

private Q_SLOTS:
    void initTestCase() { useProgram(QStringLiteral(INTERLEAVE_PROGRAM)); }

    void every_call_ends_as_it_must_data()
    {
        QTest::addColumn<QString>("provider");
        QTest::addColumn<QString>("model");
        QTest::addColumn<bool>("stream");
        for (const Provider *provider : providers()) {
            for (const ExecutionModel &model : modelsUnderTest()) {
                for (const bool stream : {false, true})
                    QTest::addRow("%s, %s, %s", qPrintable(provider->id()), qPrintable(model.id), stream ? "streamed" : "plain")
                        << provider->id() << model.id << stream;
            }
        }
    }
    void every_call_ends_as_it_must()
    {
        QFETCH(QString, provider);
        QFETCH(QString, model);
        QFETCH(bool, stream);
        SimulatorOptions options;
        options.profile = *loadProfile(u"instant"_s);
        InProcessSimulator simulator(options);
        const int replies = HttpExchange::liveTransfers();
        verifyRun(scenarioOf(*findProvider(provider), simulator.baseUrl(), model, stream, expectedFaults, 30), expectedFaults);
        verifyRun(scenarioOf(*findProvider(provider), simulator.baseUrl(), model, stream, expectedHang, test::timeoutOfHangsS),
                  expectedHang);
        QTRY_COMPARE(HttpExchange::liveTransfers(), replies);
        QCOMPARE(liveTaskFrames.load(), 0);
    }

    void retries_serve_what_is_refused_once()
    {
        SimulatorOptions options;
        options.profile = *loadProfile(u"instant"_s);
        InProcessSimulator simulator(options);
        for (const Provider *provider : providers()) {
            for (const ExecutionModel &model : modelsUnderTest()) {
                Scenario scenario = scenarioOf(*provider, simulator.baseUrl(), model.id, true, expectedFaults, 30);
                const Prompt once = scenario.prompts[2]; // rate-limit-once
                QCOMPARE(once.callClass, u"rate-limit-once"_s);
                scenario.prompts.clear();
                for (int i = 0; i < 6; ++i) {
                    scenario.prompts.append(once);
                    scenario.prompts.last().text += QString::number(i);
                }
                scenario.traffic.retry.retries = 1;
                scenario.traffic.retry.backoff = Backoff::None;
                scenario.traffic.retry.honoursServerDelay = false;
                const FinishedRun run = runOf(scenario);
                QCOMPARE(run.report.count(Outcome::Ok), 6);
                QCOMPARE(run.report.attempts, 12);
                QVERIFY2(run.report.invariants.broken.isEmpty(), qPrintable(run.report.invariants.broken.join(u'\n')));
            }
        }
    }
};

INTERLEAVE_TEST_MAIN(TestFaultsEverywhere)
#include "tst_faults_everywhere.moc"
