// Kept runs: the files are the truth, the index is a copy that may be damaged at any time, and marks outlive both.
#include "history/run_store.h"

#include "history/run_index.h"
#include "run/run_hold.h"
#include "support/run_files.h"
#include "support/test_main.h"

#include <QDir>
#include <QTemporaryDir>

#include <atomic>
#include <sys/stat.h>
#include <thread>

#include <nlohmann/json.hpp>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class RunStoreTest : public QObject
{
    Q_OBJECT

    std::unique_ptr<QTemporaryDir> m_folder;

    QString path(const QString &name) const { return m_folder->filePath(name); }
    RunStore store() const { return RunStore(m_folder->path()); }
    void keep(const QString &name, const RunFileRecipe &recipe = {}) { QVERIFY(writeFile(path(name), runFileContent(recipe))); }
    /// How many files a list had to read.
    static qsizetype readsOf(const RunStore &store)
    {
        qsizetype reads = 0;
        store.entries([&](qsizetype, qsizetype of) {
            reads = of;
            return true;
        });
        return reads;
    }
    static QStringList modelsOf(const QList<RunEntry> &entries)
    {
        QStringList models;
        for (const RunEntry &entry : entries)
            models.append(entry.model);
        return models;
    }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void runs_come_newest_first_with_what_their_files_say()
    {
        keep(u"a.itrace"_s, {.model = u"sequential"_s, .timeUtc = u"2026-11-20T10:00:00.000Z"_s, .makespanMs = 1500});
        keep(u"b.itrace"_s, {.model = u"hybrid"_s, .repeat = 2, .timeUtc = u"2026-11-21T10:00:00.000Z"_s, .variant = u"fast"_s});
        const QList<RunEntry> entries = store().entries();
        QCOMPARE(modelsOf(entries), (QStringList{u"hybrid"_s, u"sequential"_s}));
        QCOMPARE(entries[0].repeat, 2);
        QCOMPARE(entries[0].modelText(), u"fast, hybrid"_s);
        QCOMPARE(entries[1].makespanS, 1.5);
        QCOMPARE(entries[1].scenario, u"article"_s);
        QCOMPARE(entries[1].result, u"complete"_s);
        QCOMPARE(entries[1].version, u"0.1.0"_s);
        QCOMPARE(entries[1].state, RunEntry::State::Finished);
        QCOMPARE(entries[1].sizeBytes, QFileInfo(path(u"a.itrace"_s)).size());
    }

    void a_folder_that_is_not_there_has_no_runs_and_is_not_made()
    {
        const QString nowhere = path(u"nowhere"_s);
        QVERIFY(RunStore(nowhere).entries().isEmpty());
        QVERIFY(!QFile::exists(nowhere));
    }

    void a_file_is_read_once_and_again_when_it_changes()
    {
        keep(u"a.itrace"_s);
        keep(u"b.itrace"_s);
        QCOMPARE(readsOf(store()), 2);
        QCOMPARE(readsOf(store()), 0);
        keep(u"c.itrace"_s); // copied in
        keep(u"a.itrace"_s, {.makespanMs = 123'456});
        QCOMPARE(readsOf(store()), 2);
        QVERIFY(QFile::remove(path(u"b.itrace"_s)));
        QCOMPARE(store().entries().size(), 2);
        QCOMPARE(RunIndex(m_folder->path()).entries().size(), 2);
    }

    void the_index_gives_what_the_files_gave()
    {
        keep(u"a.itrace"_s, {.model = u"hybrid"_s, .repeat = 3, .variant = u"x"_s});
        QVERIFY(writeFile(path(u"b.itrace"_s), "nonsense"));
        QVERIFY(store().mark(readEntry(path(u"a.itrace"_s)), {{u"paper"_s, u"two words"_s}, u"A note,\nof two lines."_s}).isEmpty());
        const QList<RunEntry> read = store().entries();
        QCOMPARE(readsOf(store()), 0);
        const QList<RunEntry> indexed = store().entries();
        QCOMPARE(indexed.size(), 2);
        for (qsizetype i = 0; i < 2; ++i)
            QCOMPARE(QString::fromStdString(toJson(indexed[i]).dump()), QString::fromStdString(toJson(read[i]).dump()));
    }

    void the_index_is_for_its_owner_alone()
    {
        keep(u"a.itrace"_s);
        store().entries();
        struct stat status{};
        QCOMPARE(stat(qPrintable(RunIndex::fileIn(m_folder->path())), &status), 0);
        QCOMPARE(status.st_mode & 0777, 0600U);
    }

    void a_damaged_index_is_made_anew_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("no database") << QByteArray(100'000, 'x');
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("a header alone") << QByteArray("SQLite format 3\0", 16);
        QTest::newRow("cut") << QByteArray();
        QTest::newRow("bytes turned") << QByteArray();
    }
    void a_damaged_index_is_made_anew()
    {
        QFETCH(QByteArray, content);
        for (int i = 0; i < 40; ++i)
            keep(u"%1.itrace"_s.arg(i));
        QCOMPARE(store().entries().size(), 40);
        QFile index(RunIndex::fileIn(m_folder->path()));
        QVERIFY(index.open(QIODevice::ReadOnly));
        QByteArray whole = index.readAll();
        index.close();
        const QByteArray row = QTest::currentDataTag();
        if (row == "cut")
            content = whole.first(whole.size() * 2 / 3);
        if (row == "bytes turned") {
            for (qsizetype i = 4096; i < whole.size(); ++i)
                whole[i] = char(~whole[i]);
            content = whole;
        }
        QVERIFY(writeFile(index.fileName(), content));
        const QList<RunEntry> entries = store().entries();
        QCOMPARE(entries.size(), 40);
        for (const RunEntry &entry : entries)
            QCOMPARE(entry.scenario, u"article"_s);
        QCOMPARE(store().entries().size(), 40);
        QCOMPARE(readsOf(store()), 0);
    }

    void tags_and_notes_outlive_the_index()
    {
        keep(u"a.itrace"_s);
        QCOMPARE(store().mark(store().entries().first(), {{u"paper"_s}, u"why"_s}), QString());
        QCOMPARE(store().entries().first().marks, (RunMarks{{u"paper"_s}, u"why"_s})); // seen though the run's own file is as it was
        QVERIFY(QFile::remove(RunIndex::fileIn(m_folder->path())));
        QCOMPARE(store().entries().first().marks, (RunMarks{{u"paper"_s}, u"why"_s}));
        QCOMPARE(store().mark(store().entries().first(), {}), QString());
        QVERIFY(!QFile::exists(marksFileOf(path(u"a.itrace"_s))));
        QVERIFY(store().entries().first().marks.isEmpty());
    }

    void marks_that_cannot_be_read_are_said_and_protect_the_run()
    {
        keep(u"a.itrace"_s);
        QVERIFY(writeFile(marksFileOf(path(u"a.itrace"_s)), "{\"schema\":\"interleave.marks/9\",\"tags\":[]}"));
        const RunEntry entry = store().entries().first();
        QVERIFY(entry.problem.contains(u"a.itrace.marks"_s) && entry.problem.contains(u"interleave.marks/9"_s));
        QVERIFY(entry.isReadable());
        QVERIFY(planPruning({entry}, 0).goes.isEmpty());
    }

    void a_run_without_an_end_is_unfinished()
    {
        QByteArray content = runFileContent({});
        content.chop(content.size() - content.lastIndexOf('\n', -2) - 1); // its last line, which is its end
        QVERIFY(writeFile(path(u"cut.itrace"_s), content));
        QVERIFY(writeFile(path(u"torn.itrace"_s), content.chopped(5)));
        for (const RunEntry &entry : store().entries())
            QCOMPARE(entry.state, RunEntry::State::Unfinished);
    }

    void foreign_and_hostile_files_have_a_sentence_and_are_left_alone_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("sentence");
        QTest::newRow("nothing") << QByteArray() << u"this is not a run of Interleave"_s;
        QTest::newRow("another kind") << QByteArray("<html>") << u"this is not a run of Interleave"_s;
        QTest::newRow("newer") << QByteArray("{\"schema\":\"interleave.itrace/7\"}\n{}\n") << u"newer version"_s;
        QTest::newRow("a line of nonsense") << QByteArray(traceFileHeader() + "nonsense\n{}\n") << u"line 2"_s;
        QTest::newRow("deep") << QByteArray(traceFileHeader() + QByteArray(100'000, '[') + "\n{}\n") << u"line 2"_s;
        QTest::newRow("zeros") << QByteArray(100'000, '\0') << u"this is not a run of Interleave"_s;
    }
    void foreign_and_hostile_files_have_a_sentence_and_are_left_alone()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, sentence);
        keep(u"good.itrace"_s);
        QVERIFY(writeFile(path(u"bad.itrace"_s), content));
        const QList<RunEntry> entries = store().entries();
        QCOMPARE(entries.size(), 2);
        const Result<RunEntry> bad = findRun(entries, u"bad"_s);
        QVERIFY(bad);
        QCOMPARE(bad->state, RunEntry::State::Unreadable);
        QVERIFY2(bad->problem.contains(sentence), qPrintable(bad->problem));
        QVERIFY(!bad->problem.contains(u'\n'));
        const PrunePlan plan = planPruning(entries, 0);
        QCOMPARE(plan.goes.size(), 1);
        QCOMPARE(plan.goes.first().file, path(u"good.itrace"_s));
    }

    void a_pipe_and_a_folder_of_that_name_are_no_runs()
    {
        QVERIFY(QDir(m_folder->path()).mkdir(u"folder.itrace"_s));
        QCOMPARE(mkfifo(qPrintable(path(u"pipe.itrace"_s)), 0600), 0);
        QVERIFY(store().entries().isEmpty());
    }

    void a_run_is_found_by_id_its_begin_its_name_and_its_path()
    {
        keep(u"a.itrace"_s, {.model = u"hybrid"_s});
        keep(u"b.itrace"_s);
        const QList<RunEntry> entries = store().entries();
        const QString id = idOfRunFile(u"a.itrace"_s);
        for (const QString &word : {id, id.first(9), u"a"_s, u"a.itrace"_s, path(u"a.itrace"_s)}) {
            const Result<RunEntry> found = findRun(entries, word);
            QVERIFY2(found, qPrintable(word));
            QCOMPARE(found->model, u"hybrid"_s);
        }
        QVERIFY(findRun(entries, u"zzz"_s).error().contains(u"there is no such run"_s));
        QVERIFY(!findRun(entries, QString()));
    }

    void the_begin_of_several_ids_is_refused_with_their_number()
    {
        QList<RunEntry> entries(3);
        entries[0].id = u"aa1"_s;
        entries[1].id = u"aa2"_s;
        entries[2].id = u"b"_s;
        QVERIFY(findRun(entries, u"aa"_s).error().contains(u"2 runs (aa1, aa2)"_s));
    }

    void pruning_takes_the_oldest_unmarked_until_the_rest_fits()
    {
        for (int day = 1; day <= 5; ++day)
            keep(u"%1.itrace"_s.arg(day), {.timeUtc = u"2026-11-0%1T10:00:00.000Z"_s.arg(day)});
        const qint64 one = QFileInfo(path(u"1.itrace"_s)).size();
        QCOMPARE(store().mark(*findRun(store().entries(), u"1"_s), {{u"keep"_s}, {}}), QString());
        QCOMPARE(store().mark(*findRun(store().entries(), u"2"_s), {{}, u"a note"_s}), QString());
        const RunHold open(path(u"3.itrace"_s));
        const PrunePlan plan = planPruning(store().entries(), 4 * one);
        QCOMPARE(plan.goes.size(), 1);
        QCOMPARE(plan.goes.first().file, path(u"4.itrace"_s));
        QVERIFY(plan.isEnough());
        const PrunePlan all = planPruning(store().entries(), 0);
        QCOMPARE(all.goes.size(), 2);
        QVERIFY(!all.isEnough());
    }

    void what_is_open_is_not_deleted_and_what_is_closed_goes_with_its_marks()
    {
        keep(u"a.itrace"_s);
        QCOMPARE(store().mark(store().entries().first(), {{u"keep"_s}, {}}), QString());
        const RunEntry entry = store().entries().first();
        {
            const RunHold open(entry.file);
            QVERIFY(isRunHeld(entry.file));
            QVERIFY(store().remove(entry).contains(u"is open"_s));
            QVERIFY(QFile::exists(entry.file));
        }
        QVERIFY(!isRunHeld(entry.file));
        QCOMPARE(store().remove(entry), QString());
        QVERIFY(!QFile::exists(entry.file));
        QVERIFY(!QFile::exists(marksFileOf(entry.file)));
        QVERIFY(store().entries().isEmpty());
    }

    void a_run_that_is_written_is_held_until_its_file_is_closed()
    {
        const QString file = path(u"now.itrace"_s);
        {
            RunFile writer(file);
            Event event;
            event.kind = EventKind::RunBegin;
            writer.append({event});
            QCOMPARE(writer.finish().get(), QString());
            QVERIFY(isRunHeld(file));
        }
    }

    void several_readers_at_once_see_all_runs_and_leave_a_whole_index()
    {
        for (int i = 0; i < 60; ++i)
            keep(u"%1.itrace"_s.arg(i));
        std::atomic<int> wrong = 0;
        {
            std::vector<std::jthread> readers;
            for (int i = 0; i < 4; ++i)
                readers.emplace_back([&] {
                    for (int round = 0; round < 5; ++round)
                        wrong += store().entries().size() == 60 ? 0 : 1;
                });
        }
        QCOMPARE(wrong.load(), 0);
        QCOMPARE(readsOf(store()), 0);
    }

    void a_list_that_is_ended_early_goes_on_where_it_was()
    {
        for (int i = 0; i < 10; ++i)
            keep(u"%1.itrace"_s.arg(i));
        QCOMPARE(store().entries([](qsizetype read, qsizetype) { return read < 4; }).size(), 4);
        QCOMPARE(readsOf(store()), 6);
    }
};

INTERLEAVE_TEST_MAIN(RunStoreTest)
#include "tst_run_store.moc"
