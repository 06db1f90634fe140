// Task: lazy, one owner, values through; Completion: the bridge from callbacks, which never resumes inside the callback.
#include "support/task_log.h"
#include "support/test_main.h"

#include <QTest>

#include <memory>

using namespace interleave;
using namespace interleave::test;

class TestTask : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void nothingRunsBeforeItIsAwaited();
    void valuesComeBack();
    void aValueMayBeMoveOnly();
    void aLongChainOfTasksNeedsNoStack();
    void setDoesNotResume();
    void aValueThatIsThereNeedsNoTurn();
    void theFirstValueCounts();
    void completionsResumeInTheOrderTheyWereSet();
    void cleanup() { QCOMPARE(liveTaskFrames.load(), 0); }
};

static Task<int> plusOne(int number, QStringList &log)
{
    log.append(QStringLiteral("plusOne"));
    co_return number + 1;
}

static Task<void> awaitLazily(QStringList &log)
{
    Task<int> task = plusOne(1, log);
    log.append(QStringLiteral("made"));
    log.append(QString::number(co_await task));
}

void TestTask::nothingRunsBeforeItIsAwaited()
{
    QStringList log;
    {
        VirtualLoop loop;
        Task<void> task = awaitLazily(log);
        QCOMPARE(log, QStringList());
        loop.enter([&] { task.start(); });
        QVERIFY(task.isDone());
    }
    QCOMPARE(log.join(u' '), QStringLiteral("made plusOne 2"));
}

static Task<int> sumOf(int from, QStringList &log)
{
    const int a = co_await plusOne(from, log);
    const int b = co_await plusOne(a, log);
    co_return a + b;
}

static Task<void> logSum(QStringList &log) { log.append(QString::number(co_await sumOf(10, log))); }

void TestTask::valuesComeBack()
{
    QStringList log;
    VirtualLoop loop;
    Task<void> task = logSum(log);
    loop.enter([&] { task.start(); });
    QCOMPARE(log.last(), QStringLiteral("23"));
}

static Task<std::unique_ptr<int>> makeBox(int value) { co_return std::make_unique<int>(value); }

static Task<void> openBox(int &out)
{
    const std::unique_ptr<int> box = co_await makeBox(5);
    out = *box;
}

void TestTask::aValueMayBeMoveOnly()
{
    int out = 0;
    VirtualLoop loop;
    Task<void> task = openBox(out);
    loop.enter([&] { task.start(); });
    QCOMPARE(out, 5);
}

static Task<int> depth(int left)
{
    if (left == 0)
        co_return 0;
    co_return 1 + co_await depth(left - 1);
}

static Task<void> logDepth(int &out) { out = co_await depth(10'000); }

void TestTask::aLongChainOfTasksNeedsNoStack()
{
    int out = 0;
    VirtualLoop loop;
    Task<void> task = logDepth(out);
    loop.enter([&] { task.start(); });
    QCOMPARE(out, 10'000);
}

static Task<void> awaitValue(Completion<int> *&handle, QStringList &log, QString name)
{
    Completion<int> completion;
    handle = &completion;
    log.append(name + QStringLiteral(" waits"));
    log.append(name + u' ' + QString::number(co_await completion));
}

void TestTask::setDoesNotResume()
{
    QStringList log;
    VirtualLoop loop;
    Completion<int> *completion = nullptr;
    Task<void> task = awaitValue(completion, log, QStringLiteral("a"));
    loop.enter([&] { task.start(); });
    runToIdle(loop);
    QCOMPARE(log, QStringList(QStringLiteral("a waits")));
    completion->set(7);
    QCOMPARE(log, QStringList(QStringLiteral("a waits"))); // only a turn of the loop resumes it
    runToIdle(loop);
    QCOMPARE(log.last(), QStringLiteral("a 7"));
}

static Task<void> setThenAwait(QStringList &log)
{
    Completion<int> completion;
    completion.set(3);
    log.append(QString::number(co_await completion));
}

void TestTask::aValueThatIsThereNeedsNoTurn()
{
    QStringList log;
    VirtualLoop loop;
    Task<void> task = setThenAwait(log);
    loop.enter([&] { task.start(); });
    QVERIFY(task.isDone());
    QCOMPARE(log.last(), QStringLiteral("3"));
}

void TestTask::theFirstValueCounts()
{
    QStringList log;
    VirtualLoop loop;
    Completion<int> *completion = nullptr;
    Task<void> task = awaitValue(completion, log, QStringLiteral("a"));
    loop.enter([&] { task.start(); });
    completion->set(1);
    completion->set(2);
    runToIdle(loop);
    QCOMPARE(log.last(), QStringLiteral("a 1"));
}

void TestTask::completionsResumeInTheOrderTheyWereSet()
{
    QStringList log;
    VirtualLoop loop;
    Completion<int> *a = nullptr;
    Completion<int> *b = nullptr;
    Completion<int> *c = nullptr;
    Task<void> first = awaitValue(a, log, QStringLiteral("a"));
    Task<void> second = awaitValue(b, log, QStringLiteral("b"));
    Task<void> third = awaitValue(c, log, QStringLiteral("c"));
    loop.enter([&] {
        first.start();
        second.start();
        third.start();
    });
    log.clear();
    c->set(3);
    a->set(1);
    b->set(2);
    runToIdle(loop);
    QCOMPARE(log.join(u", "), QStringLiteral("c 3, a 1, b 2"));
}

INTERLEAVE_TEST_MAIN(TestTask)
#include "tst_task.moc"
