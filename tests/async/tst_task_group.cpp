// TaskGroup: starts at once, waits for all, cancels what still runs, and does not keep what has finished.
#include "support/task_log.h"
#include "support/test_main.h"

#include <QTest>

using namespace interleave;
using namespace interleave::test;

class TestTaskGroup : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void addRunsUpToTheFirstSuspension();
    void doneWaitsForTheLast();
    void doneOfAnEmptyGroupNeedsNoTurn();
    void tasksMayBeAddedWhileOthersRun();
    void finishedFramesAreNotKept();
    void destroyingTheGroupCancelsTheRest();
    void cleanup() { QCOMPARE(liveTaskFrames.load(), 0); }
};

static Task<void> step(qint64 ns, QString name, QStringList &log)
{
    log.append(name + QStringLiteral(" begins"));
    co_await SleepUntil(ns);
    log.append(name + QStringLiteral(" ends"));
}

static Task<void> runTwo(QStringList &log)
{
    TaskGroup group;
    group.add(step(20, QStringLiteral("a"), log));
    log.append(QStringLiteral("added"));
    group.add(step(10, QStringLiteral("b"), log));
    co_await group.done();
    log.append(QStringLiteral("done@%1").arg(Loop::current().now()));
}

void TestTaskGroup::addRunsUpToTheFirstSuspension()
{
    QStringList log;
    VirtualLoop loop;
    Task<void> task = runTwo(log);
    loop.enter([&] { task.start(); });
    QCOMPARE(log.join(u", "), QStringLiteral("a begins, added, b begins"));
}

void TestTaskGroup::doneWaitsForTheLast()
{
    QStringList log;
    VirtualLoop loop;
    Task<void> task = runTwo(log);
    loop.enter([&] { task.start(); });
    runToIdle(loop);
    QCOMPARE(log.mid(3).join(u", "), QStringLiteral("b ends, a ends, done@20"));
    QVERIFY(task.isDone());
}

static Task<void> awaitEmpty(bool &done)
{
    TaskGroup group;
    co_await group.done();
    done = true;
}

void TestTaskGroup::doneOfAnEmptyGroupNeedsNoTurn()
{
    bool done = false;
    VirtualLoop loop;
    Task<void> task = awaitEmpty(done);
    loop.enter([&] { task.start(); });
    QVERIFY(done);
}

static Task<void> addAnother(TaskGroup &group, QStringList &log)
{
    co_await SleepUntil(5);
    group.add(step(50, QStringLiteral("late"), log));
}

static Task<void> runGrowing(QStringList &log)
{
    TaskGroup group;
    group.add(addAnother(group, log));
    group.add(step(10, QStringLiteral("a"), log));
    co_await group.done();
    log.append(QStringLiteral("done@%1").arg(Loop::current().now()));
}

void TestTaskGroup::tasksMayBeAddedWhileOthersRun()
{
    QStringList log;
    VirtualLoop loop;
    Task<void> task = runGrowing(log);
    loop.enter([&] { task.start(); });
    runToIdle(loop);
    QCOMPARE(log.join(u", "), QStringLiteral("a begins, late begins, a ends, late ends, done@50"));
}

static Task<void> nothing() { co_return; }

void TestTaskGroup::finishedFramesAreNotKept()
{
    VirtualLoop loop;
    TaskGroup group;
    int most = 0;
    loop.enter([&] {
        for (int i = 0; i < 10'000; ++i) {
            group.add(nothing());
            most = std::max(most, liveTaskFrames.load());
        }
    });
    QVERIFY2(most < 100, qPrintable(QString::number(most)));
}

static Task<void> guarded(QString name, QStringList &log)
{
    const FrameGuard guard(log, name);
    co_await SleepUntil(100);
    log.append(name + QStringLiteral(" went on"));
}

void TestTaskGroup::destroyingTheGroupCancelsTheRest()
{
    QStringList log;
    VirtualLoop loop;
    {
        TaskGroup group;
        loop.enter([&] {
            group.add(nothing());
            group.add(guarded(QStringLiteral("a"), log));
            group.add(guarded(QStringLiteral("b"), log));
        });
    }
    runToIdle(loop);
    log.sort();
    QCOMPARE(log.join(u", "), QStringLiteral("a destroyed, b destroyed"));
    QCOMPARE(loop.now(), 0); // no timer was left
}

INTERLEAVE_TEST_MAIN(TestTaskGroup)
#include "tst_task_group.moc"
