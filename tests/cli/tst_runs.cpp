// interleave runs, as a person and a script use it: every run that was made is there, also one that was killed; any two are compared in
// parts that add up; what is marked stays.
#include "program.h"
#include "run/run_hold.h"
#include "support/run_files.h"
#include "support/test_main.h"
#include "trace/trace_file.h"

#include <QDir>
#include <QJsonArray>
#include <QSet>

#include <csignal>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class RunsTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_home;

    QString folder() const { return m_home->filePath(u"interleave/runs"_s); }
    void start(QProcess &process, const QStringList &arguments) const
    {
        QProcessEnvironment environment = programEnvironment();
        environment.insert(u"XDG_DATA_HOME"_s, m_home->path());
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(INTERLEAVE_PROGRAM), arguments);
    }
    ProgramResult run(const QStringList &arguments) const
    {
        QProcess process;
        start(process, arguments);
        process.closeWriteChannel();
        return resultOf(process);
    }
    QJsonArray listed(const QStringList &more = {}) const
    {
        const ProgramResult result = run(QStringList{u"runs"_s, u"list"_s, u"--json"_s} + more);
        return result.status == 0 ? QJsonDocument::fromJson(result.out).array() : QJsonArray{u"failed"_s};
    }
    QString idOf(const QString &model) const
    {
        for (const QJsonValue &entry : listed()) {
            if (entry[u"model"_s] == model)
                return entry[u"id"_s].toString();
        }
        return {};
    }
    void keep(const QString &name, const RunFileRecipe &recipe = {}) const
    {
        QVERIFY(QDir().mkpath(folder()));
        QVERIFY(writeFile(folder() + u'/' + name, runFileContent(recipe)));
    }
    void keepTwo() const
    {
        keep(u"a.itrace"_s, {.model = u"sequential"_s, .timeUtc = u"2026-11-20T10:00:00.000Z"_s, .makespanMs = 1500});
        keep(u"b.itrace"_s, {.scenario = u"other"_s, .model = u"hybrid"_s, .timeUtc = u"2026-11-21T10:00:00.000Z"_s, .makespanMs = 400});
    }

private Q_SLOTS:
    void init() { m_home = std::make_unique<QTemporaryDir>(); }

    void every_run_of_a_comparison_is_listed_shown_and_compared()
    {
        const ProgramResult compared = run(
            {u"compare"_s, u"article"_s, u"--models"_s, u"sequential,hybrid"_s, u"--time-scale"_s, u"0.01"_s, u"--quiet"_s, u"--json"_s});
        QCOMPARE(compared.status, 0);
        const QJsonArray why = compared.json()[u"why"_s].toArray();
        QCOMPARE(why.size(), 1);
        QCOMPARE(why[0][u"against"_s][u"model"_s].toString(), u"sequential"_s);

        const QJsonArray runs = listed();
        QCOMPARE(runs.size(), 2);
        for (const QJsonValue &entry : runs) {
            QCOMPARE(entry[u"state"_s].toString(), u"finished"_s);
            QCOMPARE(entry[u"scenario"_s].toString(), u"article"_s);
            QCOMPARE(entry[u"result"_s][u"state"_s].toString(), u"complete"_s);
            QVERIFY(entry[u"makespan_s"_s].toDouble() > 0);
            QVERIFY(QFile::exists(entry[u"file"_s].toString()));
        }
        const QJsonObject shown = run({u"runs"_s, u"show"_s, idOf(u"hybrid"_s), u"--json"_s}).json();
        QCOMPARE(shown[u"report"_s][u"runs"_s][0][u"model"_s].toString(), u"hybrid"_s);
        QVERIFY(run({u"runs"_s, u"show"_s, idOf(u"hybrid"_s)}).out.contains("critical path"));

        const QStringList two{u"runs"_s, u"compare"_s, idOf(u"hybrid"_s), idOf(u"sequential"_s)};
        const QJsonObject difference = run(two + QStringList{u"--json"_s}).json();
        QVERIFY(difference[u"difference_s"_s].toDouble() < 0);
        double sum = 0;
        qint64 ns = 0;
        for (const QJsonValue &part : difference[u"parts"_s].toArray()) {
            QVERIFY(!part[u"phase"_s].toString().isEmpty());
            sum += part[u"seconds"_s].toDouble();
            ns += part[u"ns"_s].toInteger();
        }
        QCOMPARE(ns, difference[u"difference_ns"_s].toInteger());
        QVERIFY(std::abs(sum - difference[u"difference_s"_s].toDouble()) < 1e-9);
        // The same two runs, so the same difference as the comparison itself told.
        QCOMPARE(difference[u"difference_ns"_s].toInteger(), why[0][u"difference_ns"_s].toInteger());
        QCOMPARE(difference[u"settings"_s].toArray().size(), 1);
        QCOMPARE(difference[u"settings"_s][0][u"field"_s].toString(), u"model"_s);
        const QByteArray page = run(two).out;
        QVERIFY2(page.contains("A (hybrid) takes ") && page.contains("makespan") && page.contains("model"), page.constData());
    }

    void a_run_that_is_killed_is_in_the_list_and_compares_with_an_old_one()
    {
        keep(u"2020-01-01T00-00-00.000-old.itrace"_s, {.model = u"sequential"_s, .timeUtc = u"2020-01-01T00:00:00.000Z"_s});
        QProcess process;
        start(process, {u"run"_s, u"stream"_s, u"--model"_s, u"concurrent"_s, u"--requests"_s, u"4000"_s, u"--time-scale"_s, u"0.05"_s,
                        u"--quiet"_s});
        QVERIFY(process.waitForStarted());
        QDeadlineTimer patience(60'000);
        while (QDir(folder()).entryList({u"*.itrace"_s}).size() < 2 && !patience.hasExpired())
            process.waitForReadyRead(10);
        QVERIFY(isRunHeld(folder() + u'/' + QDir(folder()).entryList({u"*stream*.itrace"_s}).value(0)));
        const QJsonArray whileItRuns = listed();
        ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
        QVERIFY(process.waitForFinished(20'000));
        QCOMPARE(whileItRuns.size(), 2);
        QCOMPARE(whileItRuns[0][u"state"_s].toString(), u"unfinished"_s);

        QCOMPARE(listed().size(), 2);
        QCOMPARE(listed()[0][u"state"_s].toString(), u"unfinished"_s);
        const ProgramResult compared = run({u"runs"_s, u"compare"_s, idOf(u"concurrent"_s), idOf(u"sequential"_s)});
        QCOMPARE(compared.status, 0);
        QVERIFY2(compared.out.contains("did not come to its end"), compared.out.constData());
    }

    void lists_are_filtered()
    {
        keepTwo();
        QCOMPARE(listed().size(), 2);
        QCOMPARE(listed()[0][u"model"_s].toString(), u"hybrid"_s); // the newest first
        QCOMPARE(listed({u"--model"_s, u"sequential"_s}).size(), 1);
        QCOMPARE(listed({u"--scenario"_s, u"oth"_s}).size(), 1);
        QCOMPARE(listed({u"--since"_s, u"2026-11-21"_s}).size(), 1);
        QCOMPARE(listed({u"--tag"_s, u"paper"_s}).size(), 0);
        QCOMPARE(listed({u"hybrid"_s}).size(), 1);
        QCOMPARE(listed({u"makespan>1s"_s, u"article"_s}).size(), 1);
        QVERIFY(run({u"runs"_s, u"list"_s, u"hybrid"_s}).out.contains("1 of 2 runs"));
    }

    void tags_and_notes_are_kept_found_and_taken_away()
    {
        keepTwo();
        const QString id = idOf(u"hybrid"_s);
        QCOMPARE(run({u"runs"_s, u"tag"_s, id.first(8), u"paper,pool 2"_s}).status, 0);
        QCOMPARE(run({u"runs"_s, u"note"_s, id, u"Pool of two is enough."_s}).status, 0);
        QVERIFY(QFile::remove(folder() + u"/index.sqlite"_s));
        const QJsonArray found = listed({u"--tag"_s, u"pool 2"_s});
        QCOMPARE(found.size(), 1);
        QCOMPARE(found[0][u"tags"_s].toArray(), (QJsonArray{u"paper"_s, u"pool 2"_s}));
        QCOMPARE(found[0][u"note"_s].toString(), u"Pool of two is enough."_s);
        QCOMPARE(run({u"runs"_s, u"tag"_s, id, u"paper"_s, u"--remove"_s}).status, 0);
        QCOMPARE(listed({u"--tag"_s, u"paper"_s}).size(), 0);
        QCOMPARE(run({u"runs"_s, u"note"_s, id, QString()}).status, 0);
        QCOMPARE(listed({u"enough"_s}).size(), 0);
    }

    void nothing_is_deleted_without_a_yes_and_what_is_marked_is_never_pruned()
    {
        keepTwo();
        const QString id = idOf(u"hybrid"_s);
        const ProgramResult refused = run({u"runs"_s, u"delete"_s, id});
        QCOMPARE(refused.status, 2);
        QVERIFY2(refused.complainsInOneLine() && refused.err.contains("--yes"), refused.err.constData());
        QCOMPARE(listed().size(), 2);
        QCOMPARE(run({u"runs"_s, u"prune"_s, u"--budget"_s, u"0"_s}).status, 2);
        QCOMPARE(listed().size(), 2);
        QCOMPARE(run({u"runs"_s, u"prune"_s, u"--yes"_s}).status, 0); // two small runs are within the usual budget
        QCOMPARE(listed().size(), 2);
        QCOMPARE(run({u"runs"_s, u"tag"_s, id, u"paper"_s}).status, 0);
        QCOMPARE(run({u"runs"_s, u"prune"_s, u"--budget"_s, u"0"_s, u"--yes"_s}).status, 0);
        QCOMPARE(listed().size(), 1);
        QCOMPARE(idOf(u"hybrid"_s), id);
        QCOMPARE(run({u"runs"_s, u"delete"_s, id, u"--yes"_s}).status, 0);
        QCOMPARE(listed().size(), 0);
        QVERIFY(QDir(folder()).entryList({u"*.itrace*"_s}).isEmpty());
    }

    void what_cannot_be_read_has_a_sentence_and_stays()
    {
        keepTwo();
        QVERIFY(writeFile(folder() + u"/evil.itrace"_s, traceFileHeader() + "\x1b[2J nonsense\n{}\n"));
        const ProgramResult list = run({u"runs"_s, u"list"_s});
        QCOMPARE(list.status, 0);
        QVERIFY(list.out.contains("unreadable"));
        QVERIFY(!list.out.contains('\x1b'));
        QCOMPARE(run({u"runs"_s, u"prune"_s, u"--budget"_s, u"0"_s, u"--yes"_s}).status, 0);
        QVERIFY(QFile::exists(folder() + u"/evil.itrace"_s));
        const ProgramResult shown = run({u"runs"_s, u"show"_s, u"evil"_s});
        QCOMPARE(shown.status, 2);
        QVERIFY(shown.complainsInOneLine());
    }

    void what_makes_no_sense_is_one_sentence_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("part");
        const auto row = [](const QStringList &arguments, const QString &part) {
            QTest::newRow(qPrintable(arguments.join(u' '))) << arguments << part;
        };
        row({}, u"needs more"_s);
        row({u"burn"_s}, u"known are list|show|compare|tag|note|delete|prune"_s);
        row({u"show"_s}, u"names no run"_s);
        row({u"show"_s, u"zzz"_s}, u"there is no such run"_s);
        row({u"compare"_s, u"a"_s}, u"needs two runs"_s);
        row({u"tag"_s, u"a"_s}, u"needs a run and a tag"_s);
        row({u"tag"_s, u"a"_s, u","_s}, u"is no tag"_s);
        row({u"list"_s, u"colour:red"_s}, u"there is no key \"colour\""_s);
        row({u"list"_s, u"--since"_s, u"soon"_s}, u"is no time"_s);
        row({u"list"_s, u"--yes"_s}, u"--yes is no option of \"interleave runs list\""_s);
        row({u"prune"_s, u"--budget"_s, u"much"_s}, u"megabytes"_s);
        row({u"prune"_s, u"a"_s}, u"takes no runs"_s);
    }
    void what_makes_no_sense_is_one_sentence()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, part);
        keep(u"a.itrace"_s);
        const ProgramResult result = run(QStringList{u"runs"_s} + arguments);
        QCOMPARE(result.status, 2);
        QCOMPARE(result.out, QByteArray());
        QVERIFY2(result.complainsInOneLine() && result.sentence().contains(part), result.err.constData());
    }

    void a_file_anywhere_is_a_run_too()
    {
        keepTwo();
        const QString elsewhere = m_home->filePath(u"copy.itrace"_s);
        QVERIFY(writeFile(elsewhere, runFileContent({.model = u"concurrent"_s, .makespanMs = 700, .cores = 64})));
        const ProgramResult compared = run({u"runs"_s, u"compare"_s, elsewhere, idOf(u"sequential"_s)});
        QCOMPARE(compared.status, 0);
        QVERIFY2(compared.out.contains("different machines (cores)") && compared.out.contains("environment.cores"),
                 compared.out.constData());
    }
};

INTERLEAVE_TEST_MAIN(RunsTest)
#include "tst_runs.moc"
