// The rooms that show and hand out what has run, without a run: the Run page, the Compare page, what shows a round's runs in them, and the
// Export menu. A person who loses one of these sees nothing of a run, the wrong run, or gets no file of it.
#include "run/run_controller.h"
#include "run/saved_run.h"
#include "support/article_run.h"
#include "support/test_main.h"
#include "ui/compare/compare_page.h"
#include "ui/compare/result_export.h"
#include "ui/edit/estimates.h"
#include "ui/edit/workload_graph.h"
#include "ui/run/inspector_panel.h"
#include "ui/run/queue_strip.h"
#include "ui/run/run_page.h"
#include "ui/run_presenter.h"
#include "ui/status_strip.h"
#include "ui/timeline/timeline_view.h"
#include "ui/widgets/verdict_chip.h"

#include <QFileDialog>
#include <QLabel>
#include <QMenu>
#include <QPushButton>
#include <QTableView>

#include <csignal>

#include <sys/resource.h>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

namespace {

FinishedRun finishedRun(const QString &model, const TracePtr &trace)
{
    return {model, 0, trace, makeRunReport(*trace, Scenario(), model, 0)};
}

QList<FinishedRun> twoRuns()
{
    return {finishedRun(u"sequential"_s, sequentialRun().trace()), finishedRun(u"hybrid"_s, hybridRun().trace())};
}

QList<PlannedRun> queueOf(const QList<FinishedRun> &runs)
{
    QList<PlannedRun> queue;
    for (const FinishedRun &run : runs)
        queue.append({run.model, run.repeat, run.variant, Scenario()});
    return queue;
}

/// Whether a label of the widget that is not hidden says this, no-break spaces or not.
bool says(const QWidget &widget, const QString &text)
{
    const auto labels = widget.findChildren<QLabel *>();
    return std::any_of(labels.begin(), labels.end(), [&](const QLabel *label) {
        return label->isVisibleTo(&widget) && label->text().replace(QChar::Nbsp, u' ').contains(text);
    });
}

QPushButton *button(const QWidget &widget, const QString &text)
{
    const auto buttons = widget.findChildren<QPushButton *>();
    for (QPushButton *each : buttons) {
        if (each->text() == text)
            return each;
    }
    return nullptr;
}

/// What a person does with every file dialog while it lives: keeps the proposed name and takes it in this folder.
class ChooseFolder
{
public:
    explicit ChooseFolder(const QString &folder)
    {
        m_timer.start(0);
        QObject::connect(&m_timer, &QTimer::timeout, [this, folder] {
            auto *dialog = qobject_cast<QFileDialog *>(QApplication::activeModalWidget());
            if (!dialog)
                return;
            m_path = folder + u'/' + QFileInfo(dialog->selectedFiles().value(0)).fileName();
            dialog->selectFile(m_path);
            QMetaObject::invokeMethod(dialog, "accept");
        });
    }
    QString path() const { return m_path; }

private:
    QTimer m_timer;
    QString m_path;
};

/// A presenter with its views, of a round that has ended.
struct SavedRound {
    explicit SavedRound(const QList<FinishedRun> &runs)
    {
        page.resize(1'000, 600);
        QList<SavedRun> saved;
        for (const FinishedRun &run : runs)
            saved.append({Scenario(), run});
        controller.showSaved(saved);
        presenter.showSaved();
    }

    RunController controller;
    Estimates estimates;
    RunPage page;
    ComparePage compare;
    InspectorPanel inspector;
    StatusStrip status;
    WorkloadGraph graph;
    RunPresenter presenter{controller, estimates, {&page, &compare, &inspector, &status, &graph}};
};

} // namespace

class TestResultRooms : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

private Q_SLOTS:
    // --- Run page

    void a_run_that_is_over_is_shown_whole()
    {
        RunPage page;
        page.resize(1'000, 600);
        const QList<FinishedRun> runs = twoRuns();
        page.begin(Scenario(), queueOf(runs));
        page.showRun(0, runs[0].trace, runs[1].trace, false);
        const VisibleRange &range = *page.timeline()->range();
        QCOMPARE(page.timeline()->content().index().tracePtr(), runs[0].trace);
        QCOMPARE(range.begin(), qint64(0));
        QCOMPARE(range.end(), range.fittedEnd());
        QVERIFY(range.contentEnd() >= runs[0].trace->last() - runs[0].trace->origin());
        QVERIFY(!page.timeline()->content().ghost.tracePtr()); // what was expected is of no interest any more
        QVERIFY(button(page, u"Follow"_s)->isHidden());
    }

    void a_live_run_is_followed_until_a_person_zooms()
    {
        RunPage page;
        page.resize(1'000, 600);
        const RunBuilder run = hybridRun();
        const std::shared_ptr<Trace> trace = run.traceAt(0.5);
        page.begin(Scenario(), queueOf(twoRuns()));
        page.showRun(1, trace, sequentialRun().trace(), true);
        QPushButton *follow = button(page, u"Follow"_s);
        QVERIFY(!follow->isHidden());
        QVERIFY(follow->isChecked());
        QVERIFY(page.timeline()->content().ghost.tracePtr());
        run.grow(*trace, 0.5, 3);
        page.advance(trace, trace->origin() + 3'000'000'000);
        QCOMPARE(page.timeline()->content().now, qint64(3'000'000'000));
        VisibleRange &range = *page.timeline()->range();
        range.zoomAt(1'000'000'000, 0.5);
        QVERIFY(!follow->isChecked());
        follow->click();
        QVERIFY(range.isFollowing());
        button(page, u"Fit all"_s)->click();
        QCOMPARE(range.end(), range.fittedEnd());
    }

    void users_and_what_is_in_flight_stand_beside_the_title()
    {
        RunPage page;
        page.showLoad(20, u"7 in flight"_s);
        QVERIFY(says(page, u"20 users, 7 in flight"_s));
        page.showLoad(0, u"7 in flight"_s);
        QVERIFY(says(page, u"7 in flight"_s));
        QVERIFY(!says(page, u"user"_s));
    }

    // --- Compare page

    void models_are_set_side_by_side()
    {
        ComparePage page;
        page.resize(1'200, 800);
        QVERIFY(says(page, u"Nothing to compare yet"_s));
        Scenario scenario;
        scenario.seed = 7;
        page.setRuns(scenario, twoRuns());
        QTRY_COMPARE(page.comparison().size(), 2);
        QVERIFY(!says(page, u"Nothing to compare yet"_s));
        QVERIFY(says(page, u"2 models, 1 repeat each"_s));
        QVERIFY(says(page, u"seed 7"_s));
        const auto *timelines = page.findChild<TimelineView *>();
        QVERIFY(timelines->content().isStacked);
        QCOMPARE(timelines->content().runs.size(), size_t(2));
        QCOMPARE(timelines->content().runs[1].index.calls(), 5);
    }

    void only_the_newest_round_is_shown()
    {
        ComparePage page;
        const QList<FinishedRun> runs = twoRuns();
        page.setRuns(Scenario(), runs);
        page.setRuns(Scenario(), {runs[1]});
        QTRY_COMPARE(page.comparison().size(), 1);
        QThreadPool::globalInstance()->waitForDone();
        QCoreApplication::processEvents(); // the older one's result is there by now
        QCOMPARE(page.comparison().size(), 1);
        QCOMPARE(page.comparison().first().model, u"hybrid"_s);
    }

    void a_double_click_on_a_model_opens_its_run()
    {
        ComparePage page;
        page.resize(1'200, 800);
        page.setRuns(Scenario(), twoRuns());
        QTRY_COMPARE(page.comparison().size(), 2);
        page.setVisible(true);
        QSignalSpy requested(&page, &ComparePage::runRequested);
        auto *table = page.findChild<QTableView *>();
        QCOMPARE(table->model()->rowCount(), 2);
        QModelIndex hybrid = table->model()->index(0, 0);
        if (!hybrid.data().toString().contains(u"ybrid"_s))
            hybrid = table->model()->index(1, 0);
        const QPoint point = table->visualRect(hybrid).center();
        QTest::mouseClick(table->viewport(), Qt::LeftButton, {}, point);
        QTest::mouseDClick(table->viewport(), Qt::LeftButton, {}, point);
        QCOMPARE(requested.size(), 1);
        QCOMPARE(requested[0][0].toInt(), 1); // the second of the runs
        QCOMPARE(page.findChild<TimelineView *>()->selectedRun(), page.comparison()[0].model == u"hybrid"_s ? 0 : 1);
    }

    void a_broken_invariant_comes_first_and_says_what_broke()
    {
        ComparePage page;
        QList<FinishedRun> runs = twoRuns();
        runs[1].report.invariants.limits = false;
        runs[1].report.invariants.broken = QStringList{u"limits: 6 calls in flight, 5 allowed"_s};
        page.setRuns(Scenario(), runs);
        QTRY_COMPARE(page.comparison().size(), 2);
        const auto chips = page.findChildren<VerdictChip *>();
        QCOMPARE(
            std::count_if(chips.begin(), chips.end(), [](const VerdictChip *chip) { return chip->toolTip() == u"Holds in every run."_s; }),
            5);
        QCOMPARE(std::count_if(chips.begin(), chips.end(), [](const VerdictChip *chip) { return chip->toolTip().contains(u"6 calls"_s); }),
                 1);
    }

    // --- what shows a round

    void a_saved_round_is_shown_as_one_that_just_ended()
    {
        SavedRound round(twoRuns());
        QCOMPARE(round.page.timeline()->content().index().tracePtr(), round.controller.finishedRuns()[0].trace);
        QTRY_COMPARE(round.compare.comparison().size(), 2);
        QVERIFY(says(round.status, u"10 of 10 calls ok"_s));
        QVERIFY(round.presenter.stateLine().isEmpty()); // none goes on
        round.presenter.showRun(1);
        QCOMPARE(round.page.timeline()->content().index().tracePtr(), round.controller.finishedRuns()[1].trace);
        const int most = round.controller.finishedRuns()[1].report.concurrency.max;
        QVERIFY(most > round.controller.finishedRuns()[0].report.concurrency.max);
        QVERIFY(says(round.page, QString::number(most) + u" in flight at most"_s));
    }

    void a_run_that_has_not_begun_is_not_shown()
    {
        SavedRound round(twoRuns());
        round.presenter.showRun(1);
        round.presenter.showRun(5);
        QCOMPARE(round.page.timeline()->content().index().tracePtr(), round.controller.finishedRuns()[1].trace);
    }

    void a_click_on_the_queue_names_the_run()
    {
        SavedRound round(twoRuns());
        QObject::connect(round.page.queue(), &QueueStrip::runSelected, &round.presenter, &RunPresenter::showRun);
        round.page.show();
        QTest::keyClick(round.page.queue(), Qt::Key_Right);
        QCOMPARE(round.page.timeline()->content().index().tracePtr(), round.controller.finishedRuns()[1].trace);
    }

    void reasons_name_their_model_and_come_once()
    {
        QList<FinishedRun> runs = twoRuns() + twoRuns();
        for (FinishedRun &run : runs)
            run.report.validity.reasons = {u"the loop was busy."_s};
        const SavedRound round(runs);
        const QStringList reasons = round.presenter.reasons();
        QCOMPARE(reasons.size(), 2);
        QVERIFY2(reasons[0].startsWith(u"Sequential: the loop"_s), qPrintable(reasons[0]));
        QVERIFY2(reasons[1].startsWith(u"Hybrid: the loop"_s), qPrintable(reasons[1]));
    }

    // --- Export menu

    void nothing_is_exported_before_something_ran()
    {
        RunController controller;
        QWidget window;
        const ResultExport exports(controller, &window);
        Q_EMIT exports.menu()->aboutToShow();
        const auto actions = exports.menu()->actions();
        for (const QAction *action : actions)
            QVERIFY2(action->isSeparator() || !action->isEnabled(), qPrintable(action->text()));
    }

    void every_entry_of_the_menu_writes_its_file()
    {
        QList<FinishedRun> runs = twoRuns();
        QTemporaryDir saved;
        for (FinishedRun &run : runs) { // the event logs, which are handed out as they are
            run.file = saved.filePath(run.model);
            QFile file(run.file);
            QVERIFY(file.open(QIODevice::WriteOnly));
            QVERIFY(file.write("events of " + run.model.toUtf8()) > 0);
        }
        SavedRound round(runs);
        QWidget window;
        const ResultExport exports(round.controller, &window);
        QSignalSpy done(&exports, &ResultExport::done);
        QSignalSpy failed(&exports, &ResultExport::failed);
        Q_EMIT exports.menu()->aboutToShow();
        QSet<QString> written;
        const auto actions = exports.menu()->actions();
        for (QAction *action : actions) {
            if (action->isSeparator())
                continue;
            QVERIFY2(action->isEnabled(), qPrintable(action->text()));
            const ChooseFolder choice(m_folder.path());
            done.clear();
            action->trigger();
            QTRY_VERIFY2_WITH_TIMEOUT(!done.isEmpty() || !failed.isEmpty(), qPrintable(action->text()), 60'000);
            QVERIFY2(failed.isEmpty(), qPrintable(action->text() + u": "_s + failed.value(0).value(0).toString()));
            QVERIFY2(done[0][0].toString().contains(m_folder.path()), qPrintable(done[0][0].toString()));
            QVERIFY2(!written.contains(choice.path()), qPrintable(choice.path())); // each has a name of its own
            written.insert(choice.path());
        }
        QVERIFY2(written.size() >= 8, qPrintable(QStringList(written.values()).join(u' ')));
        const QStringList files = QDir(m_folder.path()).entryList(QDir::Files);
        QVERIFY2(files.size() >= written.size(), qPrintable(files.join(u' ')));
        for (const QString &file : files)
            QVERIFY2(QFileInfo(m_folder.filePath(file)).size() > 0, qPrintable(file));
    }

    void a_file_that_cannot_be_written_is_told()
    {
        SavedRound round(twoRuns());
        QWidget window;
        const ResultExport exports(round.controller, &window);
        QSignalSpy done(&exports, &ResultExport::done);
        QSignalSpy failed(&exports, &ResultExport::failed);
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        const rlimit small{2000, before.rlim_max}; // as a disk that is full
        const auto actions = exports.menu()->actions();
        for (QAction *action : {actions[0], actions[4]}) { // a picture, and the first exporter
            const QTemporaryDir folder;
            const ChooseFolder choice(folder.path());
            setrlimit(RLIMIT_FSIZE, &small);
            action->trigger();
            const bool isTold = QTest::qWaitFor([&] { return !failed.isEmpty() || !done.isEmpty(); }, 60'000);
            setrlimit(RLIMIT_FSIZE, &before);
            QVERIFY(isTold);
            QVERIFY(done.isEmpty());
            QVERIFY2(failed[0][0].toString().contains(choice.path()), qPrintable(failed[0][0].toString()));
            failed.clear();
        }
    }
};

INTERLEAVE_UI_TEST_MAIN(TestResultRooms)
#include "tst_result_rooms.moc"
