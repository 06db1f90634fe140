// Nothing that a person has written is lost without a question: every way out of a changed scenario asks, a changed built-in one is a copy,
// undo reaches back over a change of scenario, and what a session left comes back with its mark. Runs open from their files.
#include "run/run_controller.h"
#include "run/saved_run.h"
#include "setup/catalog.h"
#include "support/test_main.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/main_window.h"
#include "ui/scenario_files.h"
#include "json/json.h"
#include "json/scenario_json.h"

#include <QAbstractButton>
#include <QApplication>
#include <QDropEvent>
#include <QJsonArray>
#include <QJsonDocument>
#include <QMessageBox>
#include <QMimeData>
#include <QSignalSpy>
#include <QTimer>
#include <QUndoStack>

#include <nlohmann/json.hpp>

using namespace interleave;
using namespace Qt::StringLiterals;

namespace {

/// Clicks a button of every question that comes while it lives.
class Answer
{
public:
    explicit Answer(QMessageBox::StandardButton button)
    {
        m_timer.start(0);
        QObject::connect(&m_timer, &QTimer::timeout, [this, button] {
            auto *box = qobject_cast<QMessageBox *>(QApplication::activeModalWidget());
            if (!box || !box->button(button))
                return;
            ++m_asked;
            m_text = box->text();
            box->button(button)->click();
        });
    }
    int asked() const { return m_asked; }
    QString text() const { return m_text; }

private:
    QTimer m_timer;
    int m_asked = 0;
    QString m_text;
};

Scenario builtIn(const QString &id)
{
    const Result<Scenario> scenario = loadScenario(id);
    return scenario ? *scenario : Scenario();
}

void writeTo(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QByteArray jsonOf(const Scenario &scenario) { return pretty(toJson(scenario)); }

/// A run of two calls, as a run file has it.
QByteArray runFile(const QString &model, const QString &scenarioName, int call = 0)
{
    Scenario scenario = builtIn(u"article"_s);
    scenario.name = scenarioName;
    const QByteArray header =
        QJsonDocument(QJsonObject{{u"model"_s, model}, {u"repeat"_s, 0}, {u"recording"_s, 2}, {u"scenario"_s, qtObject(toJson(scenario))}})
            .toJson(QJsonDocument::Compact);
    const QString text = QString::fromUtf8(QJsonDocument(QJsonArray{QString::fromUtf8(header)}).toJson(QJsonDocument::Compact));
    const QByteArray quoted = text.mid(1, text.size() - 2).toUtf8();
    const QByteArray number = QByteArray::number(call);
    return "{\"schema\":\"interleave.itrace/1\"}\n{\"kind\":\"run_begin\",\"ns\":1000,\"text\":" + quoted + "}\n" +
           "{\"kind\":\"planned\",\"ns\":1000,\"call\":" + number + "}\n" + "{\"kind\":\"done\",\"ns\":9000,\"call\":" + number +
           ",\"outcome\":\"ok\"}\n{\"kind\":\"run_end\",\"ns\":9500,\"outcome\":\"ok\"}\n";
}

} // namespace

using Way = std::function<void(MainWindow &window, const QString &file)>;
Q_DECLARE_METATYPE(Way)

class TestDocuments : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString path(const QString &name) const { return m_folder.filePath(name); }

private Q_SLOTS:
    void init() { QFile::remove(qEnvironmentVariable("XDG_CONFIG_HOME") + "/interleave/interleave.conf"_L1); }

    void a_changed_built_in_scenario_is_a_copy_until_it_is_changed_back()
    {
        ScenarioDocument document;
        const Scenario article = builtIn(u"article"_s);
        document.reset(article, {.builtIn = u"article"_s, .saved = article});
        QVERIFY(!document.isModified());
        document.setConcurrency(3);
        QVERIFY(document.isModified());
        QVERIFY2(document.scenario().name.startsWith("Copy of "_L1), qPrintable(document.scenario().name));
        document.setSeed(9);
        QCOMPARE(document.scenario().name.count("Copy of "_L1), 1);
        document.setSeed(article.seed);
        document.setConcurrency(article.concurrency);
        QVERIFY(!document.isModified());
        QCOMPARE(document.scenario().name, article.name);
        document.setConcurrency(4);
        while (document.undoStack()->canUndo())
            document.undoStack()->undo();
        QVERIFY(document.scenario() == article);
        QVERIFY(!document.isModified());
    }

    void undo_reaches_back_over_another_scenario()
    {
        QWidget window;
        ScenarioDocument document;
        ScenarioFiles files(document, &window);
        files.restore();
        document.setConcurrency(7);
        const Scenario changed = document.scenario();
        Answer discard(QMessageBox::Discard);
        QVERIFY(files.open(u"cpu-bound"_s));
        QCOMPARE(discard.asked(), 1);
        QVERIFY(!document.isModified());
        QCOMPARE(document.origin().builtIn, u"cpu-bound"_s);
        document.undoStack()->undo(); // opened
        document.undoStack()->undo(); // discarded
        QVERIFY(document.scenario() == changed);
        QVERIFY(document.isModified());
        QCOMPARE(document.origin().builtIn, u"article"_s);
    }

    void every_way_out_of_a_changed_scenario_asks_data()
    {
        QTest::addColumn<Way>("way");
        QTest::newRow("another built-in scenario") << Way([](MainWindow &window, const QString &) { window.files().open(u"stream"_s); });
        QTest::newRow("a file") << Way([](MainWindow &window, const QString &file) { window.openFiles({file}); });
        QTest::newRow("a file that is dropped") << Way([](MainWindow &window, const QString &file) {
            QMimeData data;
            data.setUrls({QUrl::fromLocalFile(file)});
            QDragEnterEvent enter({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(&window, &enter);
            QDropEvent drop({10, 10}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
            QApplication::sendEvent(&window, &drop);
            QCoreApplication::processEvents(); // it is opened a moment later
        });
        QTest::newRow("closing the window") << Way([](MainWindow &window, const QString &) { window.close(); });
    }
    void every_way_out_of_a_changed_scenario_asks()
    {
        QFETCH(Way, way);
        const QString own = path(u"own.interleave.json"_s), other = path(u"other.interleave.json"_s);
        Scenario scenario = builtIn(u"article"_s);
        scenario.name = u"own"_s;
        writeTo(own, jsonOf(scenario));
        scenario.name = u"other"_s;
        writeTo(other, jsonOf(scenario));
        for (const auto button : {QMessageBox::Cancel, QMessageBox::Discard, QMessageBox::Save}) {
            MainWindow window;
            window.openFiles({own});
            window.show();
            QVERIFY(!window.isWindowModified());
            window.document().setConcurrency(button == QMessageBox::Save ? 17 : 18);
            QVERIFY(window.isWindowModified());
            QVERIFY2(window.windowTitle().contains("own[*]"_L1), qPrintable(window.windowTitle()));
            const QByteArray before = contentOf(own);
            Answer answer(button);
            way(window, other);
            QCOMPARE(answer.asked(), 1);
            QVERIFY2(answer.text().contains("own"_L1), qPrintable(answer.text()));
            const bool isStill = window.isVisible() && window.document().origin().path == own;
            QCOMPARE(isStill, button == QMessageBox::Cancel);
            QCOMPARE(window.isWindowModified(), button == QMessageBox::Cancel);
            QCOMPARE(contentOf(own) != before, button == QMessageBox::Save);
        }
    }

    void an_unchanged_scenario_asks_nothing()
    {
        Answer answer(QMessageBox::Cancel);
        MainWindow window;
        window.show();
        QVERIFY(window.files().open(u"stream"_s));
        window.close();
        QVERIFY(!window.isVisible());
        QCOMPARE(answer.asked(), 0);
    }

    void what_cannot_be_opened_leaves_everything_as_it_is()
    {
        Answer answer(QMessageBox::Discard);
        MainWindow window;
        window.document().setConcurrency(9);
        const Scenario before = window.document().scenario();
        writeTo(path(u"broken.json"_s), "{");
        QVERIFY(!window.files().open(path(u"broken.json"_s)));
        QVERIFY(window.document().scenario() == before);
        QCOMPARE(answer.asked(), 0);
    }

    void a_session_comes_back_with_its_changes_and_their_mark()
    {
        const QString own = path(u"session.interleave.json"_s);
        writeTo(own, jsonOf(builtIn(u"article"_s)));
        for (const QString &source : {u"article"_s, own}) {
            ScenarioDocument document;
            QWidget widget;
            ScenarioFiles files(document, &widget);
            QVERIFY(files.open(source));
            files.remember();
            {
                ScenarioDocument unchanged;
                ScenarioFiles next(unchanged, &widget);
                next.restore();
                QVERIFY(!next.isModified());
            }
            document.setConcurrency(11);
            files.remember();
            ScenarioDocument restored;
            ScenarioFiles next(restored, &widget);
            next.restore();
            QVERIFY(next.isModified());
            QCOMPARE(restored.scenario().concurrency, 11);
            QCOMPARE(restored.origin().path, source == own ? own : QString());
            QCOMPARE(next.title(), files.title());
        }
    }

    void discarded_changes_are_gone_in_the_next_session()
    {
        {
            MainWindow window;
            window.show();
            window.document().setConcurrency(23);
            Answer discard(QMessageBox::Discard);
            window.close();
            QCOMPARE(discard.asked(), 1);
        }
        const MainWindow window;
        QVERIFY(!window.isWindowModified());
    }

    void runs_are_shown_from_their_files_data()
    {
        QTest::addColumn<QStringList>("scenarios");
        QTest::newRow("one") << QStringList{u"a"_s};
        QTest::newRow("several of one scenario") << QStringList{u"a"_s, u"a"_s, u"a"_s};
        QTest::newRow("of several scenarios") << QStringList{u"a"_s, u"b"_s};
    }
    void runs_are_shown_from_their_files()
    {
        QFETCH(QStringList, scenarios);
        QStringList paths;
        for (qsizetype i = 0; i < scenarios.size(); ++i) {
            paths.append(path(u"run %1.anything"_s.arg(i))); // a run is a run by what is in it
            writeTo(paths.last(), runFile(u"hybrid"_s, scenarios[i]));
        }
        MainWindow window;
        window.show();
        QSignalSpy shown(&window, &MainWindow::runsShown);
        window.document().setConcurrency(3);
        Answer answer(QMessageBox::Cancel);
        window.openFiles(paths);
        QTRY_COMPARE(shown.size(), 1);
        QCOMPARE(answer.asked(), 0); // nothing of the document is lost
        const QList<FinishedRun> &runs = window.controller().finishedRuns();
        QCOMPARE(runs.size(), scenarios.size());
        QSet<QString> names;
        for (const FinishedRun &run : runs) {
            names.insert(run.variant + u'/' + QString::number(run.repeat));
            QCOMPARE(run.report.count(Outcome::Ok), 1);
        }
        QCOMPARE(names.size(), runs.size()); // none covers another
    }

    void a_damaged_run_says_where()
    {
        writeTo(path(u"damaged.itrace"_s), runFile(u"hybrid"_s, u"a"_s) + "{\"kind\":\"dance\"}\n{}\n");
        const Result<QList<SavedRun>> runs = openRuns({path(u"damaged.itrace"_s)});
        QVERIFY(!runs);
        QVERIFY2(runs.error().contains("damaged.itrace, line 6"_L1), qPrintable(runs.error()));
    }
};

INTERLEAVE_UI_TEST_MAIN(TestDocuments)
#include "tst_documents.moc"
