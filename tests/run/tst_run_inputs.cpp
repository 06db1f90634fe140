// A saved run whose table, script and documents came from files: it is predicted again from the run alone where that is enough, and says
// plainly which file is lost or has changed where it is not.
#include "run/run_inputs.h"

#include "cli/program.h"
#include "forecast/prediction.h"
#include "run/program_path.h"
#include "run/run_controller.h"
#include "run/saved_run.h"
#include "setup/catalog.h"
#include "support/test_main.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>

using namespace interleave;
using test::ProgramResult, test::runProgram;
using namespace Qt::StringLiterals;

class RunInputsTest : public QObject
{
    Q_OBJECT

    static void write(const QString &path, const QByteArray &content)
    {
        QDir().mkpath(QFileInfo(path).absolutePath());
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        QCOMPARE(file.write(content), content.size());
    }

    static QByteArray script(const char *answer)
    {
        return QByteArray(R"x({"schema":"interleave.script/1","title":"Test","sentence":"A test.","rules":[
            {"when":{"prompt":"Find"},"reply":{"tokens":)x") +
               answer + R"x(,"text":"Found."}}]})x";
    }

    /// A run of a workflow over a table, with a script and documents of its own: three jobs of a call and a search.
    static QString madeRun(const QString &folder, const QByteArray &rows)
    {
        write(folder + u"/rows.csv"_s, rows);
        write(folder + u"/script.json"_s, script("20"));
        write(folder + u"/papers/a.txt"_s, "Tides come twice a day.");
        write(folder + u"/case.interleave.json"_s, R"x({"schema":"interleave.scenario/1","name":"case","time_scale":0.01,
            "endpoint":{"provider":"gemini","model_name":"sim","profile":"constant"},"prompts":["Find {{word}}."],"table":"rows.csv",
            "script":"script.json","documents":"papers","workload":"workflow","workflow":{"steps":[
            {"name":"ask","call":{"prompt":"{{prompt}}"}},
            {"name":"look","tool":{"name":"search","arguments":{"query":"{{word}} {{ask.text}}"}}}]}})x");
        const Result<Scenario> scenario = loadScenario(folder + u"/case.interleave.json"_s);
        if (!scenario)
            qWarning("%s", qPrintable(scenario.error()));
        Scenario whole = *scenario;
        whole.models = {u"concurrent"_s};
        RunController controller;
        QSignalSpy finished(&controller, &RunController::finished);
        controller.start(whole);
        if (finished.isEmpty() && !finished.wait(60'000))
            return {};
        const FinishedRun run = controller.finishedRuns().value(0);
        const QString kept = folder + u"/kept.itrace"_s;
        QFile::remove(kept);
        return run.report.jobsOk == run.report.jobs && QFile::copy(run.file, kept) ? kept : QString();
    }

    static constexpr const char *threeRows = "word,number\ntides,1\nlathes,2\nferries,3\n";

private Q_SLOTS:
    void initTestCase() { useProgram(QStringLiteral(INTERLEAVE_PROGRAM)); }

    void a_run_is_predicted_without_the_file_of_its_table()
    {
        QTemporaryDir folder;
        const QString run = madeRun(folder.path(), threeRows);
        QVERIFY(!run.isEmpty());
        QVERIFY(QFile::remove(folder.filePath(u"rows.csv"_s)));
        const Result<Scenario> scenario = scenarioOfRun(run);
        QVERIFY2(scenario, scenario ? "" : qPrintable(scenario.error()));
        QCOMPARE(scenario->table.size(), 3);
        QVERIFY((*scenario->table.rows)[2].json.contains("ferries"));
        QCOMPARE(lostInputOf(run, *scenario), QString());
        const PredictedRun predicted = predict(*scenario, u"concurrent"_s);
        QVERIFY2(predicted.trace, qPrintable(predicted.problem));
        QCOMPARE(predicted.trace->jobs().size(), size_t(3));
        QCOMPARE(predicted.trace->steps()[static_cast<size_t>(predicted.trace->find(StepId{2, 0}.child(1)))].outcome, Outcome::Ok);
        const Result<SavedRun> opened = openRun(run);
        QVERIFY(opened && opened->scenario.table.size() == 3);
        const ProgramResult program = runProgram({u"predict"_s, run, u"--models"_s, u"hybrid"_s, u"--json"_s});
        QVERIFY2(program.status == 0, program.err.constData());
        QCOMPARE(program.json()[u"runs"][0][u"jobs"][u"ok"].toInt(), 3);
    }

    void a_table_that_is_too_large_is_said_to_be_missing()
    {
        QTemporaryDir folder;
        const QByteArray long_(mostTableBytes / 2, 'x');
        const QString run = madeRun(folder.path(), "word,rest\na," + long_ + "\nb," + long_ + "\n");
        QVERIFY(!run.isEmpty());
        QVERIFY(openRun(run)); // it is looked at all the same
        const ProgramResult program = runProgram({u"predict"_s, run});
        QCOMPARE(program.status, 2);
        QVERIFY2(program.complainsInOneLine() && program.err.contains("the rows of its table rows.csv are not in it"),
                 program.err.constData());
    }

    void a_file_that_is_lost_or_another_one_is_named_data()
    {
        QTest::addColumn<QString>("file");
        QTest::addColumn<QByteArray>("content"); // empty: it is removed
        QTest::addColumn<QString>("words");
        QTest::addColumn<QString>("option");
        QTest::newRow("script, removed") << u"script.json"_s << QByteArray() << u"its script %1 is not there any more"_s << u"--script"_s;
        QTest::newRow("script, another") << u"script.json"_s << script("30") << u"its script %1 has changed since the run"_s
                                         << u"--script"_s;
        QTest::newRow("documents, removed") << u"papers"_s << QByteArray() << u"its documents %1 is not there any more"_s
                                            << u"--documents"_s;
        QTest::newRow("documents, others") << u"papers/b.txt"_s << QByteArray("More.") << u"its documents %1 has changed since the run"_s
                                           << u"--documents"_s;
    }
    void a_file_that_is_lost_or_another_one_is_named()
    {
        QFETCH(QString, file);
        QFETCH(QByteArray, content);
        QFETCH(QString, words);
        QFETCH(QString, option);
        QTemporaryDir folder;
        const QString run = madeRun(folder.path(), threeRows);
        QVERIFY(!run.isEmpty());
        QCOMPARE(runProgram({u"predict"_s, run, u"--models"_s, u"hybrid"_s}).status, 0);
        if (!content.isEmpty())
            write(folder.filePath(file), content);
        else
            QVERIFY(QFile::remove(folder.filePath(file)) || QDir(folder.filePath(file)).removeRecursively());
        const ProgramResult program = runProgram({u"predict"_s, run, u"--models"_s, u"hybrid"_s});
        QCOMPARE(program.status, 2);
        const QString named = folder.filePath(file.section(u'/', 0, 0));
        QVERIFY2(program.complainsInOneLine() && program.sentence().contains(words.arg(named)) && program.sentence().contains(option),
                 program.err.constData());
        // named anew it is as good as any
        const QString another = option == "--script"_L1 ? u"velden"_s : folder.path();
        const ProgramResult renamed = runProgram({u"predict"_s, run, u"--models"_s, u"hybrid"_s, option, another});
        QVERIFY2(renamed.status == 0, renamed.err.constData());
    }
};

INTERLEAVE_TEST_MAIN(RunInputsTest)
#include "tst_run_inputs.moc"
