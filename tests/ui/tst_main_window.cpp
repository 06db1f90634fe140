// The window as a person uses it, with real runs against the simulator: keys start and stop a round, its results come forward by
// themselves, and a run that was picked stays in view. Which button does what is the window's only work; when it breaks nothing else
// notices.
#include "run/program_path.h"
#include "run/run_controller.h"
#include "setup/catalog.h"
#include "support/test_main.h"
#include "ui/compare/compare_page.h"
#include "ui/edit/edit_page.h"
#include "ui/edit/model_panel.h"
#include "ui/itemmodels/model_list_model.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/main_window.h"
#include "ui/run/run_page.h"
#include "ui/run_presenter.h"
#include "ui/timeline/timeline_view.h"

#include <QAction>
#include <QListView>
#include <QMenu>
#include <QMenuBar>
#include <QStackedWidget>

using namespace interleave;
using namespace Qt::StringLiterals;

class TestMainWindow : public QObject
{
    Q_OBJECT

    std::unique_ptr<MainWindow> m_window;

    static Scenario scenario(const QStringList &models)
    {
        Scenario scenario = *loadScenario(u"article"_s);
        scenario.timeScale = 0.02;
        scenario.models = models;
        return scenario;
    }

    void open(const QStringList &models)
    {
        m_window = std::make_unique<MainWindow>();
        m_window->document().reset(scenario(models));
        m_window->show();
    }

    QAction *action(const QKeySequence &key) const
    {
        const auto actions = m_window->findChildren<QAction *>();
        for (QAction *each : actions) {
            if (each->shortcuts().contains(key))
                return each;
        }
        return nullptr;
    }
    RunController &controller() const { return m_window->controller(); }
    template<typename Page> Page *page() const { return m_window->findChild<Page *>(); }
    template<typename Page> bool isInView() const { return page<Page>() && page<Page>()->isVisible(); }

private Q_SLOTS:
    void initTestCase() { useProgram(QStringLiteral(INTERLEAVE_PROGRAM)); }
    void cleanup() { m_window.reset(); }

    void a_round_is_run_by_key_and_its_comparison_comes_forward()
    {
        open({u"concurrent"_s, u"hybrid"_s});
        QVERIFY(isInView<EditPage>());
        QVERIFY(!action(QKeySequence(Qt::Key_Escape))->isEnabled());
        action(QKeySequence(Qt::Key_F5))->trigger();
        QVERIFY(m_window->isRunning());
        QVERIFY(isInView<RunPage>());
        QVERIFY(!action(QKeySequence(Qt::Key_F5))->isEnabled());
        QVERIFY(action(QKeySequence(Qt::Key_Escape))->isEnabled());
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->isRunning(), 60'000);
        QVERIFY(isInView<ComparePage>());
        QCOMPARE(controller().finishedRuns().size(), 2);
        QTRY_COMPARE(page<ComparePage>()->comparison().size(), 2);
        QVERIFY(action(QKeySequence(Qt::Key_F5))->isEnabled());
        QVERIFY(!action(QKeySequence(Qt::Key_Escape))->isEnabled());
    }

    void the_selected_model_alone_is_run_and_stays_in_view()
    {
        open({u"concurrent"_s, u"hybrid"_s});
        QListView *list = page<EditPage>()->modelPanel()->list();
        for (int row = 0; row < list->model()->rowCount(); ++row) {
            if (list->model()->index(row, 0).data(ModelListModel::IdRole).toString() == u"sequential"_s)
                list->setCurrentIndex(list->model()->index(row, 0));
        }
        action(QKeySequence(Qt::CTRL | Qt::Key_F5))->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->isRunning(), 60'000);
        QCOMPARE(controller().finishedRuns().size(), 1);
        QCOMPARE(controller().finishedRuns().first().model, u"sequential"_s);
        QVERIFY(isInView<RunPage>()); // there is nothing to compare it with
        QCOMPARE(page<RunPage>()->timeline()->content().index().tracePtr(), controller().finishedRuns().first().trace);
        const QStringList ticked{u"concurrent"_s, u"hybrid"_s};
        QCOMPARE(m_window->document().scenario().models, ticked); // the person's choice is untouched
    }

    void a_round_that_is_stopped_keeps_what_it_has()
    {
        open({u"concurrent"_s, u"hybrid"_s});
        Scenario endless = m_window->document().scenario();
        endless.timeScale = 1;
        endless.requests = 10'000; // more than an hour: nothing but the key ends it
        m_window->document().reset(endless);
        int finished = 0;
        connect(&controller(), &RunController::runStarted, m_window.get(),
                [&] { QTimer::singleShot(0, m_window.get(), [this] { action(QKeySequence(Qt::Key_Escape))->trigger(); }); });
        connect(&controller(), &RunController::finished, m_window.get(), [&] { ++finished; });
        action(QKeySequence(Qt::Key_F5))->trigger();
        QTRY_COMPARE_WITH_TIMEOUT(finished, 1, 60'000);
        QCOMPARE(controller().finishedRuns().size(), 1);
        QVERIFY(controller().finishedRuns()[0].trace->wasCancelled());
        QCOMPARE(controller().queue().size(), 2);
        QVERIFY(action(QKeySequence(Qt::Key_F5))->isEnabled());
    }

    void a_run_that_was_picked_stays_while_others_go_on()
    {
        open({u"concurrent"_s, u"hybrid"_s, u"sequential"_s});
        TracePtr shown, expected;
        connect(&controller(), &RunController::runStarted, m_window.get(), [&](int run) {
            if (run == 1) { // the first has ended: the person opens it
                m_window->findChild<RunPresenter *>()->showRun(0);
                expected = controller().finishedRuns()[0].trace;
            } else if (run == 2) {
                shown = page<RunPage>()->timeline()->content().index().tracePtr();
            }
        });
        action(QKeySequence(Qt::Key_F5))->trigger();
        QTRY_VERIFY_WITH_TIMEOUT(!m_window->isRunning(), 60'000);
        QVERIFY(expected);
        QCOMPARE(shown, expected);
    }

    void workspaces_have_keys()
    {
        open({u"concurrent"_s});
        action(QKeySequence(u"Ctrl+2"_s))->trigger();
        QVERIFY(isInView<RunPage>() && !isInView<EditPage>());
        action(QKeySequence(u"Ctrl+3"_s))->trigger();
        QVERIFY(isInView<ComparePage>() && !isInView<RunPage>());
        action(QKeySequence(u"Ctrl+1"_s))->trigger();
        QVERIFY(isInView<EditPage>() && !isInView<ComparePage>());
    }

    void what_cannot_run_cannot_be_started()
    {
        open({u"concurrent"_s});
        QVERIFY(action(QKeySequence(Qt::Key_F5))->isEnabled());
        Scenario broken = scenario({});
        m_window->document().reset(broken);
        QVERIFY(!m_window->document().problem().isEmpty());
        QVERIFY(!action(QKeySequence(Qt::Key_F5))->isEnabled());
        QVERIFY(!action(QKeySequence(Qt::CTRL | Qt::Key_F5))->isEnabled());
    }

    void every_shortcut_of_the_menus_is_one_actions_alone()
    {
        open({u"concurrent"_s});
        QHash<QString, QString> owners;
        const auto actions = m_window->findChildren<QAction *>();
        for (const QAction *each : actions) {
            const auto keys = each->shortcuts();
            for (const QKeySequence &key : keys) {
                const QString name = key.toString();
                QVERIFY2(!owners.contains(name), qPrintable(name + u": "_s + owners.value(name) + u", "_s + each->text()));
                owners.insert(name, each->text());
            }
        }
        QVERIFY(owners.size() > 10);
    }
};

INTERLEAVE_UI_TEST_MAIN(TestMainWindow)
#include "tst_main_window.moc"
