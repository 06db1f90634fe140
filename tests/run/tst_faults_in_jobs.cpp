// Every fault that the simulator can play, at every kind of step that makes calls, under every execution model, plain and streamed: each
// call and each job ends in the right outcome, what is beside it is unharmed or given up, and nothing is left behind.
#include "support/expected_faults.h"
#include "support/fault_kinds.h"
#include "support/scripted_server.h"
#include "support/test_main.h"
#include "support/workload_scenarios.h"

#include "async/task.h"
#include "providers/provider.h"
#include "run/program_path.h"
#include "run/run_controller.h"
#include "simulator/service/simulator.h"
#include "transport/http_exchange.h"

#include <QDir>
#include <QSignalSpy>

#include <span>

using namespace interleave;
using test::ExpectedFault, test::FaultKind, test::expectedFaults, test::expectedHang;
using namespace Qt::StringLiterals;

namespace {

/// The rule of a fault asks for texts of exactly this length; no other text of the scenarios is so long.
int lengthOf(size_t fault) { return 400 + static_cast<int>(fault); }
QString textOf(std::span<const ExpectedFault> faults, size_t fault)
{
    return QLatin1StringView(faults[fault].fault) + QString(lengthOf(fault) - static_cast<int>(strlen(faults[fault].fault)), u'.');
}

/// A job for each fault, whose bad call is led to it.
Scenario scenarioFor(const FaultKind &kind, std::span<const ExpectedFault> faults, const Provider &provider, const QString &root)
{
    QByteArray rows, table;
    for (size_t i = 0; i < faults.size(); ++i)
        rows += QByteArray(i > 0 ? "," : "") + "{\"fault\":\"" + textOf(faults, i).toUtf8() + "\"}";
    if (!faults.empty())
        table = ",\"table\":[" + rows + "]";
    Scenario scenario = test::scenarioOf("\"prompts\":[\"Go.\"]" + table + "," + kind.parts);
    scenario.endpoint.provider = provider.id();
    scenario.endpoint.baseUrl = provider.simulatorBaseUrl(root);
    scenario.concurrency = 8;
    scenario.workers = 4;
    scenario.timeoutS = 30;
    for (size_t i = 0; i < faults.size(); ++i) {
        RoutingRule rule;
        rule.promptCharsAtLeast = rule.promptCharsAtMost = lengthOf(i);
        rule.to.baseUrl = provider.simulatorBaseUrl(root + u"/faults/"_s + QLatin1StringView(faults[i].fault));
        scenario.traffic.routing.rules.append(rule);
    }
    return scenario;
}

Script toolFirst()
{
    const Result<Script> script = parseScript(R"x({"schema":"interleave.script/1","title":"Test","sentence":"A test.","rules":[
        {"when":{"prompt":"Reckon","turn":0,"tools":["calculator"]},"reply":{"calls":[
            {"name":"calculator","arguments":{"expression":"2 + 3"}}]}}]})x",
                                              u"test.json"_s);
    if (!script)
        qFatal("%s", qPrintable(script.error()));
    return *script;
}

/// What is left in a trace of something that should be over; empty: nothing.
QString leftOpen(const Trace &trace)
{
    for (const StepRecord &step : trace.steps()) {
        if (!step.finished)
            return u"step %1 (%2) is not over"_s.arg(stepNumber(step.id.step), step.label);
        if (step.end > trace.jobs()[static_cast<size_t>(step.id.job)].end)
            return u"step %1 (%2) ends after its job"_s.arg(stepNumber(step.id.step), step.label);
    }
    for (const Span &span : trace.spans()) {
        if (span.end == Trace::open)
            return u"a span (%1) is open"_s.arg(phaseName(span.phase));
    }
    return {};
}

/// What is wrong with a job that met a fault; empty: nothing.
QString wrongIn(const Trace &trace, size_t number, const FaultKind &kind, Outcome expected, const QString &badText)
{
    const JobRecord &job = trace.jobs()[number];
    const Outcome end = kind.isSurvived ? Outcome::Ok : expected;
    if (job.outcome != end)
        return u"the job is %1 instead of %2: %3"_s.arg(outcomeName(job.outcome), outcomeName(end), job.message);
    if (job.message.isEmpty() != isSuccess(end))
        return u"the job's sentence is \"%1\""_s.arg(job.message);
    bool isMet = false;
    for (const CallRecord &call : trace.calls()) {
        if (call.id.job != static_cast<qint32>(number))
            continue;
        const qint32 step = trace.find(call.id);
        const bool isBad = step >= 0 && trace.steps()[static_cast<size_t>(step)].asked == badText;
        isMet = isMet || (isBad && (call.outcome == expected || call.outcome == Outcome::Cancelled));
        const bool isRight = call.outcome == (isBad ? expected : Outcome::Ok) || (kind.givesUpOthers && call.outcome == Outcome::Cancelled);
        if (!isRight || call.message.isEmpty())
            return u"call %1 (%2) is %3: %4"_s.arg(stepNumber(call.id.step), isBad ? u"bad"_s : u"good"_s, outcomeName(call.outcome),
                                                   call.message);
    }
    return isMet || badText.isEmpty() ? QString() : u"no call met the fault"_s;
}

} // namespace

class TestFaultsInJobs : public QObject
{
    Q_OBJECT

    static SimulatorOptions options()
    {
        SimulatorOptions options;
        options.profile = *loadProfile(u"instant"_s);
        options.script = toolFirst();
        return options;
    }

    static FinishedRun runOf(Scenario scenario, const QString &model)
    {
        scenario.models = {model};
        RunController controller;
        QString failure;
        connect(&controller, &RunController::failed, [&](const QString &sentence) { failure = sentence; });
        QSignalSpy finished(&controller, &RunController::finished);
        controller.start(scenario);
        if (finished.isEmpty() && !finished.wait(60'000))
            failure = u"the run did not end"_s;
        if (!failure.isEmpty())
            qWarning("%s", qPrintable(failure));
        return controller.finishedRuns().value(0);
    }

    static void verifyWhole(const FinishedRun &run)
    {
        int sum = 0;
        for (const int count : run.report.outcomes)
            sum += count;
        QCOMPARE(sum, run.report.planned);
        QVERIFY2(run.report.invariants.broken.isEmpty(), qPrintable(run.report.invariants.broken.join(u'\n')));
        QCOMPARE(leftOpen(*run.trace), QString());
    }

    static void verifyKind(const FaultKind &kind, std::span<const ExpectedFault> faults, const Scenario &scenario, const QString &model)
    {
        const FinishedRun run = runOf(scenario, model);
        QVERIFY(run.trace);
        QCOMPARE(run.trace->jobs().size(), faults.size());
        for (size_t i = 0; i < faults.size(); ++i) {
            const QString wrong = wrongIn(*run.trace, i, kind, faults[i].outcome, textOf(faults, i));
            QVERIFY2(wrong.isEmpty(), qPrintable(u"%1: %2"_s.arg(QLatin1StringView(faults[i].fault), wrong)));
        }
        verifyWhole(run);
    }

    static void verifyNothingIsLeft()
    {
        QTRY_COMPARE_WITH_TIMEOUT(HttpExchange::liveTransfers(), 0, 60'000);
        QCOMPARE(liveTaskFrames.load(), 0);
    }

private Q_SLOTS:
    void initTestCase() { useProgram(QStringLiteral(INTERLEAVE_PROGRAM)); }

    /// The providers take turns: how each reads a fault is tst_faults_everywhere's.
    void every_job_ends_as_it_must_data()
    {
        QTest::addColumn<size_t>("kind");
        QTest::addColumn<QString>("model");
        QTest::addColumn<bool>("stream");
        for (size_t kind = 0; kind < test::faultKinds().size(); ++kind) {
            size_t number = 0;
            for (const ExecutionModel &model : test::modelsUnderTest()) {
                const size_t place = kind + number++;
                if (test::isSlowedDown && place % 3 != 0)
                    continue; // a sanitizer makes worker processes slow to start: a third of them meets each kind and each model
                const bool isStreamed = place % 2 == 0; // under one model both
                for (const bool stream : model.id == u"concurrent"_s ? std::vector{false, true} : std::vector{isStreamed})
                    QTest::addRow("%s, %s, %s", test::faultKinds()[kind].name, qPrintable(model.id), stream ? "streamed" : "plain")
                        << kind << model.id << stream;
            }
        }
    }
    void every_job_ends_as_it_must()
    {
        QFETCH(size_t, kind);
        QFETCH(QString, model);
        QFETCH(bool, stream);
        InProcessSimulator simulator(options());
        const Provider &provider = *providers()[static_cast<int>(m_turn++ % providers().size())];
        Scenario scenario = scenarioFor(test::faultKinds()[kind], expectedFaults, provider, simulator.baseUrl());
        scenario.stream = stream;
        verifyKind(test::faultKinds()[kind], expectedFaults, scenario, model);
        verifyNothingIsLeft();
    }

    /// A server that never answers: at every other kind, the models taking turns.
    /// Time passes here: each waits for its time-out.
    void what_hangs_meets_its_time_out_data()
    {
        QTest::addColumn<size_t>("kind");
        QTest::addColumn<QString>("model");
        const std::vector<ExecutionModel> models = test::modelsUnderTest();
        for (size_t kind = 0; kind < test::faultKinds().size(); kind += 2) {
            const ExecutionModel &model = models[kind / 2 % models.size()];
            QTest::addRow("%s, %s", test::faultKinds()[kind].name, qPrintable(model.id)) << kind << model.id;
        }
    }
    void what_hangs_meets_its_time_out()
    {
        QFETCH(size_t, kind);
        QFETCH(QString, model);
        InProcessSimulator simulator(options());
        const Provider &provider = *providers()[static_cast<int>(kind % static_cast<size_t>(providers().size()))];
        Scenario scenario = scenarioFor(test::faultKinds()[kind], expectedHang, provider, simulator.baseUrl());
        scenario.stream = kind % 4 == 0;
        scenario.timeoutS = test::timeoutOfHangsS;
        verifyKind(test::faultKinds()[kind], expectedHang, scenario, model);
        verifyNothingIsLeft();
    }

    /// An agent's tool has run; what it gave is sent, and meets the fault. Models and providers take turns.
    void a_second_turn_ends_as_it_must_data()
    {
        QTest::addColumn<size_t>("kind");
        QTest::addColumn<size_t>("fault");
        for (size_t kind = 0; kind < test::secondTurnKinds().size(); ++kind) {
            for (size_t fault = 0; fault < std::size(expectedFaults); ++fault)
                QTest::addRow("%s, %s", test::secondTurnKinds()[kind].name, expectedFaults[fault].fault) << kind << fault;
        }
    }
    void a_second_turn_ends_as_it_must()
    {
        QFETCH(size_t, kind);
        QFETCH(size_t, fault);
        InProcessSimulator simulator(options());
        const std::vector<ExecutionModel> models = test::modelsUnderTest();
        const Provider &provider = *providers()[static_cast<int>((kind + fault) % static_cast<size_t>(providers().size()))];
        Scenario scenario = scenarioFor(test::secondTurnKinds()[kind], {}, provider, simulator.baseUrl());
        RoutingRule first; // what has a text; the turn after a tool has none
        first.promptCharsAtLeast = 1;
        first.to.baseUrl = scenario.endpoint.baseUrl;
        scenario.traffic.routing.rules = {first};
        scenario.endpoint.baseUrl =
            provider.simulatorBaseUrl(simulator.baseUrl() + u"/faults/"_s + QLatin1StringView(expectedFaults[fault].fault));
        scenario.stream = fault % 2 == 0;
        const FinishedRun run = runOf(scenario, models[(kind + fault) % models.size()].id);
        QVERIFY(run.trace);
        QCOMPARE(run.trace->jobs().size(), size_t(1));
        const JobRecord &job = run.trace->jobs().front();
        const Outcome expected = expectedFaults[fault].outcome;
        QVERIFY2(job.outcome == (test::secondTurnKinds()[kind].isSurvived ? Outcome::Ok : expected), qPrintable(job.message));
        int tools = 0, turns = 0;
        for (const StepRecord &step : run.trace->steps()) {
            tools += step.kind == StepKind::Tool && isSuccess(step.outcome);
            if (step.label == "turn 2"_L1) {
                ++turns;
                QVERIFY2(step.outcome == expected, qPrintable(QString(outcomeName(step.outcome))));
            }
        }
        QVERIFY(turns > 0);
        QCOMPARE(tools, turns);
        verifyWhole(run);
        verifyNothingIsLeft();
    }

    /// Pages that never come, break off, or never end: the step ends by its time-out, in an error, or with what is bounded.
    void tools_that_ask_a_bad_server_end_data()
    {
        QTest::addColumn<QString>("model");
        for (const ExecutionModel &model : test::modelsUnderTest())
            QTest::addRow("%s", qPrintable(model.id)) << model.id;
    }
    void tools_that_ask_a_bad_server_end()
    {
        QFETCH(QString, model);
        test::ScriptedServer server([&](const test::ScriptedServer::Request &request) {
            if (request.head.startsWith("GET /cut")) {
                server.reply(request, test::ScriptedServer::response(QByteArray(1000, 'a')).chopped(500));
                request.socket->disconnectFromHost();
            } else if (request.head.startsWith("GET /flood")) {
                server.reply(request, "HTTP/1.1 200 OK\r\nContent-Length: 3000000000\r\n\r\n" + QByteArray(3'000'000, 'a'));
            } // and what hangs is held
        });
        const auto step = [&](const char *name, const char *rest) -> QByteArray {
            return QByteArray("{\"name\":\"") + name + "\"," + rest +
                   "\"on_failure\":\"default\",\"default\":1,\"tool\":{\"name\":\"http_get\","
                   "\"arguments\":{\"url\":\"" +
                   server.baseUrl().toUtf8() + '/' + name + "\"}}}";
        };
        const QByteArray steps = step("hang", "\"timeout_s\":0.3,") + ',' + step("cut", "") + ',' + step("flood", "\"timeout_s\":30,");
        const FinishedRun run =
            runOf(test::scenarioOf("\"prompts\":[\"Go.\"],\"workload\":\"workflow\",\"workflow\":{\"steps\":[" + steps + "]}"), model);
        QVERIFY(run.trace);
        QCOMPARE(run.trace->jobs().front().outcome, Outcome::Ok);
        QMap<QString, Outcome> ends;
        for (const StepRecord &each : run.trace->steps()) {
            if (each.kind == StepKind::Tool)
                ends[each.label] = each.outcome;
        }
        QCOMPARE(ends.value(u"hang"_s), Outcome::Timeout);
        QCOMPARE(ends.value(u"cut"_s), Outcome::NetworkError);
        QCOMPARE(ends.value(u"flood"_s), Outcome::Ok);
        verifyWhole(run);
        QTRY_COMPARE(server.openConnections(), 0);
        verifyNothingIsLeft();
    }

private:
    qsizetype m_turn = 0;
};

INTERLEAVE_TEST_MAIN(TestFaultsInJobs)
#include "tst_faults_in_jobs.moc"
