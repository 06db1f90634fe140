// Workflows as files have them: what is wrong is refused with its place, and lines are made of what waits for what.
#include "setup/catalog.h"
#include "support/test_main.h"
#include "support/workflow_texts.h"
#include "json/scenario_json.h"

#include <QTest>

using namespace interleave;
using namespace Qt::StringLiterals;

namespace {

QByteArray scenarioWith(const QByteArray &parts)
{
    return "{\n \"schema\": \"interleave.scenario/1\",\n \"prompts\": [\"Go.\"],\n" + parts + "\n}";
}

/// "a; b to c; …": the lines of the first block, those side by side in brackets.
QString linesOf(const QByteArray &steps, bool barrier)
{
    const QByteArray json = scenarioWith("\"workload\":\"workflow\",\"workflow\":{\"barrier\":" + QByteArray(barrier ? "true" : "false") +
                                         ",\"steps\":[" + steps + "]}");
    const Result<Scenario> scenario = scenarioFromJson(json, u"w.json"_s);
    if (!scenario)
        return scenario.error();
    const WorkflowBlock &block = scenario->workflow->blocks.front();
    const auto textOf = [&](const std::vector<int> &lines) {
        QStringList texts;
        for (const int line : lines) {
            QStringList names;
            for (const int step : block.lines[static_cast<size_t>(line)].steps)
                names.append(block.steps[static_cast<size_t>(step)].name);
            texts.append(names.join(u' '));
        }
        return texts.join(u", "_s);
    };
    return textOf(block.head) + u" ["_s + textOf(block.together) + u"] "_s + textOf(block.tail);
}

} // namespace

class WorkflowJsonTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void what_is_wrong_is_refused_with_its_place_data()
    {
        QTest::addColumn<QByteArray>("parts");
        QTest::addColumn<QString>("expected");
        for (const test::WrongWorkflow &wrong : test::wrongWorkflows())
            QTest::addRow("%s", wrong.name) << QByteArray(wrong.parts) << QString::fromUtf8(wrong.expected);
    }
    void what_is_wrong_is_refused_with_its_place()
    {
        QFETCH(QByteArray, parts);
        QFETCH(QString, expected);
        Result<Scenario> scenario = scenarioFromJson(scenarioWith(parts), u"w.json"_s);
        if (scenario)
            scenario = withKnownNames(*scenario, u"w.json"_s);
        QVERIFY(!scenario);
        QVERIFY2(scenario.error().startsWith(u"w.json"_s) && scenario.error().contains(expected), qPrintable(scenario.error()));
    }

    void steps_that_follow_each_other_are_a_line()
    {
        using test::step;
        QCOMPARE(linesOf(step("a") + ',' + step("b", "a") + ',' + step("c", "b"), false), u"a b c [] "_s);
        QCOMPARE(linesOf(step("a") + ',' + step("b", "a") + ',' + step("c", "a") + ',' + step("d", "b\",\"c"), false), u"a [b, c] d"_s);
        QCOMPARE(linesOf(step("a") + ',' + step("b") + ',' + step("c", "a") + ',' + step("d", "c"), false), u" [a c d, b] "_s);
        QCOMPARE(linesOf(step("d", "c") + ',' + step("c", "a") + ',' + step("a"), false), u"a c d [] "_s); // in any order
    }

    void with_a_barrier_a_step_waits_for_all_of_the_level_before()
    {
        using test::step;
        const QByteArray steps =
            step("a1") + ',' + step("b1") + ',' + step("a2", "a1") + ',' + step("b2", "b1") + ',' + step("end", "a2\",\"b2");
        QCOMPARE(linesOf(steps, false), u" [a1 a2, b1 b2] end"_s);
        QCOMPARE(linesOf(steps, true), u" [a1, b1, a2, b2] end"_s);
        const Result<Scenario> scenario = scenarioFromJson(
            scenarioWith("\"workload\":\"workflow\",\"workflow\":{\"barrier\":true,\"steps\":[" + steps + "]}"), u"w.json"_s);
        QVERIFY(scenario);
        const WorkflowBlock &block = scenario->workflow->blocks.front();
        QCOMPARE(block.lines[2].after, (std::vector<int>{0, 1}));
    }

    void what_was_read_is_written_as_it_was()
    {
        for (const QByteArray &parts : test::rightScenarios()) {
            const Result<Scenario> scenario = scenarioFromJson("{\"schema\":\"interleave.scenario/1\"," + parts + "}", u"w.json"_s);
            QVERIFY2(scenario, qPrintable(scenario ? QString() : scenario.error()));
            const Result<Scenario> again = scenarioFromValue(toJson(*scenario), u"again"_s);
            QVERIFY2(again, qPrintable(again ? QString() : again.error()));
            QVERIFY(*again == *scenario);
            QVERIFY(again->workflow.json() == scenario->workflow.json() && again->table.json == scenario->table.json);
            QVERIFY(again->workflow.isThere() == scenario->workflow.isThere() && again->team.isThere() == scenario->team.isThere());
        }
    }
};

INTERLEAVE_TEST_MAIN(WorkflowJsonTest)
#include "tst_workflow_json.moc"
