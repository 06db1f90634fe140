// A run's file is whole when its writer says so, however short the run and however many of them follow each other.
#include "run/run_file.h"

#include "support/test_main.h"
#include "trace/trace_file.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>

#include <sys/resource.h>

using namespace interleave;
using namespace Qt::StringLiterals;

class TestRunFile : public QObject
{
    Q_OBJECT

    static std::vector<Event> eventsOf(int count)
    {
        std::vector<Event> events;
        for (int i = 0; i < count; ++i) {
            Event event;
            event.kind = i == 0 ? EventKind::RunBegin : i == count - 1 ? EventKind::RunEnd : EventKind::LoopLag;
            event.ns = i;
            event.outcome = Outcome::Ok;
            event.text = i == 0 ? u"{}"_s : QString();
            events.push_back(event);
        }
        return events;
    }
    static QByteArray contentOf(const QString &path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    static bool isWhole(const QString &path, int events)
    {
        const QByteArray content = contentOf(path);
        return content.count('\n') == events + 1 && content.endsWith("}\n") && content.contains("run_end");
    }

    QTemporaryDir m_folder;

private Q_SLOTS:
    void finished_means_that_all_of_it_is_in_the_file()
    {
        for (int run = 0; run < 200; ++run) {
            const QString path = m_folder.filePath(u"%1.itrace"_s.arg(run));
            const int events = 3 + run * 20;
            std::shared_future<QString> written;
            {
                RunFile file(path);
                file.append(eventsOf(events));
                written = file.finish();
            }
            QCOMPARE(written.get(), QString());
            QVERIFY2(isWhole(path, events), qPrintable(path));
        }
    }

    void one_that_is_not_finished_waits_for_its_last_write()
    {
        for (int run = 0; run < 50; ++run) {
            const QString path = m_folder.filePath(u"unfinished-%1.itrace"_s.arg(run));
            {
                RunFile file(path);
                file.append(eventsOf(5000));
            }
            QVERIFY2(isWhole(path, 5000), qPrintable(path));
        }
    }

    void a_run_without_events_is_no_file()
    {
        const QString path = m_folder.filePath(u"empty.itrace"_s);
        QCOMPARE(RunFile(path).finish().get(), QString());
        QVERIFY(!QFile::exists(path));
    }

    void a_disk_that_fills_up_is_told_with_its_reason()
    {
        std::signal(SIGXFSZ, SIG_IGN);
        rlimit before{};
        getrlimit(RLIMIT_FSIZE, &before);
        const rlimit small{10'000, before.rlim_max};
        setrlimit(RLIMIT_FSIZE, &small);
        QString problem;
        {
            RunFile file(m_folder.filePath(u"full.itrace"_s));
            file.append(eventsOf(5000));
            problem = file.finish().get();
        }
        setrlimit(RLIMIT_FSIZE, &before);
        QVERIFY2(problem.contains(m_folder.path()) && problem.contains(u"File too large"_s), qPrintable(problem));
        QCOMPARE(QDir(m_folder.path()).entryList({u"full*"_s}), QStringList()); // a part that stays would keep the disk full
    }

    void what_cannot_be_written_is_told()
    {
        RunFile file(u"/proc/no-such-folder/run.itrace"_s);
        file.append(eventsOf(3));
        QVERIFY(!file.finish().get().isEmpty());
    }
};

INTERLEAVE_TEST_MAIN(TestRunFile)
#include "tst_run_file.moc"
