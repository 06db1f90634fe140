// The form of a step in the Edit workspace: by mouse and keyboard, undone as one edit, errors below the field that has them.
#include "support/test_main.h"
#include "support/workload_scenarios.h"
#include "ui/edit/edit_page.h"
#include "ui/edit/side_panel.h"
#include "ui/edit/step_form.h"
#include "ui/edit/step_form_row.h"
#include "ui/edit/workload_graph.h"
#include "ui/edit/workload_panel.h"
#include "ui/itemmodels/scenario_document.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QUndoStack>

using namespace interleave;
using namespace Qt::StringLiterals;

class StepFormTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_document.reset(test::scenarioOf(test::graph));
        m_page = std::make_unique<EditPage>(m_document);
        m_page->resize(1'400, 800);
        m_page->show();
    }

    void theSelectedStepIsInTheForm()
    {
        QVERIFY(form().isVisible());
        QCOMPARE(textOf("name"), u"outline"_s);
        QCOMPARE(textOf("call/system"), u"Be brief."_s);
        QCOMPARE(textOf("call/max_output_tokens"), u"20"_s);
        graph().setSelectedPath(u"/steps/4"_s);
        QCOMPARE(textOf("kind"), u"loop"_s);
        QCOMPARE(textOf("loop/until/test"), u"more"_s);
        QCOMPARE(textOf("loop/until/with"), u"7"_s);
        QVERIFY(!form().row(u"call/prompt"_s));
    }

    void aFieldIsAnEditThatCanBeUndone()
    {
        type("call/max_output_tokens", u"33"_s);
        QCOMPARE(m_document.scenario().workflow->blocks[0].steps[0].maxOutputTokens, std::optional(33));
        QVERIFY(m_page->workloadPanel()->editor()->toPlainText().contains(u"\"max_output_tokens\": 33"_s));
        m_document.undoStack()->undo();
        QCOMPARE(textOf("call/max_output_tokens"), u"20"_s);
    }

    void whatIsTypedIsTakenWhenNoKeyFollows()
    {
        auto *text = static_cast<QPlainTextEdit *>(row("call/prompt")->control());
        text->setPlainText(u"About {{word}}"_s);
        QTRY_COMPARE(m_document.scenario().workflow->blocks[0].steps[0].text, u"About {{word}}"_s);
        QCOMPARE(text->toPlainText(), u"About {{word}}"_s);
    }

    void anErrorIsBelowItsFieldAndChangesNothing()
    {
        const Scenario before = m_document.scenario();
        type("call/max_output_tokens", u"-3"_s);
        QVERIFY2(row("call/max_output_tokens")->error().startsWith(u"between 1 and"_s), qPrintable(row("call/max_output_tokens")->error()));
        type("after", u"nobody"_s);
        QVERIFY2(row("after")->error().contains(u"\"nobody\""_s), qPrintable(row("after")->error()));
        QCOMPARE(textOf("after"), u"nobody"_s);
        QVERIFY(m_document.scenario() == before);
        type("after", {});
        QCOMPARE(row("after")->error(), QString());
    }

    void renamingTakesReferencesAlong()
    {
        type("name", u"plan"_s);
        QCOMPARE(graph().selected(), u"plan"_s);
        QVERIFY(m_document.scenario().workflow.json().contains("{{plan.text}}"));
        type("name", u"sum"_s); // another one has it
        QVERIFY(row("name")->error().contains(u"sum"_s));
        QCOMPARE(graph().selected(), u"plan"_s);
    }

    void anotherKindHasOtherFields()
    {
        auto *kind = static_cast<QComboBox *>(row("kind")->control());
        kind->setCurrentText(u"analyze"_s);
        Q_EMIT kind->activated(kind->currentIndex());
        QVERIFY(row("analyze/text"));
        QCOMPARE(textOf("analyze/text"), u"Outline: {{prompt}} {{word}}"_s);
        QVERIFY(m_document.scenario().workflow->blocks[0].steps[0].kind == WorkflowStep::Kind::Analyze);
        m_document.undoStack()->undo();
        QCOMPARE(textOf("call/prompt"), u"Outline: {{prompt}} {{word}}"_s);
    }

    void theGraphsKeysAddDoubleAndDelete()
    {
        const QStringList names = graph().names();
        QTest::keyClick(&graph(), Qt::Key_N);
        QCOMPARE(graph().names().size(), names.size() + 1);
        QCOMPARE(graph().selected(), u"step"_s);
        QTest::keyClick(&graph(), Qt::Key_D, Qt::ControlModifier);
        QCOMPARE(graph().selected(), u"step_2"_s);
        QTest::keyClick(&graph(), Qt::Key_Delete);
        QTest::keyClick(&graph(), Qt::Key_Delete);
        QCOMPARE(graph().names(), names);
        QCOMPARE(graph().selected(), u"outline"_s);
        QTest::keyClick(&graph(), Qt::Key_Delete); // others ask for it
        QCOMPARE(graph().names(), names);
        m_document.undoStack()->undo();
        QCOMPARE(graph().names().size(), names.size() + 1);
    }

    void aScenarioOfPromptsHasTheSetUpAlone()
    {
        Scenario batch = m_document.scenario();
        batch.workload = u"prompt_batch"_s;
        m_document.reset(batch);
        QVERIFY(!form().isVisible());
        m_document.reset(test::scenarioOf(test::race));
        QVERIFY(form().isVisible());
        QCOMPARE(textOf("kind"), u"race"_s);
    }

private:
    StepForm &form() { return *m_page->sidePanel()->stepForm(); }
    WorkloadGraph &graph() { return *m_page->workloadPanel()->graph(); }
    StepFormRow *row(const char *key) { return form().row(QLatin1StringView(key)); }
    QString textOf(const char *key) { return row(key) ? row(key)->text() : u"(no such row)"_s; }
    void type(const char *key, const QString &text)
    {
        auto *line = static_cast<QLineEdit *>(row(key)->control());
        line->setText(text);
        Q_EMIT line->editingFinished();
    }

    ScenarioDocument m_document;
    std::unique_ptr<EditPage> m_page;
};

INTERLEAVE_UI_TEST_MAIN(StepFormTest)
#include "tst_step_form.moc"
