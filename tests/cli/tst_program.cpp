// The verbs as a script uses them: run, compare, predict, list, serve and export on the built-in simulator, with the report
// that outside checks read.
#include "program.h"
#include "support/test_main.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>

#include <csignal>

using namespace interleave::test;
using namespace Qt::StringLiterals;

/// The article's five calls in a hundredth of the time.
static QStringList fast(const QStringList &arguments) { return arguments + QStringList{u"--time-scale"_s, u"0.01"_s}; }

static QStringList keysMissingIn(const QJsonObject &object, const QStringList &keys)
{
    QStringList missing;
    for (const QString &key : keys) {
        if (!object.contains(key))
            missing.append(key);
    }
    return missing;
}

class ProgramTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void compare_prints_a_table_with_a_line_per_model()
    {
        const ProgramResult result = runProgram(fast({u"compare"_s, u"article"_s}));
        QCOMPARE(result.status, 0);
        QCOMPARE(result.err, QByteArray()); // no terminal, no progress bar
        for (const char *part :
             {"sequential ", "concurrent ", "parallel_threads ", "parallel_processes ", "hybrid ", "5/5", "makespan", "speed-up"})
            QVERIFY2(result.out.contains(part), part);
    }

    void json_is_the_report_and_nothing_else()
    {
        const ProgramResult result = runProgram(fast({u"compare"_s, u"article"_s, u"--json"_s}));
        QCOMPARE(result.status, 0);
        QCOMPARE(result.err, QByteArray());
        const QJsonObject report = result.json();
        QCOMPARE(report[u"schema"_s].toString(), u"interleave.report/1"_s);
        QCOMPARE(keysMissingIn(report, {u"scenario"_s, u"environment"_s, u"runs"_s, u"comparison"_s}), QStringList());
        QCOMPARE(keysMissingIn(report[u"environment"_s].toObject(),
                               {u"program"_s, u"version"_s, u"qt"_s, u"os"_s, u"cpu"_s, u"cores"_s, u"time_utc"_s}),
                 QStringList());
        QCOMPARE(report[u"scenario"_s].toObject()[u"seed"_s].toInt(), 1);
        const QJsonArray runs = report[u"runs"_s].toArray();
        QCOMPARE(runs.size(), 5);
        for (const QJsonValue &value : runs)
            checkRun(value.toObject());
        QCOMPARE(report[u"comparison"_s].toArray().size(), 5);
    }

    void run_is_one_model_and_repeats_are_runs()
    {
        const QJsonObject report =
            runProgram(fast({u"run"_s, u"article"_s, u"--model"_s, u"hybrid"_s, u"--repeat"_s, u"2"_s, u"--json"_s})).json();
        const QJsonArray runs = report[u"runs"_s].toArray();
        QCOMPARE(runs.size(), 2);
        QCOMPARE(runs[1].toObject()[u"model"_s].toString(), u"hybrid"_s);
        QCOMPARE(runs[1].toObject()[u"repeat"_s].toInt(), 1);
    }

    void prompts_come_from_standard_input()
    {
        const QStringList arguments = fast({u"run"_s, u"article"_s, u"--model"_s, u"concurrent"_s, u"--prompts"_s, u"-"_s, u"--json"_s});
        const QJsonObject report = runProgram(arguments, "One\nTwo\nThree\n").json();
        QCOMPARE(report[u"runs"_s].toArray()[0].toObject()[u"calls"_s].toObject()[u"planned"_s].toInt(), 3);
    }

    void out_holds_the_report_the_table_the_trace_and_the_pictures()
    {
        const QTemporaryDir folder;
        const QString out = folder.filePath(u"new/results"_s);
        const ProgramResult result = runProgram(fast({u"compare"_s, u"article"_s, u"--out"_s, out}));
        QCOMPARE(result.status, 0);
        QVERIFY(result.out.contains(out.toUtf8()));
        for (const char *name : {"report.json", "calls.csv", "trace.json", "comparison.png", "timeline.png"}) {
            const QFileInfo file(out + u'/' + QLatin1StringView(name));
            QVERIFY2(file.exists() && file.size() > 100, name);
        }
    }

    void format_chooses_what_out_holds()
    {
        const QTemporaryDir folder;
        const ProgramResult result =
            runProgram(fast({u"run"_s, u"article"_s, u"--model"_s, u"concurrent"_s, u"--out"_s, folder.path(), u"--format"_s, u"csv"_s}));
        QCOMPARE(result.status, 0);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files), QStringList{u"calls.csv"_s});
    }

    void the_page_of_a_published_claim_holds_its_verdict()
    {
        const QTemporaryDir folder;
        const ProgramResult result = runProgram({u"run"_s, u"barrier-vs-dataflow"_s, u"--model"_s, u"concurrent"_s, u"--time-scale"_s,
                                                 u"0.02"_s, u"--out"_s, folder.path(), u"--format"_s, u"html"_s});
        QCOMPARE(result.status, 0);
        QFile page(folder.filePath(u"report.html"_s));
        QVERIFY(page.open(QIODevice::ReadOnly));
        QVERIFY(page.readAll().contains("The claim"));
    }

    void the_log_can_be_an_object_on_each_line()
    {
        const QTemporaryDir folder;
        const QString log = folder.filePath(u"log"_s);
        QCOMPARE(
            runProgram(fast({u"run"_s, u"article"_s, u"--model"_s, u"concurrent"_s, u"--log"_s, log, u"--log-format"_s, u"json"_s})).status,
            0);
        QFile file(log);
        QVERIFY(file.open(QIODevice::ReadOnly));
        int lines = 0;
        while (!file.atEnd()) {
            const QJsonObject line = QJsonDocument::fromJson(file.readLine()).object();
            QCOMPARE(keysMissingIn(line, {u"time"_s, u"level"_s, u"logger"_s, u"process"_s, u"message"_s}), QStringList());
            ++lines;
        }
        QVERIFY(lines >= 3); // the program's start, the run's, its end; those of the simulator's process too
        const ProgramResult refused = runProgram({u"list"_s, u"models"_s, u"--log"_s, log, u"--log-format"_s, u"xml"_s});
        QCOMPARE(refused.status, 2);
        QVERIFY(refused.sentence().contains(u"xml"_s));
    }

    void predict_needs_no_time_and_no_network()
    {
        const ProgramResult table = runProgram({u"predict"_s, u"article"_s});
        QCOMPARE(table.status, 0);
        QVERIFY(table.out.contains("15.10 s") && table.out.contains("7.30 s"));
        const QJsonObject report = runProgram({u"predict"_s, u"article"_s, u"--json"_s}).json();
        QVERIFY(report[u"predicted"_s].toBool());
        QCOMPARE(report[u"runs"_s].toArray().size(), 5);
    }

    void saved_runs_can_be_predicted_and_exported()
    {
        runProgram(fast({u"run"_s, u"article"_s, u"--model"_s, u"sequential"_s}));
        const QDir saved(programEnvironment().value(u"XDG_DATA_HOME"_s) + u"/interleave/runs"_s);
        const QStringList files = saved.entryList({u"*sequential*.itrace"_s});
        QVERIFY(!files.isEmpty());
        const QString trace = saved.filePath(files.last());
        QCOMPARE(runProgram({u"predict"_s, trace, u"--models"_s, u"hybrid"_s}).status, 0);

        const QTemporaryDir folder;
        const QString csv = folder.filePath(u"calls.csv"_s);
        const ProgramResult exported = runProgram({u"export"_s, trace, u"--format"_s, u"csv"_s, u"--out"_s, csv});
        QVERIFY2(exported.status == 0, exported.err.constData());
        QFile file(csv);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll().trimmed().count('\n'), 5); // a heading and five calls
    }

    void lists_name_what_there_is_data()
    {
        QTest::addColumn<QString>("list");
        QTest::addColumn<QString>("name");
        QTest::newRow("models") << u"models"_s << u"parallel_threads"_s;
        QTest::newRow("workloads") << u"workloads"_s << u"prompt_batch"_s;
        QTest::newRow("providers") << u"providers"_s << u"gemini"_s;
        QTest::newRow("profiles") << u"profiles"_s << u"article"_s;
        QTest::newRow("analyzers") << u"analyzers"_s << u"word-count"_s;
        QTest::newRow("scenarios") << u"scenarios"_s << u"thousand"_s;
        QTest::newRow("exporters") << u"exporters"_s << u"csv"_s;
    }
    void lists_name_what_there_is()
    {
        QFETCH(QString, list);
        QFETCH(QString, name);
        QVERIFY(runProgram({u"list"_s, list}).out.contains(name.toUtf8()));
        const QJsonArray json = QJsonDocument::fromJson(runProgram({u"list"_s, list, u"--json"_s}).out).array();
        QVERIFY(std::any_of(json.begin(), json.end(), [&](const QJsonValue &entry) { return entry[u"name"_s].toString() == name; }));
    }

    void serve_says_where_it_is_and_ends_with_sigterm()
    {
        ServedSimulator simulator({u"--profile"_s, u"instant"_s});
        QVERIFY(simulator.port() > 0);
        QCOMPARE(simulator.url(), u"http://127.0.0.1:%1"_s.arg(simulator.port()));
        QCOMPARE(simulator.stop().status, 0);
    }

    void sigint_reports_what_finished_and_saves_it()
    {
        const QTemporaryDir folder;
        QProcess process;
        QProcessEnvironment environment = programEnvironment();
        environment.insert(u"XDG_DATA_HOME"_s, folder.path());
        process.setProcessEnvironment(environment);
        // The article's calls last 15 s one after the other: once the first is under way there is plenty left to interrupt.
        process.start(QStringLiteral(INTERLEAVE_PROGRAM), {u"run"_s, u"article"_s, u"--model"_s, u"sequential"_s, u"--json"_s, u"--out"_s,
                                                           folder.path(), u"--format"_s, u"json"_s});
        QVERIFY(process.waitForStarted());
        QTRY_VERIFY_WITH_TIMEOUT(savedRun(folder.path()).contains("span_begin"), 20'000);
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        const ProgramResult result = resultOf(process);
        QCOMPARE(result.status, 130);
        const QJsonObject calls = result.json()[u"runs"_s].toArray().at(0).toObject()[u"calls"_s].toObject();
        QCOMPARE(calls[u"planned"_s].toInt(), 5);
        QVERIFY(calls[u"cancelled"_s].toInt() > 0);
        QCOMPARE(calls[u"cancelled"_s].toInt() + calls[u"ok"_s].toInt(), 5);
        QVERIFY(QFile::exists(folder.filePath(u"report.json"_s)));
        QVERIFY(savedRun(folder.path()).contains("run_end"));
    }

    void a_collector_that_is_not_there_costs_a_sentence_and_not_the_results()
    {
        const ProgramResult result =
            runProgram(fast({u"run"_s, u"article"_s, u"--model"_s, u"hybrid"_s, u"--json"_s, u"--otlp"_s, u"http://127.0.0.1:9"_s}));
        QCOMPARE(result.status, 3);
        QVERIFY2(result.complainsInOneLine() && result.sentence().contains(u"http://127.0.0.1:9/v1/traces"_s), result.err.constData());
        QCOMPARE(result.json()[u"runs"_s].toArray().size(), 1);
    }

private:
    /// The only saved run below this data folder; empty while there is none.
    static QByteArray savedRun(const QString &dataFolder)
    {
        const QDir runs(dataFolder + u"/interleave/runs"_s);
        QFile file(runs.filePath(runs.entryList({u"*.itrace"_s}).value(0, u"none"_s)));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    static void checkRun(const QJsonObject &run)
    {
        QCOMPARE(keysMissingIn(run, {u"model"_s, u"repeat"_s, u"calls"_s, u"attempts"_s, u"makespan_s"_s, u"latency_s"_s, u"service_s"_s,
                                     u"ttft_s"_s, u"chunk_gap_s"_s, u"queue_s"_s, u"analysis_s"_s, u"throughput_rps"_s, u"goodput_rps"_s,
                                     u"tokens"_s, u"concurrency"_s, u"parallelism"_s, u"validity"_s, u"invariants"_s}),
                 QStringList());
        QCOMPARE(
            keysMissingIn(run[u"calls"_s].toObject(), {u"planned"_s, u"ok"_s, u"cache_hit"_s, u"http_error"_s, u"network_error"_s,
                                                       u"protocol_error"_s, u"timeout"_s, u"rate_limited"_s, u"cancelled"_s, u"dropped"_s}),
            QStringList());
        QCOMPARE(run[u"calls"_s].toObject()[u"ok"_s].toInt(), 5);
        const QJsonObject latency = run[u"latency_s"_s].toObject();
        QCOMPARE(keysMissingIn(latency, {u"n"_s, u"min"_s, u"mean"_s, u"p50"_s, u"p90"_s, u"p99"_s, u"max"_s}), QStringList());
        QVERIFY(latency[u"p50"_s].isDouble());
        QVERIFY(latency[u"p99"_s].isNull()); // five samples bound no 99th percentile
        const QJsonObject invariants = run[u"invariants"_s].toObject();
        for (const char *name : {"little", "limits", "lower_bound", "phases_tile", "attempts_add_up", "critical_path_tiles"})
            QVERIFY2(invariants[QLatin1StringView(name)].toBool(), name);
        QVERIFY(run[u"validity"_s].toObject()[u"observer_error_ms"_s].isObject());
    }
};

INTERLEAVE_TEST_MAIN(ProgramTest)
#include "tst_program.moc"
