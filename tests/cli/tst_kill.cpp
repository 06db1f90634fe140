// kill -9 at any moment: the file of the run opens, and holds everything but the last second.
#include "core/clock.h"
#include "program.h"
#include "run/saved_run.h"
#include "scrape.h"
#include "support/test_main.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QRandomGenerator>
#include <QTest>

#include <csignal>

using namespace interleave;
using namespace interleave::test;
using namespace Qt::StringLiterals;

class KillTest : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void a_killed_run_opens_with_all_but_its_last_second_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("calls");                         // that are done when it is killed; 0: as soon as there is a file
        QRandomGenerator &random = *QRandomGenerator::global(); // another moment each time, told by the name of the row
        const auto row = [](const QString &model, int calls) {
            QTest::addRow("%s after %d calls", qPrintable(model), calls) << model << calls;
        };
        row(u"concurrent"_s, 0);
        row(u"concurrent"_s, random.bounded(1, 60));
        row(u"concurrent"_s, random.bounded(60, 600));
        row(u"hybrid"_s, random.bounded(1, 600));
        row(u"parallel_threads"_s, random.bounded(1, 600));
        row(u"parallel_processes"_s, 0);
        row(u"parallel_processes"_s, random.bounded(1, 600));
    }
    void a_killed_run_opens_with_all_but_its_last_second()
    {
        QFETCH(QString, model);
        QFETCH(int, calls);
        const QTemporaryDir home;
        const quint16 port = freePort();
        QProcess process;
        QProcessEnvironment environment = programEnvironment();
        environment.insert(u"XDG_DATA_HOME"_s, home.path());
        process.setProcessEnvironment(environment);
        process.start(QStringLiteral(INTERLEAVE_PROGRAM),
                      {u"run"_s, u"stream"_s, u"--model"_s, model, u"--requests"_s, u"4000"_s, u"--concurrency"_s, u"40"_s, u"--workers"_s,
                       u"4"_s, u"--time-scale"_s, u"0.02"_s, u"--quiet"_s, u"--metrics-port"_s, QString::number(port)});
        QVERIFY(process.waitForStarted());

        const QDeadlineTimer patience(60'000);
        QString file;
        while (file.isEmpty() && !patience.hasExpired())
            file = savedRun(home.path());
        while (calls > 0 && sampleOf(scrape(port), "interleave_calls_total{outcome=\"ok\"}") < calls && !patience.hasExpired()) {
        }
        const qint64 killedNs = monotonicNs();
        ::kill(static_cast<pid_t>(process.processId()), SIGKILL);
        QVERIFY(process.waitForFinished(20'000));
        QCOMPARE(process.exitStatus(), QProcess::CrashExit);
        QVERIFY(!patience.hasExpired());

        const Result<SavedRun> saved = openRun(file);
        QVERIFY2(saved, saved ? "" : qPrintable(saved.error()));
        const Trace &trace = *saved->run.trace;
        QVERIFY(trace.wasCancelled());
        const qint64 lostNs = killedNs - trace.last();
        QVERIFY2(lostNs < 1'000'000'000, qPrintable(u"the last %1 ms are lost"_s.arg(lostNs / 1'000'000)));
        const QString report = home.filePath(u"report.json"_s);
        const ProgramResult exported = runProgram({u"export"_s, file, u"--format"_s, u"json"_s, u"--out"_s, report});
        QVERIFY2(exported.status == 0, exported.err.constData());
        QVERIFY(QFile::exists(report));
    }

private:
    static QString savedRun(const QString &home)
    {
        const QDir runs(home + u"/interleave/runs"_s);
        const QString name = runs.entryList({u"*.itrace"_s}).value(0);
        return name.isEmpty() ? QString() : runs.filePath(name);
    }
};

INTERLEAVE_TEST_MAIN(KillTest)
#include "tst_kill.moc"
