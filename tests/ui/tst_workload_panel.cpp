// The workload in the Edit workspace: its graph by mouse and keys, its JSON with errors in place, and nothing of it for a prompt batch.
#include "support/test_main.h"
#include "support/workload_scenarios.h"
#include "ui/edit/model_panel.h"
#include "ui/edit/workload_graph.h"
#include "ui/edit/workload_panel.h"
#include "ui/itemmodels/scenario_document.h"

#include <QApplication>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTextBlock>
#include <QToolButton>
#include <QUndoStack>

using namespace interleave;

class WorkloadPanelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_document.reset(test::scenarioOf(test::graph));
        m_panel = std::make_unique<WorkloadPanel>(m_document);
        m_panel->resize(700, 500);
        m_panel->show();
    }

    void theGraphHasEveryStepAndFollowsTheDocument()
    {
        QVERIFY(m_panel->graph()->isVisible());
        const QStringList names = m_panel->graph()->names();
        QCOMPARE(names, QStringLiteral("outline points draft mark sum double grow step way yes no bad gone all total").split(u' '));
        m_document.reset(test::scenarioOf(test::race));
        QVERIFY(m_panel->graph()->names().contains(QStringLiteral("quick")));
        Scenario batch = test::scenarioOf(test::race);
        batch.workload = QStringLiteral("prompt_batch");
        m_document.reset(batch);
        QVERIFY(m_panel->modelPanel()->isVisible() && !m_panel->graph()->isVisible());
    }

    /// No card lies on another one, and each lies in its frame.
    void cardsDoNotOverlap()
    {
        for (const QByteArray &parts : {test::graph, test::race, QByteArray(test::barrier).replace("BARRIER", "false")}) {
            GraphBlock block = graphOf(test::scenarioOf(parts));
            layOut(block);
            verifyPlaces(block);
        }
    }

    void keysWalkAndEnterAsksForTheForm()
    {
        WorkloadGraph *graph = m_panel->graph();
        QCOMPARE(graph->selected(), QStringLiteral("outline"));
        QTest::keyClick(graph, Qt::Key_Right);
        QTest::keyClick(graph, Qt::Key_Down);
        QCOMPARE(graph->selected(), QStringLiteral("draft"));
        QTest::keyClick(graph, Qt::Key_Left);
        QCOMPARE(graph->selected(), QStringLiteral("points"));
        const QSignalSpy forms(m_panel.get(), &WorkloadPanel::formRequested);
        QTest::keyClick(graph, Qt::Key_Return);
        QCOMPARE(forms.size(), 1);
        QCOMPARE(graph->selectedPath(), QStringLiteral("/steps/1"));
        QTest::mouseClick(m_panel->findChildren<QToolButton *>().at(1), Qt::LeftButton); // JSON, at the same step
        QVERIFY(m_panel->editor()->isVisible());
        QVERIFY(m_panel->editor()->textCursor().block().text().contains(QStringLiteral("\"points\"")));
    }

    void textWithoutErrorsIsAStepThatCanBeUndone()
    {
        m_panel->showView(WorkloadPanel::View::Json);
        const Scenario before = m_document.scenario();
        QString text = m_panel->editor()->toPlainText();
        m_panel->editor()->setPlainText(text.replace(QStringLiteral("\"a\""), QStringLiteral("\"first\"")));
        QTRY_VERIFY(m_document.scenario().workflow.json().contains("\"first\""));
        QCOMPARE(m_panel->problem(), QString());
        QVERIFY(m_panel->editor()->toPlainText().contains(QStringLiteral("\"first\"")));
        m_document.undoStack()->undo();
        QVERIFY(m_document.scenario().workflow == before.workflow);
        QVERIFY(m_panel->editor()->toPlainText().contains(QStringLiteral("\"a\"")));
    }

    void textWithAnErrorSaysWhereAndChangesNothing()
    {
        m_panel->showView(WorkloadPanel::View::Json);
        const Scenario before = m_document.scenario();
        QString text = m_panel->editor()->toPlainText();
        m_panel->editor()->setPlainText(text.replace(QStringLiteral("{{outline.text}}"), QStringLiteral("{{outlne.text}}")));
        QTRY_VERIFY(m_panel->problem().contains(QStringLiteral("{{outlne.text}}")) &&
                    m_panel->problem().contains(QStringLiteral("\"draft\"")));
        QVERIFY(m_document.scenario() == before);
        m_panel->editor()->setPlainText(QStringLiteral("{\"steps\": ["));
        QTRY_VERIFY2(m_panel->problem().contains(QStringLiteral("line 1")), qPrintable(m_panel->problem()));
        QVERIFY(m_document.scenario() == before);
    }

private:
    static void verifyPlaces(const GraphBlock &block)
    {
        for (size_t i = 0; i < block.items.size(); ++i) {
            const GraphItem &item = block.items[i];
            QVERIFY(!item.rect.isEmpty());
            for (size_t j = i + 1; j < block.items.size(); ++j)
                QVERIFY2(!item.rect.intersects(block.items[j].rect), qPrintable(item.name + u' ' + block.items[j].name));
            for (const GraphBlock &inner : item.blocks) {
                for (const GraphItem &each : inner.items)
                    QVERIFY2(item.rect.contains(each.rect), qPrintable(each.name));
                verifyPlaces(inner);
            }
            for (const int before : item.after) // to the right of what it waits for, or below
                QVERIFY(item.rect.left() >= block.items[static_cast<size_t>(before)].rect.right() ||
                        item.rect.top() >= block.items[static_cast<size_t>(before)].rect.bottom());
        }
    }

    ScenarioDocument m_document;
    std::unique_ptr<WorkloadPanel> m_panel;
};

INTERLEAVE_UI_TEST_MAIN(WorkloadPanelTest)
#include "tst_workload_panel.moc"
