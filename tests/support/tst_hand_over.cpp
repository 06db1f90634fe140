// The ways a value crosses threads in this program are no race to the thread sanitizer (tsan_qt.cpp tells it), and a real race
// still is one. Without that sanitizer this is an ordinary test of the same hand-overs.
#include "support/test_main.h"

#include <QFutureWatcher>
#include <QThread>
#include <QThreadPool>
#include <QtConcurrent/QtConcurrentRun>

#include <atomic>
#include <future>
#include <vector>

class HandOverTest : public QObject
{
    Q_OBJECT

private:
    QThread m_thread;
    QObject m_there;

private Q_SLOTS:
    void initTestCase()
    {
        m_there.moveToThread(&m_thread);
        m_thread.start();
    }

    void cleanupTestCase()
    {
        m_thread.quit();
        m_thread.wait();
    }

    void aQueuedCallAndItsAnswer()
    {
        int sum = 0, answers = 0;
        for (int i = 1; i <= 100; ++i) {
            auto sent = std::make_shared<std::vector<int>>(100, i);
            QMetaObject::invokeMethod(
                &m_there,
                [this, sent, &sum, &answers] {
                    sent->push_back(0);
                    QMetaObject::invokeMethod(
                        this,
                        [sent, &sum, &answers] {
                            sum += sent->front();
                            ++answers;
                        },
                        Qt::QueuedConnection);
                },
                Qt::QueuedConnection);
        }
        QTRY_COMPARE(answers, 100);
        QCOMPARE(sum, 5050);
    }

    void aBlockingCall()
    {
        std::vector<int> shared;
        for (int i = 0; i < 100; ++i) {
            shared.push_back(i);
            QMetaObject::invokeMethod(&m_there, [&shared] { shared.push_back(1); }, Qt::BlockingQueuedConnection);
        }
        QCOMPARE(shared.size(), size_t(200));
    }

    void aFutureThatIsWaitedForOrWatched()
    {
        std::vector<int> shared(1, 20);
        QCOMPARE(QtConcurrent::run([&shared] { return shared[0] = 21; }).result(), 21);
        shared[0] = 40;
        QFutureWatcher<void> watcher;
        int seen = 0;
        connect(&watcher, &QFutureWatcher<void>::finished, this, [&shared, &seen] { seen = shared[0]; });
        watcher.setFuture(QtConcurrent::run([&shared] { shared[0] = 42; }));
        QTRY_COMPARE(seen, 42);
    }

    void aFunctionGivenToAPool()
    {
        QThreadPool pool;
        auto shared = std::make_shared<std::vector<int>>(1, 20);
        std::promise<int> promise;
        pool.start([shared, &promise] { promise.set_value(shared->front() + 1); });
        QCOMPARE(promise.get_future().get(), 21);
    }

    void plantedRace()
    {
        if (!qEnvironmentVariableIsSet("INTERLEAVE_PLANT_RACE"))
            return;
        // more than one: the sanitizer remembers a few accesses of each word, and on a busy machine it may have forgotten one
        for (int round = 0; round < 200; ++round) {
            // relaxed: it says when, and orders nothing; so the two writes race however the threads are scheduled
            std::atomic<bool> written{false};
            int shared = 0;
            QMetaObject::invokeMethod(
                &m_there,
                [&shared, &written] {
                    ++shared;
                    written.store(true, std::memory_order_relaxed);
                },
                Qt::QueuedConnection);
            while (!written.load(std::memory_order_relaxed)) {
            }
            ++shared;
            QMetaObject::invokeMethod(&m_there, [] {}, Qt::BlockingQueuedConnection);
        }
    }
};

INTERLEAVE_TEST_MAIN(HandOverTest)
#include "tst_hand_over.moc"
