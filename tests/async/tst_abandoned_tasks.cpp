// Cancellation is destruction: a task dropped at any await point frees every frame below it, unhooks what it waited for, gives
// back what it held, and is never resumed again.
#include "support/task_log.h"
#include "support/test_main.h"

#include <QTest>

#include <functional>

using namespace interleave;
using namespace interleave::test;

/// What an abandoned task may touch: it all outlives it, as a run's objects outlive the run's coroutine.
struct World {
    VirtualLoop loop;
    QStringList log;
    Semaphore semaphore{1};
    Completion<int> *completion = nullptr;
};

using MakeTask = Task<void> (*)(World &);
using Prepare = void (*)(World &);
Q_DECLARE_METATYPE(MakeTask)
Q_DECLARE_METATYPE(Prepare)

class TestAbandonedTasks : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void atEveryAwaitPoint_data();
    void atEveryAwaitPoint();
    void beforeItStarted();
    void byAnotherTaskOfTheSameTurn_data();
    void byAnotherTaskOfTheSameTurn();
    void aQueuedWaiterLeavesTheQueue();
    void aGrantedPlaceGoesToTheNext();
    void aHeldPlaceGoesToTheNext();
    void cleanup() { QCOMPARE(liveTaskFrames.load(), 0); }
};

static Task<void> onCompletion(World &world)
{
    const FrameGuard guard(world.log, QStringLiteral("frame"));
    Completion<int> completion;
    world.completion = &completion;
    co_await completion;
    world.log.append(QStringLiteral("went on"));
}

static Task<void> onSleep(World &world)
{
    const FrameGuard guard(world.log, QStringLiteral("frame"));
    co_await SleepUntil(10);
    world.log.append(QStringLiteral("went on"));
}

static Task<void> onSemaphore(World &world)
{
    const FrameGuard guard(world.log, QStringLiteral("frame"));
    const Permit permit = co_await world.semaphore.acquire();
    world.log.append(QStringLiteral("went on"));
}

static Task<void> onSleepWithPermit(World &world)
{
    const Permit permit = co_await world.semaphore.acquire();
    const FrameGuard guard(world.log, QStringLiteral("frame"));
    co_await SleepUntil(10);
    world.log.append(QStringLiteral("went on"));
}

static Task<void> onGroupDone(World &world)
{
    TaskGroup group;
    group.add(onSleep(world));
    group.add(onCompletion(world));
    co_await group.done();
    world.log.append(QStringLiteral("went on"));
}

static Task<void> onSecondMember(World &world)
{
    TaskGroup group;
    group.add(onSleep(world));
    co_await SleepUntil(5);
    co_await group.done();
    world.log.append(QStringLiteral("went on"));
}

static Task<void> inner(World &world)
{
    co_await onSleep(world);
    world.log.append(QStringLiteral("inner went on"));
}

static Task<int> middle(World &world)
{
    co_await inner(world);
    world.log.append(QStringLiteral("middle went on"));
    co_return 1;
}

static Task<void> onNested(World &world)
{
    if (co_await middle(world) > 0)
        world.log.append(QStringLiteral("went on"));
}

void TestAbandonedTasks::atEveryAwaitPoint_data()
{
    QTest::addColumn<MakeTask>("make");
    QTest::addColumn<Prepare>("prepare"); // brings the task, which is suspended, into the state in which it is dropped
    QTest::addColumn<int>("frames");      // that are destroyed with a guard in them
    const Prepare asItIs = [](World &) {};
    const Prepare ready = [](World &world) { world.completion->set(1); };
    const Prepare fiveLater = [](World &world) { world.loop.runUntil([&] { return world.loop.now() >= 5; }); };
    QTest::newRow("Completion, no value yet") << MakeTask(onCompletion) << asItIs << 1;
    QTest::newRow("Completion, value set but not resumed") << MakeTask(onCompletion) << ready << 1;
    QTest::newRow("SleepUntil") << MakeTask(onSleep) << asItIs << 1;
    QTest::newRow("SleepUntil, with a permit") << MakeTask(onSleepWithPermit) << asItIs << 1;
    QTest::newRow("TaskGroup::done, members suspended") << MakeTask(onGroupDone) << asItIs << 2;
    QTest::newRow("TaskGroup::done, one member ready") << MakeTask(onGroupDone) << ready << 2;
    QTest::newRow("TaskGroup, owner asleep") << MakeTask(onSecondMember) << asItIs << 1;
    QTest::newRow("TaskGroup::done, after a sleep") << MakeTask(onSecondMember) << fiveLater << 1;
    QTest::newRow("nested tasks") << MakeTask(onNested) << asItIs << 1;
}

void TestAbandonedTasks::atEveryAwaitPoint()
{
    QFETCH(MakeTask, make);
    QFETCH(Prepare, prepare);
    QFETCH(int, frames);
    World world;
    {
        Task<void> task = make(world);
        world.loop.enter([&] { task.start(); });
        prepare(world);
        QVERIFY(!task.isDone());
        QVERIFY(liveTaskFrames > 0);
    }
    QCOMPARE(liveTaskFrames.load(), 0);
    QCOMPARE(world.log.count(QStringLiteral("frame destroyed")), frames);
    const qint64 dropped = world.loop.now();
    runToIdle(world.loop);
    QCOMPARE(world.loop.now(), dropped); // no timer was left behind
    QCOMPARE(world.log.filter(QStringLiteral("went on")), QStringList());
    QVERIFY(world.semaphore.isFree());
}

void TestAbandonedTasks::beforeItStarted()
{
    World world;
    {
        const Task<void> task = onNested(world);
        QCOMPARE(liveTaskFrames.load(), 1);
    }
    QCOMPARE(world.log, QStringList());
}

static Task<void> dropOther(qint64 ns, std::optional<Task<void>> &other)
{
    co_await SleepUntil(ns);
    other.reset();
}

static Task<void> dropOtherOnCompletion(Completion<int> *&handle, std::optional<Task<void>> &other)
{
    Completion<int> completion;
    handle = &completion;
    co_await completion;
    other.reset();
}

void TestAbandonedTasks::byAnotherTaskOfTheSameTurn_data()
{
    QTest::addColumn<MakeTask>("make");
    QTest::newRow("due timer") << MakeTask(onSleep);
    QTest::newRow("nested, due timer") << MakeTask(onNested);
    QTest::newRow("group, one member due") << MakeTask(onGroupDone);
    QTest::newRow("completion set") << MakeTask(onCompletion);
}

void TestAbandonedTasks::byAnotherTaskOfTheSameTurn()
{
    QFETCH(MakeTask, make);
    World world;
    std::optional<Task<void>> victim;
    Completion<int> *signal = nullptr;
    TaskGroup group;
    world.loop.enter([&] {
        group.add(dropOther(10, victim)); // set before the victim's timer: it runs first
        group.add(dropOtherOnCompletion(signal, victim));
        victim.emplace(make(world));
        victim->start();
    });
    if (world.completion) {
        signal->set(0);
        world.completion->set(0); // both are ready in one turn
    }
    runToIdle(world.loop);
    signal = nullptr;
    QVERIFY(!victim);
    QVERIFY(world.log.contains(QStringLiteral("frame destroyed")));
    QCOMPARE(world.log.filter(QStringLiteral("went on")), QStringList());
}

/// Starts a task and keeps it.
static void start(World &world, std::optional<Task<void>> &slot, Task<void> task)
{
    slot.emplace(std::move(task));
    world.loop.enter([&] { slot->start(); });
}

void TestAbandonedTasks::aQueuedWaiterLeavesTheQueue()
{
    World world;
    std::optional<Task<void>> holder, queued, next;
    start(world, holder, onSleepWithPermit(world));
    start(world, queued, onSemaphore(world));
    start(world, next, onSemaphore(world));
    queued.reset();
    runToIdle(world.loop);
    QCOMPARE(world.log.count(QStringLiteral("went on")), 2); // holder and next
    QVERIFY(next->isDone());
    QVERIFY(world.semaphore.isFree());
}

void TestAbandonedTasks::aGrantedPlaceGoesToTheNext()
{
    World world;
    std::optional<Task<void>> holder, granted, next;
    start(world, holder, onSleepWithPermit(world));
    start(world, granted, onSemaphore(world));
    start(world, next, onSemaphore(world));
    holder.reset(); // its place is granted to the first in the queue, which has not resumed yet
    QVERIFY(!granted->isDone());
    granted.reset();
    runToIdle(world.loop);
    QVERIFY(next->isDone());
    QCOMPARE(world.log.count(QStringLiteral("went on")), 1);
    QVERIFY(world.semaphore.isFree());
}

void TestAbandonedTasks::aHeldPlaceGoesToTheNext()
{
    World world;
    std::optional<Task<void>> holder, next;
    start(world, holder, onSleepWithPermit(world));
    start(world, next, onSemaphore(world));
    holder.reset();
    runToIdle(world.loop);
    QVERIFY(next->isDone());
    QCOMPARE(world.loop.now(), 0);
}

INTERLEAVE_TEST_MAIN(TestAbandonedTasks)
#include "tst_abandoned_tasks.moc"
