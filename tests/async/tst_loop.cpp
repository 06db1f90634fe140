// Loops: timers in order and never early, turns that do not starve each other, virtual time, and the same on a Qt event loop.
#include "async/qt_loop.h"
#include "core/clock.h"
#include "support/task_log.h"
#include "support/test_main.h"

#include <QEventLoop>
#include <QTest>

using namespace interleave;
using namespace interleave::test;

class TestLoop : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void timersFireInOrderOfTime();
    void equalTimersKeepTheOrderInWhichTheyWereSet();
    void aTimeThatHasPassedNeedsNoTurn();
    void computingMakesTheOthersLate();
    void whatBecomesReadyWaitsForTheNextTurn();
    void runUntilStopsWhenToldTo();
    void qtLoopResumesFromItsEventLoopOnly();
    void qtTimersAreNeverEarly();
    void loopsMayBeEnteredInsideEachOther();
    void cleanup() { QCOMPARE(liveTaskFrames.load(), 0); }
};

static Task<void> sleepUntil(qint64 ns, QString name, QStringList &log)
{
    co_await SleepUntil(ns);
    log.append(QStringLiteral("%1@%2").arg(name).arg(Loop::current().now()));
}

void TestLoop::timersFireInOrderOfTime()
{
    QStringList log;
    VirtualLoop loop;
    TaskGroup group;
    loop.enter([&] {
        group.add(sleepUntil(30, QStringLiteral("c"), log));
        group.add(sleepUntil(10, QStringLiteral("a"), log));
        group.add(sleepUntil(20, QStringLiteral("b"), log));
    });
    runToIdle(loop);
    QCOMPARE(log.join(u' '), QStringLiteral("a@10 b@20 c@30"));
}

void TestLoop::equalTimersKeepTheOrderInWhichTheyWereSet()
{
    QStringList log;
    VirtualLoop loop;
    TaskGroup group;
    loop.enter([&] {
        for (const char *name : {"a", "b", "c", "d"})
            group.add(sleepUntil(5, QString::fromLatin1(name), log));
    });
    runToIdle(loop);
    QCOMPARE(log.join(u' '), QStringLiteral("a@5 b@5 c@5 d@5"));
}

void TestLoop::aTimeThatHasPassedNeedsNoTurn()
{
    QStringList log;
    VirtualLoop loop;
    loop.computeFor(100);
    Task<void> task = sleepUntil(100, QStringLiteral("a"), log);
    loop.enter([&] { task.start(); });
    QVERIFY(task.isDone());
    QCOMPARE(log.join(u' '), QStringLiteral("a@100"));
}

static Task<void> computeAt(qint64 ns, qint64 length, VirtualLoop &loop, QStringList &log)
{
    co_await SleepUntil(ns);
    loop.computeFor(length);
    log.append(QStringLiteral("computed@%1").arg(loop.now()));
}

void TestLoop::computingMakesTheOthersLate()
{
    QStringList log;
    VirtualLoop loop;
    TaskGroup group;
    loop.enter([&] {
        group.add(computeAt(10, 50, loop, log));
        group.add(sleepUntil(20, QStringLiteral("a"), log));
        group.add(sleepUntil(70, QStringLiteral("b"), log));
    });
    runToIdle(loop);
    QCOMPARE(log.join(u' '), QStringLiteral("computed@60 a@60 b@70"));
}

/// Awaits `rounds` times something that its neighbour makes ready in the same turn.
static Task<void> pingPong(Completion<int> *&mine, Completion<int> *&theirs, int rounds, QString name, QStringList &log)
{
    for (int round = 0; round < rounds; ++round) {
        Completion<int> completion;
        mine = &completion;
        co_await completion;
        log.append(name);
        if (theirs)
            theirs->set(0);
    }
    mine = nullptr;
}

void TestLoop::whatBecomesReadyWaitsForTheNextTurn()
{
    QStringList log;
    VirtualLoop loop;
    Completion<int> *a = nullptr;
    Completion<int> *b = nullptr;
    Completion<int> *c = nullptr;
    Completion<int> *nobody = nullptr;
    TaskGroup group;
    loop.enter([&] {
        group.add(pingPong(a, b, 2, QStringLiteral("a"), log));
        group.add(pingPong(b, a, 2, QStringLiteral("b"), log));
        group.add(pingPong(c, nobody, 1, QStringLiteral("c"), log));
    });
    a->set(0);
    c->set(0); // ready in the same turn as a: it comes before what a makes ready
    runToIdle(loop);
    QCOMPARE(log.join(u' '), QStringLiteral("a c b a b"));
}

void TestLoop::runUntilStopsWhenToldTo()
{
    QStringList log;
    VirtualLoop loop;
    TaskGroup group;
    loop.enter([&] {
        group.add(sleepUntil(10, QStringLiteral("a"), log));
        group.add(sleepUntil(20, QStringLiteral("b"), log));
    });
    loop.runUntil([&] { return log.size() == 1; });
    QCOMPARE(loop.now(), 10);
    QCOMPARE(log.join(u' '), QStringLiteral("a@10"));
}

static Task<void> awaitThenLog(Completion<int> *&handle, QStringList &log)
{
    Completion<int> completion;
    handle = &completion;
    log.append(QString::number(co_await completion));
}

void TestLoop::qtLoopResumesFromItsEventLoopOnly()
{
    QStringList log;
    QtLoop loop;
    Completion<int> *completion = nullptr;
    Task<void> task = awaitThenLog(completion, log);
    loop.enter([&] { task.start(); });
    completion->set(4);
    QCOMPARE(log, QStringList());
    QCoreApplication::sendPostedEvents();
    QCOMPARE(log, QStringList(QStringLiteral("4")));
}

static Task<void> sleepFor(qint64 ns, qint64 &wokenAt, QEventLoop &events)
{
    co_await SleepUntil(Loop::current().now() + ns);
    wokenAt = monotonicNs();
    events.quit();
}

void TestLoop::qtTimersAreNeverEarly()
{
    QtLoop loop;
    QEventLoop events;
    for (const qint64 ns : {qint64(1), qint64(300'000), qint64(1'000'000), qint64(2'500'000)}) {
        qint64 wokenAt = 0;
        const qint64 before = monotonicNs();
        Task<void> task = sleepFor(ns, wokenAt, events);
        loop.enter([&] { task.start(); });
        if (!task.isDone())
            events.exec();
        QVERIFY2(wokenAt >= before + ns, qPrintable(QString::number(wokenAt - before)));
    }
}

void TestLoop::loopsMayBeEnteredInsideEachOther()
{
    VirtualLoop outer;
    VirtualLoop inner;
    outer.computeFor(1);
    QList<Loop *> seen;
    outer.enter([&] {
        seen.append(&Loop::current());
        inner.enter([&] { seen.append(&Loop::current()); });
        seen.append(&Loop::current());
    });
    QCOMPARE(seen, (QList<Loop *>{&outer, &inner, &outer}));
}

INTERLEAVE_TEST_MAIN(TestLoop)
#include "tst_loop.moc"
