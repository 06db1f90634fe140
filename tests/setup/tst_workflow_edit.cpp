// Edits of a workflow a step at a time: what a form does to its text, and that the form's table and the reader know the same fields.
#include "setup/workflow_edit.h"
#include "setup/workload_text.h"
#include "support/test_main.h"
#include "support/workload_scenarios.h"

using namespace interleave;
using namespace Qt::StringLiterals;

static StepField fieldOf(const QString &kind, const QString &path, StepField::Type type)
{
    for (const StepField &field : stepFieldsOf(kind)) {
        if (field.path == path && field.type == type)
            return field;
    }
    return {};
}

static Scenario scenario() { return test::scenarioOf(test::graph); }
static QString problemOf(const WorkflowEdit &edit)
{
    const Result<Scenario> read = withWorkloadText(scenario(), edit.text());
    return read ? QString() : read.error();
}

class WorkflowEditTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    /// A new step of each kind is one that the reader takes, with every field of the form at a value that it may have.
    void everyFieldOfTheFormIsKnownToTheReader_data()
    {
        QTest::addColumn<QString>("kind");
        for (const QString &kind : stepKinds())
            QTest::addRow("%s", qPrintable(kind)) << kind;
    }
    void everyFieldOfTheFormIsKnownToTheReader()
    {
        QFETCH(const QString, kind);
        WorkflowEdit edit(R"({"steps":[{"name":"a","call":{"prompt":"x"}},{"name":"b","call":{"prompt":"y"}}]})");
        edit.setKind(u"/steps/1"_s, kind);
        QCOMPARE(edit.kindOf(u"/steps/1"_s), kind);
        QCOMPARE(problemOf(edit), QString());
        for (const StepField &field : stepFieldsOf(kind)) {
            using Type = StepField::Type;
            const QString value = field.path == "after"_L1                                  ? u"a"_s
                                  : field.path == "tools"_L1                                ? u"clock, calculator"_s
                                  : field.type == Type::Choice                              ? field.choices.last()
                                  : field.type == Type::Whole || field.type == Type::Number ? QString::number(std::max(field.least, 1.0))
                                  : !field.example.isEmpty()                                ? field.example
                                  : field.type == Type::Json                                ? u"{}"_s
                                                                                            : u"word"_s;
            QCOMPARE(edit.setValue(u"/steps/1"_s, field, value), QString());
            QVERIFY2(problemOf(edit).isEmpty(), qPrintable(field.path + u": "_s + problemOf(edit)));
            QCOMPARE(edit.value(u"/steps/1"_s, field), value);
            if (field.most > field.least) {
                QVERIFY2(!edit.setValue(u"/steps/1"_s, field, QString::number(field.most * 2, 'f', 0)).isEmpty(), qPrintable(field.path));
                // and the reader has the same bound
                WorkflowEdit beyond(edit.text().toUtf8());
                StepField wide = field;
                wide.most = field.most * 4;
                beyond.setValue(u"/steps/1"_s, wide, QString::number(field.most * 2, 'f', 0));
                QVERIFY2(problemOf(beyond).contains(field.keys().last()), qPrintable(field.path + problemOf(beyond)));
            }
        }
    }

    void anEmptyTextTakesTheFieldAway()
    {
        WorkflowEdit edit(scenario().workflow.json());
        const StepField limit = fieldOf(u"call"_s, u"max_output_tokens"_s, StepField::Type::Whole);
        QCOMPARE(edit.value(u"/steps/0"_s, limit), u"20"_s);
        QCOMPARE(edit.setValue(u"/steps/0"_s, limit, {}), QString());
        QVERIFY(!edit.text().contains(u"\"max_output_tokens\": 20"_s));
        QCOMPARE(edit.setValue(u"/steps/0"_s, limit, u"1.5"_s), limit.rangeText());
        QVERIFY(limit.rangeText().contains(u"for example"_s));
        QCOMPARE(problemOf(edit), QString());
    }

    void renamingTakesReferencesAlongAsFarAsTheNameReaches()
    {
        WorkflowEdit edit(scenario().workflow.json());
        edit.rename(u"/steps/0"_s, u"plan"_s); // asked for inside of a map
        QVERIFY(edit.text().contains(u"{{plan.text}}"_s) && !edit.text().contains(u"outline"_s));
        edit.rename(u"/steps/1"_s, u"parts"_s); // named by "after"
        QVERIFY(!edit.text().contains(u"\"points\""_s));
        edit.rename(u"/steps/4/loop/steps/0"_s, u"tick"_s); // the loop's end knows it
        QVERIFY(edit.text().contains(u"{{tick.json}}"_s) && !edit.text().contains(u"{{step.json}}"_s));
        edit.rename(u"/steps/1/map/steps/0"_s, u"text"_s); // "{{draft}}" beside it
        QVERIFY(edit.text().contains(u"{{text}}"_s));
        QCOMPARE(problemOf(edit), QString());
    }

    void aNameThatAnInnerBlockGivesItselfIsLeftAlone()
    {
        WorkflowEdit edit(R"({"steps":[{"name":"a","call":{"prompt":"x"}},
            {"name":"m","map":{"over":[1],"steps":[{"name":"a","call":{"prompt":"y"}},{"name":"b","call":{"prompt":"{{a.text}}"}}]}},
            {"name":"n","map":{"over":["{{a.text}}"],"as":"a","steps":[{"name":"c","call":{"prompt":"{{a}}"}}]}},
            {"name":"e","call":{"prompt":"{{a.text}}"}}]})");
        edit.rename(u"/steps/0"_s, u"z"_s);
        QCOMPARE(edit.text().count(u"{{z.text}}"_s), 2); // the last step, and what the second map is over
        QCOMPARE(edit.text().count(u"{{a.text}}"_s), 1);
        QVERIFY(edit.text().contains(u"{{a}}"_s));
    }

    void stepsAreAddedDoubledAndDeleted()
    {
        WorkflowEdit edit(scenario().workflow.json());
        const QString added = edit.add(u"/steps/1/map/steps/0"_s);
        QCOMPARE(added, u"/steps/1/map/steps/1"_s);
        QCOMPARE(edit.nameOf(added), u"step"_s);
        const QString copy = edit.duplicate(added);
        QCOMPARE(edit.nameOf(copy), u"step_2"_s);
        QCOMPARE(problemOf(edit), QString());
        QCOMPARE(edit.remove(copy), added);
        QCOMPARE(edit.remove(u"/steps/1"_s), u"/steps/0"_s); // "all" waited for it
        QCOMPARE(problemOf(edit), QString());
        edit.remove(u"/steps/1"_s); // "sum": a template asks for it
        QVERIFY2(problemOf(edit).contains(u"{{sum.json}}"_s), qPrintable(problemOf(edit)));
    }

    void theLastStepOfABlockStays()
    {
        WorkflowEdit edit(R"({"steps":[{"name":"a","call":{"prompt":"x"}}]})");
        QCOMPARE(edit.remove(u"/steps/0"_s), QString());
        QVERIFY(edit.has(u"/steps/0"_s));
    }

    void anotherKindKeepsWhatTheStepIsAbout()
    {
        WorkflowEdit edit(R"({"steps":[{"name":"a","call":{"prompt":"Say {{prompt}}."},"retries":2}]})");
        for (const char *kind : {"analyze", "agent", "join", "call"}) {
            edit.setKind(u"/steps/0"_s, QLatin1StringView(kind));
            QVERIFY2(edit.text().contains(u"Say {{prompt}}."_s), kind);
        }
        edit.setKind(u"/steps/0"_s, u"map"_s);
        QVERIFY(edit.text().contains(u"Say {{prompt}}."_s));
        edit.setKind(u"/steps/0"_s, u"loop"_s); // its block stays
        QVERIFY(edit.text().contains(u"Say {{prompt}}."_s) && edit.text().contains(u"\"retries\": 2"_s));
        QCOMPARE(problemOf(edit), QString());
    }
};

INTERLEAVE_TEST_MAIN(WorkflowEditTest)
#include "tst_workflow_edit.moc"
