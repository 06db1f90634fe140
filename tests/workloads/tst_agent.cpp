// Agents and teams under every execution model: tools that really run decide the answer, failures are told to the model, bounds end what
// does not end by itself, and a team's words come in order.
#include "run/program_path.h"
#include "setup/catalog.h"
#include "support/agent_scripts.h"
#include "support/made_run.h"
#include "support/test_main.h"
#include "support/workload_scenarios.h"
#include "workloads/board.h"
#include "json/price_files.h"

#include <QTemporaryDir>

using namespace interleave;
using test::MadeRun, test::runLive, test::runOf, test::runVirtually;
using namespace Qt::StringLiterals;

namespace {

QStringList stepsOf(const Trace &trace, int job)
{
    QStringList texts;
    for (const qint32 index : trace.jobs()[static_cast<size_t>(job)].steps) {
        const StepRecord &step = trace.steps()[static_cast<size_t>(index)];
        texts.append(u"%1 %2 %3"_s.arg(stepNumber(step.id.step), step.label, QString(outcomeName(step.outcome))));
    }
    texts.sort();
    return texts;
}

void addRows()
{
    QTest::addColumn<QString>("model");
    QTest::addColumn<bool>("isLive");
    QTest::addColumn<QString>("provider");
    for (const CatalogEntry &model : catalogOfModels()) {
        QTest::addRow("%s, virtual", qPrintable(model.id)) << model.id << false << u"gemini"_s;
        for (const char *provider : {"gemini", "openai", "anthropic"})
            QTest::addRow("%s, live, %s", qPrintable(model.id), provider) << model.id << true << QString::fromLatin1(provider);
    }
}

} // namespace

class AgentTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        useProgram(QStringLiteral(INTERLEAVE_PROGRAM));
        QDir(RunController::runsFolder()).removeRecursively();
        QFile script(m_folder.filePath(u"script.json"_s));
        QVERIFY(script.open(QIODevice::WriteOnly) && script.write(test::agentScript) == test::agentScript.size());
    }

    /// Turn 1 asks for two tools at once, one that is not offered and one with a wrong expression; turn 2 mends it; turn 3 answers with
    /// what the tools gave: (3 + 4) · 6.
    void what_tools_give_is_the_answer_data() { addRows(); }
    void what_tools_give_is_the_answer()
    {
        QFETCH(QString, model);
        QFETCH(bool, isLive);
        QFETCH(QString, provider);
        Scenario scenario = scenarioOf(test::agentParts);
        scenario.endpoint.provider = provider;
        scenario.stream = provider == "openai"_L1;
        const MadeRun made = runOf(scenario, model, isLive);
        QVERIFY(made.trace);
        QVERIFY2(made.report.invariants.broken.isEmpty(), qPrintable(made.report.invariants.broken.join(u'\n')));
        QCOMPARE(made.report.jobsOk, 2);
        QCOMPARE(made.report.ok(), 6);
        const QStringList expected{u"1 turn 1 ok"_s,
                                   u"2 calculator protocol_error"_s,
                                   u"2.1 calculator protocol_error"_s,
                                   u"3 teleport protocol_error"_s,
                                   u"3.1 teleport protocol_error"_s,
                                   u"4 calculator ok"_s,
                                   u"4.1 calculator ok"_s,
                                   u"5 turn 2 ok"_s,
                                   u"6 calculator ok"_s,
                                   u"7 turn 3 ok"_s};
        for (int job = 0; job < 2; ++job)
            QCOMPARE(stepsOf(*made.trace, job), expected);
        for (const StepRecord &step : made.trace->steps()) {
            if (step.id.step == 6)
                QVERIFY2(step.result.contains(u"42"_s), qPrintable(step.result));
        }
        for (const CallRecord &call : made.trace->calls()) { // the last turn says the value
            if (call.label == "turn 3"_L1)
                QCOMPARE(call.usage.output, std::optional<qint32>(40));
        }
    }

    void a_bound_ends_an_agent_that_does_not_answer_data()
    {
        QTest::addColumn<QByteArray>("bounds");
        QTest::addColumn<QString>("sentence");
        QTest::addColumn<int>("calls");
        QTest::newRow("turns") << QByteArray("\"turns\":3") << u"3 turns"_s << 3;
        QTest::newRow("tokens") << QByteArray("\"tokens\":30") << u"30 tokens"_s << 1;
        QTest::newRow("dollars") << QByteArray("\"usd\":0.00005") << u"0.000050 $"_s << 2;
        QTest::newRow("seconds") << QByteArray("\"s\":0.25") << u"0.25 s"_s << -1;
    }
    void a_bound_ends_an_agent_that_does_not_answer()
    {
        QFETCH(QByteArray, bounds);
        QFETCH(QString, sentence);
        QFETCH(int, calls);
        const Scenario scenario = scenarioOf(QByteArray(test::endlessParts).replace("BOUNDS", bounds));
        for (const CatalogEntry &model : catalogOfModels()) {
            const MadeRun made = runVirtually(scenario, model.id);
            QVERIFY(made.trace);
            QCOMPARE(made.report.jobsFailed, 1);
            QVERIFY2(made.trace->jobs().front().message.contains(sentence), qPrintable(made.trace->jobs().front().message));
            QVERIFY2(calls < 0 || made.report.ok() == calls, qPrintable(QString::number(made.report.ok())));
            QVERIFY(calls >= 0 || made.report.makespanS < 0.4);
            QVERIFY2(made.report.invariants.broken.isEmpty(), qPrintable(made.report.invariants.broken.join(u'\n')));
        }
    }

    /// A turn takes 0.1 s (2 s at scale 0.05), and is cut off after 0.03 s, wherever the agent stands; live too.
    void seconds_cut_off_a_turn_that_is_under_way_data()
    {
        QTest::addColumn<QByteArray>("parts");
        QTest::addColumn<QString>("model");
        const QByteArray bounds = R"x("bounds":{"s":0.03})x";
        const QByteArray step = R"x({"name":"a","agent":{"task":"Go.",)x" + bounds + "}}";
        const QByteArray map = R"x({"name":"m","map":{"over":[1],"steps":[)x" + step + "]}}";
        const QByteArray idle = R"x("plan":{"task":"Plan."},"roles":[{"name":"w","task":"Work."}])x";
        const auto workflow = [](const QByteArray &steps) -> QByteArray {
            return R"x("workload":"workflow","workflow":{"steps":[)x" + steps + "]}";
        };
        const auto team = [](const QByteArray &rest) -> QByteArray { return R"x("workload":"team","team":{)x" + rest + "}"; };
        const std::pair<const char *, QByteArray> cases[] = {
            {"agent", R"x("workload":"agent","agent":{)x" + bounds + "}"},
            {"step", workflow(step)},
            {"step with a later time-out", workflow(R"x({"name":"a","timeout_s":50,"agent":{)x" + bounds + "}}")},
            {"step in a map", workflow(map)},
            {"member", team(R"x("shape":"crowd","roles":[{"name":"a","task":"Go.",)x" + bounds + "}]")},
            {"proposer", team(R"x("shape":"board","decision":{},"roles":[{"name":"a","task":"Go.",)x" + bounds + "}]")},
            {"plan", team(R"x("shape":"orchestrator","decision":{},"roles":[{"name":"w"}],"plan":{)x" + bounds + "}")},
            {"decision", team(R"x("shape":"orchestrator",)x" + idle + R"x(,"decision":{)x" + bounds + "}")},
        };
        for (const auto &[name, parts] : cases) {
            for (const CatalogEntry &model : catalogOfModels())
                QTest::addRow("%s, %s", name, qPrintable(model.id)) << parts << model.id;
        }
    }
    void seconds_cut_off_a_turn_that_is_under_way()
    {
        QFETCH(QByteArray, parts);
        QFETCH(QString, model);
        const Scenario scenario = scenarioOf("\"prompts\":[\"Go.\"]," + parts);
        for (const bool isLive : {false, true}) {
            const MadeRun made = runOf(scenario, model, isLive);
            QVERIFY(made.trace);
            const JobRecord &job = made.trace->jobs().front();
            QVERIFY2(job.message.contains(u"the agent was stopped at its bound of 0.03 s, before it had answered"_s),
                     qPrintable(job.message));
            QCOMPARE(job.outcome, Outcome::Timeout);
            QCOMPARE(made.trace->calls().back().outcome, Outcome::Timeout); // the turn that was under way
            QVERIFY2(made.report.invariants.broken.isEmpty(), qPrintable(made.report.invariants.broken.join(u'\n')));
            for (const StepRecord &each : made.trace->steps())
                QVERIFY(each.finished && each.end <= job.end);
            const double turns = parts.contains("\"Plan.\"") ? 0.2 : 0;
            QVERIFY(isLive || model == "parallel_processes"_L1 || std::abs(made.report.makespanS - turns - 0.03) < 0.005);
        }
    }

    /// What a bound is reckoned with was read before the run: a call that was led to a dear model is a dear one.
    void dollars_are_those_of_the_model_that_was_asked()
    {
        Scenario scenario = scenarioOf(QByteArray(test::endlessParts).replace("BOUNDS", "\"usd\":0.00005"));
        const int usual = runVirtually(scenario, u"concurrent"_s).report.ok();
        RoutingRule rule;
        rule.to.modelName = u"sim-large"_s;
        scenario.traffic.routing.rules = {rule};
        const double dear = *loadPriceTable().costUsd(u"simulator"_s, u"sim-large"_s, {.input = 1'000'000, .output = 1'000'000});
        const double cheap = *loadPriceTable().costUsd(u"simulator"_s, u"sim"_s, {.input = 1'000'000, .output = 1'000'000});
        QVERIFY(dear > cheap);
        QVERIFY(runVirtually(scenario, u"concurrent"_s).report.ok() < usual);
    }

    /// Closed form, in calls of 2 s at scale 0.05: a plan, members at once or in waves, and a decision.
    void members_of_a_team_run_where_the_model_says_data()
    {
        QTest::addColumn<QByteArray>("team");
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("calls"); // of the makespan
        const QByteArray crowd = "\"shape\":\"crowd\",\"roles\":[{\"name\":\"a\",\"count\":4}]";
        const QByteArray chief = "\"shape\":\"orchestrator\",\"plan\":{},\"decision\":{},\"roles\":[{\"name\":\"a\",\"count\":3}]";
        const QByteArray board =
            "\"shape\":\"board\",\"rounds\":2,\"decision\":{},\"roles\":[{\"name\":\"p\"},{\"name\":\"c\",\"count\":2}]";
        QTest::newRow("crowd, sequential") << crowd << u"sequential"_s << 4;
        QTest::newRow("crowd, concurrent") << crowd << u"concurrent"_s << 1;
        QTest::newRow("crowd, two threads") << crowd << u"parallel_threads"_s << 2;
        QTest::newRow("crowd in waves of two") << crowd + ",\"wave\":2" << u"hybrid"_s << 2;
        QTest::newRow("orchestrator, sequential") << chief << u"sequential"_s << 5;
        QTest::newRow("orchestrator, concurrent") << chief << u"concurrent"_s << 3;
        QTest::newRow("orchestrator, two threads") << chief << u"parallel_threads"_s << 4;
        QTest::newRow("board, sequential") << board << u"sequential"_s << 7;
        QTest::newRow("board, hybrid") << board << u"hybrid"_s << 5;
    }
    void members_of_a_team_run_where_the_model_says()
    {
        QFETCH(QByteArray, team);
        QFETCH(QString, model);
        QFETCH(int, calls);
        const Scenario scenario = test::scenarioOf("\"workload\":\"team\",\"prompts\":[\"Go.\"],\"team\":{" + team + "}");
        const MadeRun made = runVirtually(scenario, model);
        QVERIFY(made.trace);
        QCOMPARE(made.report.jobsOk, 1);
        QVERIFY2(std::abs(made.report.makespanS - calls * 0.1) < 0.01, qPrintable(QString::number(made.report.makespanS)));
    }

    void a_team_works_live_data()
    {
        QTest::addColumn<QString>("model");
        for (const CatalogEntry &model : catalogOfModels())
            QTest::addRow("%s", qPrintable(model.id)) << model.id;
    }
    void a_team_works_live()
    {
        QFETCH(QString, model);
        const Scenario scenario = scenarioOf(test::teamParts);
        const MadeRun predicted = runVirtually(scenario, model);
        const MadeRun made = runLive(scenario, model);
        QVERIFY(made.trace && predicted.trace);
        QCOMPARE(made.report.jobsOk, 1);
        QCOMPARE(stepsOf(*made.trace, 0), stepsOf(*predicted.trace, 0));
        QVERIFY2(made.report.invariants.broken.isEmpty(), qPrintable(made.report.invariants.broken.join(u'\n')));
    }

    void a_board_keeps_every_word_and_names_conflicts()
    {
        Board board;
        board.write({{u"proposer"_s, u"Let us go."_s}}, 1);
        board.write({{u"critic 1"_s, u"{\"price\": 3, \"day\": \"Monday\"}"_s}, {u"critic 2"_s, u"{\"price\": 4}"_s}}, 1);
        board.write({{u"critic 1"_s, u"{\"price\": 5}"_s}}, 2);
        const QString text = board.text();
        QVERIFY(text.indexOf(u"Let us go."_s) < text.indexOf(u"critic 1"_s) && text.indexOf(u"critic 1"_s) < text.indexOf(u"critic 2"_s));
        const OrderedJson json = board.json();
        QCOMPARE(json["words"].size(), size_t(4));
        QCOMPARE(compact(json["fields"]), QByteArray("{\"day\":\"Monday\",\"price\":5}"));
        QCOMPARE(json["conflicts"].size(), size_t(1));
        QVERIFY(interleave::textOf(json["conflicts"][0]).contains(u"critic 1 wrote price = 3, and critic 2 wrote 4"_s));
    }

private:
    Scenario scenarioOf(const QByteArray &parts) const
    {
        Scenario scenario = test::scenarioOf(parts);
        scenario.script = m_folder.filePath(u"script.json"_s);
        return scenario;
    }
    QTemporaryDir m_folder;
};

INTERLEAVE_TEST_MAIN(AgentTest)
#include "tst_agent.moc"
