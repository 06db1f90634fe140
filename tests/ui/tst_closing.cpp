// The window is closed at every stage of a run: it stops, keeps what has ended, saves what went on, and touches nothing that is gone (which
// the address sanitizer sees).
#include "run/program_path.h"
#include "run/run_controller.h"
#include "setup/catalog.h"
#include "support/test_main.h"
#include "trace/trace_file.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/main_window.h"

#include <QAction>
#include <QApplication>
#include <QDir>
#include <QTimer>

using namespace interleave;
using namespace Qt::StringLiterals;

using Stage = std::function<void(MainWindow &window, const std::function<void()> &reached)>;
Q_DECLARE_METATYPE(Stage)

class TestClosing : public QObject
{
    Q_OBJECT

    static void run(MainWindow &window)
    {
        const auto actions = window.findChildren<QAction *>();
        for (QAction *action : actions) {
            if (action->shortcut() == QKeySequence(Qt::Key_F5))
                action->trigger();
        }
    }

    static Scenario scenario()
    {
        Scenario scenario = *loadScenario(u"article"_s);
        scenario.timeScale = 0.05;
        scenario.stream = true;
        scenario.cpuMs = 5;
        scenario.requests = 12;
        scenario.models = {u"concurrent"_s, u"parallel_threads"_s, u"hybrid"_s};
        return scenario;
    }

    /// At the first advance of the trace at which `condition` holds of its calls.
    template<typename Condition> static Stage once(Condition condition)
    {
        return [condition](MainWindow &window, const std::function<void()> &reached) {
            RunController &controller = window.controller();
            QObject::connect(&controller, &RunController::traceAdvanced, &window,
                             [&controller, condition, reached, isOver = false]() mutable {
                                 const auto &calls = controller.currentTrace()->calls();
                                 if (!isOver && std::any_of(calls.begin(), calls.end(), condition)) {
                                     isOver = true;
                                     reached();
                                 }
                             });
        };
    }

    template<typename Signal> static Stage at(Signal signal, int occurrence = 1)
    {
        return [signal, occurrence](MainWindow &window, const std::function<void()> &reached) {
            QObject::connect(&window.controller(), signal, &window, [reached, left = occurrence]() mutable {
                if (--left == 0)
                    reached();
            });
        };
    }

    static QStringList savedRuns() { return QDir(RunController::runsFolder()).entryList({u"*.itrace"_s}, QDir::Files); }

private Q_SLOTS:
    void initTestCase() { useProgram(QStringLiteral(INTERLEAVE_PROGRAM)); }
    void init() { QDir(RunController::runsFolder()).removeRecursively(); }

    void a_window_closes_at_any_stage_of_a_run_data()
    {
        QTest::addColumn<Stage>("stage");
        QTest::newRow("nothing runs") << Stage();
        QTest::newRow("just started") << Stage([](MainWindow &, const std::function<void()> &reached) { reached(); });
        QTest::newRow("the simulator answers") << at(&RunController::simulatorReady);
        QTest::newRow("a run starts") << at(&RunController::runStarted);
        QTest::newRow("first events") << at(&RunController::traceAdvanced);
        QTest::newRow("calls in flight") << once([](const CallRecord &call) { return call.sent >= 0; });
        QTest::newRow("a reply streams") << once([](const CallRecord &call) { return call.firstChunk >= 0 && call.done < 0; });
        QTest::newRow("a call has ended") << once([](const CallRecord &call) { return call.done >= 0; });
        QTest::newRow("a reply is analyzed") << once([](const CallRecord &call) { return call.finished && call.end > call.done; });
        QTest::newRow("a run has ended") << at(&RunController::runFinished);
        QTest::newRow("worker threads start") << at(&RunController::runStarted, 2);
        QTest::newRow("the last run starts") << at(&RunController::runStarted, 3);
        QTest::newRow("the last run has ended") << at(&RunController::runFinished, 3);
        QTest::newRow("all is over") << at(&RunController::finished);
    }
    void a_window_closes_at_any_stage_of_a_run()
    {
        QFETCH(Stage, stage);
        enum class Way { Close, CloseTwice, Destroy };
        for (const Way way : {Way::Close, Way::CloseTwice, Way::Destroy}) {
            init();
            int started = 0, ended = 0;
            bool isReached = false;
            {
                auto window = std::make_unique<MainWindow>();
                window->document().reset(scenario());
                window->show();
                connect(&window->controller(), &RunController::runStarted, window.get(), [&] { ++started; });
                connect(&window->controller(), &RunController::runFinished, window.get(), [&] { ++ended; });
                const auto reached = [&, w = window.get()] {
                    // As a person's click does, from the event loop.
                    QTimer::singleShot(0, w, [&, w] {
                        isReached = true;
                        if (way != Way::Destroy)
                            w->close();
                        if (way == Way::CloseTwice)
                            w->close();
                    });
                };
                if (!stage) {
                    reached();
                } else {
                    run(*window);
                    QVERIFY(window->isRunning());
                    stage(*window, reached);
                }
                QTRY_VERIFY_WITH_TIMEOUT(isReached, 60'000);
                if (way != Way::Destroy)
                    QTRY_VERIFY_WITH_TIMEOUT(!window->isVisible(), 60'000);
            }
            const QStringList saved = savedRuns();
            QVERIFY2(saved.size() <= started && saved.size() >= ended, qPrintable(saved.join(u' ')));
            int whole = 0;
            for (const QString &name : saved) {
                const Result<TracePtr> trace = readTrace(RunController::runsFolder() + u'/' + name);
                QVERIFY2(trace, qPrintable(trace ? QString() : trace.error()));
                QFile file(RunController::runsFolder() + u'/' + name);
                QVERIFY(file.open(QIODevice::ReadOnly));
                QVERIFY2(file.readAll().contains("\"run_end\""), qPrintable(name)); // its own end, not one that the reader adds
                whole += !(*trace)->wasCancelled();
            }
            QVERIFY2(whole >= ended - 1, qPrintable(QString::number(whole)));
        }
    }
};

INTERLEAVE_UI_TEST_MAIN(TestClosing)
#include "tst_closing.moc"
