// The History workspace as a person uses it: runs are found, opened, compared, marked and deleted by keys; the disk is another thread's.
#include "history/run_store.h"
#include "run/run_hold.h"
#include "support/run_files.h"
#include "support/test_main.h"
#include "ui/compare/compare_page.h"
#include "ui/history/history_page.h"
#include "ui/history/run_details.h"
#include "ui/history/run_list_model.h"
#include "ui/main_window.h"
#include "ui/run/run_page.h"

#include <QAction>
#include <QDir>
#include <QLineEdit>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTableView>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class HistoryTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<HistoryPage> m_page;

    static QString path(const QString &name) { return RunFile::folder() + u'/' + name; }
    static void keep(const QString &name, const RunFileRecipe &recipe) { QVERIFY(writeFile(path(name), runFileContent(recipe))); }
    static void keepThree()
    {
        keep(u"a.itrace"_s, {.model = u"sequential"_s, .timeUtc = u"2026-11-20T10:00:00.000Z"_s, .makespanMs = 15'000});
        keep(u"b.itrace"_s, {.model = u"hybrid"_s, .timeUtc = u"2026-11-21T10:00:00.000Z"_s, .makespanMs = 7'000});
        keep(u"c.itrace"_s, {.scenario = u"<b>other</b>"_s, .model = u"concurrent"_s, .timeUtc = u"2026-11-22T10:00:00.000Z"_s});
    }
    void open()
    {
        m_page = std::make_unique<HistoryPage>();
        m_page->resize(1400, 800);
        m_page->show();
        refresh();
    }
    void refresh()
    {
        QSignalSpy listed(m_page.get(), &HistoryPage::listed);
        m_page->refresh();
        QVERIFY(!listed.isEmpty() || listed.wait(20'000));
    }
    /// As a person gives it: by a click into the list, whose keys are meant.
    static void press(QTableView *table, Qt::Key key, const std::function<void()> &whenPressed = {})
    {
        table->window()->activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(table->window()));
        table->setFocus();
        if (whenPressed)
            whenPressed(); // after the waiting above, which would let timers through
        QTest::keyClick(table, key);
    }
    QString cell(int row, int column) const { return m_page->table()->model()->index(row, column).data().toString(); }
    /// Of the next box, whichever that is.
    static void answer(QMessageBox::ButtonRole role)
    {
        QTimer::singleShot(0, [role] {
            auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
            QVERIFY(box);
            for (QAbstractButton *button : box->buttons()) {
                if (box->buttonRole(button) == role)
                    button->click();
            }
        });
    }

private Q_SLOTS:
    void init()
    {
        QVERIFY(QDir(RunFile::folder()).removeRecursively());
        QVERIFY(QDir().mkpath(RunFile::folder()));
    }
    void cleanup() { m_page.reset(); }

    void runs_are_listed_newest_first_and_an_empty_folder_says_what_to_do()
    {
        open();
        QCOMPARE(m_page->shownRuns(), 0);
        QVERIFY(!m_page->table()->isVisible());
        keepThree();
        refresh();
        QCOMPARE(m_page->shownRuns(), 3);
        QVERIFY(m_page->table()->isVisible());
        QCOMPARE(cell(0, RunListModel::Scenario), u"<b>other</b>"_s);
        QCOMPARE(cell(2, RunListModel::Model), u"Sequential"_s);
    }

    void columns_sort_by_value()
    {
        keepThree();
        open();
        m_page->table()->sortByColumn(RunListModel::Makespan, Qt::AscendingOrder);
        QCOMPARE(cell(0, RunListModel::Model), u"Concurrent"_s);
        QCOMPARE(cell(1, RunListModel::Model), u"Hybrid"_s); // 7 s before 15 s, which as texts would be the other way round
        QCOMPARE(cell(2, RunListModel::Model), u"Sequential"_s);
    }

    void the_search_finds_and_says_what_it_does_not_understand()
    {
        keepThree();
        open();
        m_page->searchField()->setText(u"makespan>5s -model:hybrid"_s);
        QCOMPARE(m_page->shownRuns(), 1);
        QCOMPARE(cell(0, RunListModel::Model), u"Sequential"_s);
        m_page->searchField()->setText(u"makespan>5s colour:red"_s);
        QVERIFY(m_page->searchField()->toolTip().contains(u"colour"_s));
        QCOMPARE(m_page->shownRuns(), 1); // as it was: half-typed terms do not make the list jump
        m_page->searchField()->clear();
        QCOMPARE(m_page->shownRuns(), 3);
    }

    void enter_opens_one_and_compares_several()
    {
        keepThree();
        open();
        QSignalSpy requested(m_page.get(), &HistoryPage::runsRequested);
        m_page->table()->selectRow(1);
        press(m_page->table(), Qt::Key_Return);
        QCOMPARE(requested.size(), 1);
        QCOMPARE(requested[0][0].toStringList(), QStringList{path(u"b.itrace"_s)});
        m_page->table()->selectAll();
        press(m_page->table(), Qt::Key_Return);
        QCOMPARE(requested[1][0].toStringList().size(), 3);
    }

    void tags_and_notes_are_written_beside_the_run_and_shown()
    {
        keepThree();
        open();
        m_page->table()->selectRow(1);
        auto *tags = m_page->details()->findChild<QLineEdit *>();
        auto *note = m_page->details()->findChild<QPlainTextEdit *>();
        QVERIFY(tags->isVisible());
        QSignalSpy listed(m_page.get(), &HistoryPage::listed);
        tags->setText(u"paper, pool 2"_s);
        note->setPlainText(u"Why."_s);
        QTest::keyClick(tags, Qt::Key_Return);
        QVERIFY(!listed.isEmpty() || listed.wait(20'000));
        QCOMPARE(*readMarks(path(u"b.itrace"_s)), (RunMarks{{u"paper"_s, u"pool 2"_s}, u"Why."_s}));
        QCOMPARE(cell(1, RunListModel::Tags), u"paper, pool 2, note"_s);
        QCOMPARE(m_page->table()->selectionModel()->selectedRows().size(), 1); // still there
        m_page->searchField()->setText(u"tag:paper"_s);
        QCOMPARE(m_page->shownRuns(), 1);
    }

    void what_is_typed_on_one_run_never_goes_to_another()
    {
        keepThree();
        open();
        m_page->table()->selectRow(1);
        m_page->details()->findChild<QPlainTextEdit *>()->setPlainText(u"Of b."_s);
        QSignalSpy listed(m_page.get(), &HistoryPage::listed);
        m_page->table()->selectRow(2);
        QVERIFY(!listed.isEmpty() || listed.wait(20'000));
        QCOMPARE(readMarks(path(u"b.itrace"_s))->note, u"Of b."_s);
        QVERIFY(!QFile::exists(marksFileOf(path(u"a.itrace"_s))));
        QCOMPARE(m_page->details()->findChild<QPlainTextEdit *>()->toPlainText(), QString());
    }

    void deleting_asks_and_no_is_no()
    {
        keepThree();
        open();
        m_page->table()->selectRow(0);
        press(m_page->table(), Qt::Key_Delete, [] { answer(QMessageBox::RejectRole); });
        QVERIFY(QFile::exists(path(u"c.itrace"_s)));
        QSignalSpy listed(m_page.get(), &HistoryPage::listed);
        press(m_page->table(), Qt::Key_Delete, [] { answer(QMessageBox::DestructiveRole); });
        QVERIFY(!listed.isEmpty() || listed.wait(20'000));
        QVERIFY(!QFile::exists(path(u"c.itrace"_s)));
        QCOMPARE(m_page->shownRuns(), 2);
    }

    void what_is_shown_is_held_against_other_programs()
    {
        keepThree();
        open();
        m_page->hold({path(u"a.itrace"_s)});
        refresh(); // comes after it
        QVERIFY(isRunHeld(path(u"a.itrace"_s)));
        QVERIFY(!isRunHeld(path(u"b.itrace"_s)));
        m_page->hold({});
        refresh();
        QVERIFY(!isRunHeld(path(u"a.itrace"_s)));
    }

    void a_file_that_is_no_run_is_listed_and_opening_it_says_why()
    {
        keepThree();
        QVERIFY(writeFile(path(u"x.itrace"_s), "nonsense"));
        open();
        m_page->searchField()->setText(u"verdict:unreadable"_s);
        QCOMPARE(m_page->shownRuns(), 1);
        QSignalSpy failed(m_page.get(), &HistoryPage::failed);
        m_page->table()->selectRow(0);
        press(m_page->table(), Qt::Key_Return);
        QCOMPARE(failed.size(), 1);
        QVERIFY(failed[0][0].toString().contains(u"not a run of Interleave"_s));
    }

    void the_window_opens_one_in_run_and_several_in_compare()
    {
        keepThree();
        MainWindow window;
        window.show();
        const auto actions = window.findChildren<QAction *>();
        for (QAction *action : actions) {
            if (action->shortcuts().contains(QKeySequence(u"Ctrl+4"_s)))
                action->trigger();
        }
        auto *page = window.findChild<HistoryPage *>();
        QVERIFY(page && page->isVisible());
        QTRY_COMPARE_WITH_TIMEOUT(page->shownRuns(), 3, 20'000);
        QSignalSpy shown(&window, &MainWindow::runsShown);
        page->table()->selectRow(1);
        press(page->table(), Qt::Key_Return);
        QVERIFY(!shown.isEmpty() || shown.wait(20'000));
        QVERIFY(window.findChild<RunPage *>()->isVisible());
        QTRY_VERIFY(isRunHeld(path(u"b.itrace"_s)));
        page->table()->selectAll();
        Q_EMIT page->runsRequested({path(u"a.itrace"_s), path(u"b.itrace"_s)});
        QVERIFY(shown.wait(20'000));
        QVERIFY(window.findChild<ComparePage *>()->isVisible());
    }
};

INTERLEAVE_UI_TEST_MAIN(HistoryTest)
#include "tst_history.moc"
