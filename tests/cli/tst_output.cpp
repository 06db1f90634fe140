// What the program writes is whole or told: every export onto a disk that fills up, standard output that is full or that nobody reads.
#include "program.h"
#include "support/test_main.h"

#include <QDir>
#include <QFileInfo>

#include <cmath>

#include <csignal>

#include <sys/resource.h>
#include <unistd.h>

using namespace interleave::test;
using namespace Qt::StringLiterals;

namespace {

/// The program, for which no file may grow beyond so many bytes: a disk that fills up, for anyone.
ProgramResult runOnSmallDisk(rlim_t bytes, const QStringList &arguments)
{
    QProcess process;
    process.setChildProcessModifier([bytes] {
        std::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{bytes, bytes};
        setrlimit(RLIMIT_FSIZE, &limit);
    });
    startProgram(process, arguments);
    return resultOf(process);
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("no file");
}

} // namespace

class OutputTest : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;
    QString m_run;

private Q_SLOTS:
    void initTestCase()
    {
        const ProgramResult made = runProgram({u"run"_s, u"article"_s, u"--model"_s, u"hybrid"_s, u"--time-scale"_s, u"0.01"_s,
                                               u"--stream"_s, u"--out"_s, m_folder.path(), u"--format"_s, u"itrace"_s});
        QCOMPARE(made.status, 0);
        m_run = m_folder.filePath(u"run.itrace"_s);
        QVERIFY(contentOf(m_run).contains("run_end"));
    }

    void a_disk_that_fills_up_within_an_export_keeps_the_old_file_data()
    {
        QTest::addColumn<QString>("format");
        for (const char *format : {"json", "csv", "trace", "otlp", "har", "itrace"})
            QTest::newRow(format) << QString::fromLatin1(format);
    }
    void a_disk_that_fills_up_within_an_export_keeps_the_old_file()
    {
        QFETCH(QString, format);
        const QTemporaryDir folder;
        const QString whole = folder.filePath(u"whole"_s), kept = fileWith(folder, u"kept"_s, "old");
        const auto to = [&](const QString &path) { return QStringList{u"export"_s, m_run, u"--format"_s, format, u"--out"_s, path}; };
        QCOMPARE(runProgram(to(whole)).status, 0);
        const qint64 size = QFileInfo(whole).size();
        QVERIFY(size > 100);
        for (const qint64 room : {qint64(0), size / 2, size - 1}) {
            const ProgramResult result = runOnSmallDisk(static_cast<rlim_t>(room), to(kept));
            QCOMPARE(result.status, 3);
            QVERIFY2(result.complainsInOneLine() && result.sentence().contains(kept) && result.sentence().contains(u"free some space"_s),
                     result.err.constData());
            QCOMPARE(contentOf(kept), QByteArray("old"));
        }
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files | QDir::Hidden), QStringList({u"kept"_s, u"whole"_s}));
        QCOMPARE(runOnSmallDisk(static_cast<rlim_t>(size), to(kept)).status, 0);
        QCOMPARE(contentOf(kept), contentOf(whole));
    }

    void a_run_is_not_replaced_by_its_own_export()
    {
        const QTemporaryDir folder;
        const QString run = fileWith(folder, u"a.itrace"_s, contentOf(m_run)), link = folder.filePath(u"link"_s);
        QVERIFY(QFile::link(run, link));
        for (const QString &out : {run, link, QString(folder.path() + u"/./a.itrace"_s)}) {
            const ProgramResult result = runProgram({u"export"_s, run, u"--format"_s, u"csv"_s, u"--out"_s, out});
            QCOMPARE(result.status, 2);
            QVERIFY2(result.complainsInOneLine() && result.sentence().contains(out), result.err.constData());
            QCOMPARE(contentOf(run), contentOf(m_run));
        }
    }

    void a_run_that_is_cut_is_exported_and_told()
    {
        const QTemporaryDir folder;
        const QByteArray whole = contentOf(m_run);
        const QString cut = fileWith(folder, u"cut.itrace"_s, whole.chopped(7));
        const ProgramResult result = runProgram({u"export"_s, cut, u"--format"_s, u"csv"_s, u"--out"_s, u"-"_s});
        QCOMPARE(result.status, 0);
        QVERIFY(result.out.startsWith("model,repeat,call,"));
        QVERIFY2(result.complainsInOneLine() && result.sentence().contains(cut) && result.sentence().contains(u"is cut"_s),
                 result.err.constData());
        const QString unended = fileWith(folder, u"unended.itrace"_s, whole.chopped(1)); // whole but for its line end
        QCOMPARE(runProgram({u"export"_s, unended, u"--format"_s, u"csv"_s, u"--out"_s, u"-"_s}).err, QByteArray());
    }

    void full_standard_output_is_told_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("help") << QStringList{u"--help"_s};
        QTest::newRow("help of a verb") << QStringList{u"run"_s, u"--help"_s};
        QTest::newRow("version") << QStringList{u"--version"_s};
        QTest::newRow("list") << QStringList{u"list"_s, u"models"_s};
        QTest::newRow("table") << QStringList{u"compare"_s, u"article"_s, u"--time-scale"_s, u"0.01"_s, u"--models"_s, u"hybrid"_s};
        QTest::newRow("report") << QStringList{u"compare"_s,  u"article"_s, u"--time-scale"_s, u"0.01"_s,
                                               u"--models"_s, u"hybrid"_s,  u"--json"_s};
        QTest::newRow("prediction") << QStringList{u"predict"_s, u"article"_s};
        QTest::newRow("simulator") << QStringList{u"serve"_s};
        QTest::newRow("export") << QStringList{u"export"_s, m_run, u"--format"_s, u"csv"_s, u"--out"_s, u"-"_s};
    }
    void full_standard_output_is_told()
    {
        QFETCH(QStringList, arguments);
        QProcess process;
        process.setStandardOutputFile(u"/dev/full"_s);
        startProgram(process, arguments);
        const ProgramResult result = resultOf(process);
        QCOMPARE(result.status, 3);
        QVERIFY2(result.complainsInOneLine() && result.sentence().contains(u"standard output"_s), result.err.constData());
    }

    void files_are_whole_though_nobody_reads_what_is_printed()
    {
        const QTemporaryDir folder;
        int ends[2] = {-1, -1};
        QCOMPARE(::pipe(ends), 0);
        ::close(ends[0]); // the reader has gone
        QProcess process;
        process.setProcessChannelMode(QProcess::ForwardedOutputChannel); // its standard output is not QProcess's
        process.setChildProcessModifier([writeEnd = ends[1]] { ::dup2(writeEnd, STDOUT_FILENO); });
        startProgram(process, {u"run"_s, u"article"_s, u"--model"_s, u"hybrid"_s, u"--time-scale"_s, u"0.01"_s, u"--out"_s, folder.path(),
                               u"--format"_s, u"csv"_s});
        const ProgramResult result = resultOf(process);
        ::close(ends[1]);
        QCOMPARE(result.status, 3);
        QVERIFY2(result.complainsInOneLine() && result.sentence().contains(u"standard output"_s), result.err.constData());
        QCOMPARE(contentOf(folder.filePath(u"calls.csv"_s)).count("\r\n"), 6);
    }

    void a_closed_standard_output_gets_into_no_file()
    {
        const QTemporaryDir folder;
        QProcess process;
        process.setChildProcessModifier([] { ::close(STDOUT_FILENO); });
        startProgram(process, {u"run"_s, u"article"_s, u"--model"_s, u"hybrid"_s, u"--time-scale"_s, u"0.01"_s, u"--out"_s, folder.path(),
                               u"--format"_s, u"itrace"_s});
        const ProgramResult result = resultOf(process);
        QCOMPARE(result.status, 3);
        QVERIFY2(result.sentence().contains(u"standard output"_s), result.err.constData());
        const QByteArray run = contentOf(folder.filePath(u"run.itrace"_s));
        QVERIFY(run.contains("run_end") && !run.contains("makespan"));
    }

    void a_trace_is_replayed_with_its_lengths_or_its_times_alone_data()
    {
        QTest::addColumn<QByteArray>("trace");
        QTest::addColumn<QByteArray>("label");
        QTest::addColumn<bool>("isTold");
        QTest::newRow("lengths") << QByteArray("{\"timestamp\": 10, \"input_length\": 40, \"output_length\": 5, \"hash_ids\": [7]}\n"
                                               "{\"timestamp\": 40, \"input_length\": 8, \"output_length\": 1, \"hash_ids\": [9]}\n")
                                 << QByteArray("Block 7") << false;
        QTest::newRow("texts") << QByteArray("{\"timestamp\": 10, \"prompt\": \"Hi\"}\n{\"timestamp\": 40, \"prompt\": \"Ho\"}\n")
                               << QByteArray("Hi") << true; // of the field that has no effect on a prompt
        QTest::newRow("times") << QByteArray("{\"timestamp\": 10}\n{\"timestamp\": 40}\n") << QByteArray("Explain AI") << true;
    }
    void a_trace_is_replayed_with_its_lengths_or_its_times_alone()
    {
        QFETCH(QByteArray, trace);
        QFETCH(QByteArray, label);
        QFETCH(bool, isTold);
        const QTemporaryDir folder;
        const QString path = fileWith(folder, u"trace.jsonl"_s, trace);
        const ProgramResult result = runProgram({u"run"_s, u"article"_s, u"--model"_s, u"concurrent"_s, u"--time-scale"_s, u"0.001"_s,
                                                 u"--arrival"_s, u"replay:"_s + path, u"--out"_s, folder.path(), u"--format"_s, u"csv"_s});
        QVERIFY2(result.status == 0, result.err.constData());
        QCOMPARE(result.err.isEmpty(), !isTold);
        const QList<QByteArray> rows = contentOf(folder.filePath(u"calls.csv"_s)).trimmed().split('\n');
        QCOMPARE(rows.size(), 3);
        QVERIFY2(rows[1].contains(label), rows[1].constData());
        const auto planned = [&](int row) { return rows[row].split(',').value(6).toDouble(); };
        QVERIFY(std::abs(planned(2) - planned(1) - 0.030) < 1e-6); // 40 - 10 ms, as planned, not as measured
    }

    void standard_output_takes_one_export_and_no_folder()
    {
        const ProgramResult csv = runProgram({u"export"_s, m_run, u"--format"_s, u"csv"_s, u"--out"_s, u"-"_s});
        QCOMPARE(csv.status, 0);
        QVERIFY(csv.out.startsWith("model,repeat,call,"));
        const ProgramResult folder = runProgram({u"compare"_s, u"article"_s, u"--out"_s, u"-"_s});
        QCOMPARE(folder.status, 2);
        QVERIFY2(folder.sentence().contains(u"--json"_s), folder.err.constData());
        QVERIFY(!QFileInfo::exists(u"-"_s));
    }
};

INTERLEAVE_TEST_MAIN(OutputTest)
#include "tst_output.moc"
