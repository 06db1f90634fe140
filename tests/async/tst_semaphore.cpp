// Semaphore: first come, first served; no place is lost or given twice, however its holders and waiters go.
#include "support/task_log.h"
#include "support/test_main.h"

#include <QTest>

using namespace interleave;
using namespace interleave::test;

class TestSemaphore : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void freePlacesNeedNoTurn();
    void theQueueIsServedInOrder();
    void aReleasedPlaceIsNotStolen();
    void aPermitMayBeReleasedEarlyAndMoved();
    void noMoreThanThePermitsAtOnce();
    void whoLeavesTheQueueIsNotServed();
    void cleanup() { QCOMPARE(liveTaskFrames.load(), 0); }
};

/// Holds a place from when it gets one until `ns` later.
static Task<void> hold(Semaphore &semaphore, qint64 ns, QString name, QStringList &log)
{
    const Permit permit = co_await semaphore.acquire();
    log.append(name + QStringLiteral(" in@%1").arg(Loop::current().now()));
    co_await SleepUntil(Loop::current().now() + ns);
    log.append(name + QStringLiteral(" out"));
}

void TestSemaphore::freePlacesNeedNoTurn()
{
    QStringList log;
    VirtualLoop loop;
    Semaphore semaphore(2);
    TaskGroup group;
    QVERIFY(semaphore.isFree());
    loop.enter([&] {
        group.add(hold(semaphore, 10, QStringLiteral("a"), log));
        group.add(hold(semaphore, 10, QStringLiteral("b"), log));
        group.add(hold(semaphore, 10, QStringLiteral("c"), log));
    });
    QCOMPARE(log.join(u", "), QStringLiteral("a in@0, b in@0"));
    QVERIFY(!semaphore.isFree());
    runToIdle(loop);
    QVERIFY(semaphore.isFree());
}

void TestSemaphore::theQueueIsServedInOrder()
{
    QStringList log;
    VirtualLoop loop;
    Semaphore semaphore(1);
    TaskGroup group;
    loop.enter([&] {
        for (const char *name : {"a", "b", "c", "d"})
            group.add(hold(semaphore, 10, QString::fromLatin1(name), log));
    });
    runToIdle(loop);
    QCOMPARE(log.join(u", "), QStringLiteral("a in@0, a out, b in@10, b out, c in@20, c out, d in@30, d out"));
}

/// Releases and at once asks again: whoever waited comes first.
static Task<void> releaseAndAskAgain(Semaphore &semaphore, QStringList &log)
{
    {
        const Permit permit = co_await semaphore.acquire();
        co_await SleepUntil(5);
    }
    log.append(QStringLiteral("greedy asks again"));
    const Permit again = co_await semaphore.acquire();
    log.append(QStringLiteral("greedy in again@%1").arg(Loop::current().now()));
}

void TestSemaphore::aReleasedPlaceIsNotStolen()
{
    QStringList log;
    VirtualLoop loop;
    Semaphore semaphore(1);
    TaskGroup group;
    loop.enter([&] {
        group.add(releaseAndAskAgain(semaphore, log));
        group.add(hold(semaphore, 10, QStringLiteral("patient"), log));
    });
    runToIdle(loop);
    QCOMPARE(log.join(u", "), QStringLiteral("greedy asks again, patient in@5, patient out, greedy in again@15"));
}

static Task<void> releaseEarly(Semaphore &semaphore, QStringList &log)
{
    Permit permit = co_await semaphore.acquire();
    Permit moved = std::move(permit);
    permit.release(); // has none
    co_await SleepUntil(3);
    moved.release();
    moved.release(); // once is enough
    log.append(QStringLiteral("released"));
    co_await SleepUntil(100);
}

void TestSemaphore::aPermitMayBeReleasedEarlyAndMoved()
{
    QStringList log;
    VirtualLoop loop;
    Semaphore semaphore(1);
    TaskGroup group;
    loop.enter([&] {
        group.add(releaseEarly(semaphore, log));
        group.add(hold(semaphore, 10, QStringLiteral("a"), log));
        group.add(hold(semaphore, 10, QStringLiteral("b"), log));
    });
    runToIdle(loop);
    QCOMPARE(log.join(u", "), QStringLiteral("released, a in@3, a out, b in@13, b out"));
}

static Task<void> countInside(Semaphore &semaphore, qint64 start, qint64 length, int &inside, int &most)
{
    co_await SleepUntil(start);
    const Permit permit = co_await semaphore.acquire();
    most = std::max(most, ++inside);
    co_await SleepUntil(Loop::current().now() + length);
    --inside;
}

void TestSemaphore::noMoreThanThePermitsAtOnce()
{
    VirtualLoop loop;
    Semaphore semaphore(7);
    int inside = 0;
    int most = 0;
    TaskGroup group;
    loop.enter([&] {
        for (int i = 0; i < 500; ++i)
            group.add(countInside(semaphore, i * 37 % 101, 1 + i * 53 % 17, inside, most));
    });
    runToIdle(loop);
    QCOMPARE(most, 7);
    QCOMPARE(inside, 0);
    QVERIFY(semaphore.isFree());
}

void TestSemaphore::whoLeavesTheQueueIsNotServed()
{
    QStringList log;
    VirtualLoop loop;
    Semaphore semaphore(1);
    TaskGroup group;
    std::vector<std::unique_ptr<TaskGroup>> leaving(5);
    loop.enter([&] {
        group.add(hold(semaphore, 10, QStringLiteral("a"), log));
        for (int i = 0; i < 5; ++i) {
            leaving[static_cast<size_t>(i)] = std::make_unique<TaskGroup>();
            leaving[static_cast<size_t>(i)]->add(hold(semaphore, 10, QString::number(i), log));
        }
    });
    for (const size_t i : {4, 0, 2}) // the last, the first, one in the middle
        leaving[i].reset();
    runToIdle(loop);
    QCOMPARE(log.join(u", "), QStringLiteral("a in@0, a out, 1 in@10, 1 out, 3 in@20, 3 out"));
    QVERIFY(semaphore.isFree());
}

INTERLEAVE_TEST_MAIN(TestSemaphore)
#include "tst_semaphore.moc"
