// The rows of a scenario in the Edit workspace: edited as a grid and undone; of a file they are read, or it is said what is wrong.
#include "support/test_main.h"
#include "support/workload_scenarios.h"
#include "ui/edit/edit_page.h"
#include "ui/edit/rows_panel.h"
#include "ui/edit/side_panel.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/itemmodels/table_rows_model.h"

#include <QLabel>
#include <QTableView>
#include <QTemporaryDir>
#include <QUndoStack>

using namespace interleave;
using namespace Qt::StringLiterals;

class RowsPanelTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void init()
    {
        m_document.reset(test::scenarioOf(test::graph));
        m_page = std::make_unique<EditPage>(m_document);
        m_page->resize(1'400, 800);
        m_page->show();
        m_page->sidePanel()->showPage(SidePanel::Page::Rows);
    }

    void aCellIsEditedInTheGridAndUndone()
    {
        QVERIFY(panel().view()->isVisible());
        QCOMPARE(model().rowCount(), 2);
        QVERIFY(model().setData(model().index(1, 0), u"looms"_s, Qt::EditRole));
        QVERIFY(m_document.scenario().table.json.contains("looms"));
        QCOMPARE(m_document.scenario().inputs(), 2);
        m_document.undoStack()->undo();
        QCOMPARE(model().data(model().index(1, 0), Qt::DisplayRole).toString(), u"lathes"_s);
    }

    void keysAddAndDeleteRows()
    {
        panel().view()->setCurrentIndex(model().index(0, 0));
        QTest::keyClick(panel().view(), Qt::Key_Insert);
        QCOMPARE(model().rowCount(), 3);
        QCOMPARE(panel().view()->currentIndex().row(), 1);
        panel().view()->setCurrentIndex(model().index(1, 0));
        QTest::keyClick(panel().view(), Qt::Key_Delete);
        QCOMPARE(model().rowCount(), 2);
        QCOMPARE(model().data(model().index(1, 0), Qt::DisplayRole).toString(), u"lathes"_s);
    }

    void aColumnThatTemplatesAskForStays()
    {
        QVERIFY(model().addColumn(u"place"_s).isEmpty());
        QCOMPARE(model().columns().size(), 2);
        QVERIFY2(model().renameColumn(0, u"noun"_s).contains(u"{{word}}"_s), "templates ask for it");
        QCOMPARE(model().columns().first(), u"word"_s);
        QVERIFY(model().removeColumn(1).isEmpty());
        QCOMPARE(model().columns().size(), 1);
    }

    void rowsOfAFileAreReadAndNotEdited()
    {
        const QTemporaryDir folder;
        QFile cases(folder.filePath(u"cases.csv"_s));
        QVERIFY(cases.open(QIODevice::WriteOnly) && cases.write("word,place\ntides,Lindau\n") > 0);
        cases.close();
        open(folder, u"cases.csv"_s);
        QTRY_VERIFY2(model().rowCount() == 1, qPrintable(panel().problem()));
        QCOMPARE(model().columns(), QStringList({u"word"_s, u"place"_s}));
        QVERIFY(!(model().flags(model().index(0, 0)) & Qt::ItemIsEditable));
        QTest::keyClick(panel().view(), Qt::Key_Delete);
        QCOMPARE(model().rowCount(), 1);
        m_document.setConcurrency(7); // and they stay
        QCOMPARE(model().rowCount(), 1);
    }

    void aFileThatIsNotThereIsNamedWithWhatIsWrong()
    {
        const QTemporaryDir folder;
        open(folder, u"missing.csv"_s);
        QTRY_VERIFY2(panel().problem().contains(u"missing.csv"_s), qPrintable(panel().problem()));
        QCOMPARE(model().rowCount(), 0);
    }

private:
    RowsPanel &panel() { return *m_page->sidePanel()->rowsPanel(); }
    TableRowsModel &model() { return *panel().model(); }
    void open(const QTemporaryDir &folder, const QString &file)
    {
        QFile owner(folder.filePath(u"a.interleave.json"_s));
        QVERIFY(owner.open(QIODevice::WriteOnly));
        Scenario scenario = m_document.scenario();
        scenario.table = {};
        scenario.table.file = file;
        m_document.reset(scenario, {.path = folder.filePath(u"a.interleave.json"_s), .saved = scenario});
    }

    ScenarioDocument m_document;
    std::unique_ptr<EditPage> m_page;
};

INTERLEAVE_UI_TEST_MAIN(RowsPanelTest)
#include "tst_rows_panel.moc"
