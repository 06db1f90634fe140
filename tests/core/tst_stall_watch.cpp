// A thread that works for long between its events is noted; one that sleeps, or works on purpose, is not.
#include "core/clock.h"
#include "core/stall_watch.h"
#include "support/test_main.h"

#include <QEventLoop>
#include <QThread>
#include <QTimer>

using namespace interleave;
using namespace Qt::StringLiterals;

class TestStallWatch : public QObject
{
    Q_OBJECT

    static void work(qint64 cpuNs)
    {
        const qint64 until = threadCpuNs() + cpuNs;
        while (threadCpuNs() < until)
            ;
    }

    /// Stalls noted of a thread of its own, in whose event loop `step` runs three times.
    static int stallsOf(const std::function<void()> &step)
    {
        const int before = StallWatch::count();
        const std::unique_ptr<QThread> thread(QThread::create([&] {
            const StallWatch watch(u"test's"_s, 20'000'000);
            QEventLoop loop;
            QTimer timer;
            int left = 3;
            QObject::connect(&timer, &QTimer::timeout, &loop, [&] {
                if (left-- > 0)
                    step();
                else
                    loop.quit();
            });
            timer.start(1);
            loop.exec();
        }));
        thread->start();
        thread->wait();
        return StallWatch::count() - before;
    }

private Q_SLOTS:
    void long_work_is_noted_each_time()
    {
        QCOMPARE(stallsOf([] { work(30'000'000); }), 3);
    }
    void short_work_is_not()
    {
        QCOMPARE(stallsOf([] { work(1'000'000); }), 0);
    }
    void waiting_for_the_machine_is_not()
    {
        QCOMPARE(stallsOf([] { QThread::msleep(40); }), 0);
    }
    void work_on_purpose_is_not()
    {
        QCOMPARE(stallsOf([] {
                     const StallWatch::OnPurpose meant;
                     work(30'000'000);
                 }),
                 0);
    }
    void work_beside_it_still_is()
    {
        QCOMPARE(stallsOf([] {
                     {
                         const StallWatch::OnPurpose meant;
                         work(30'000'000);
                     }
                     work(30'000'000);
                 }),
                 3);
    }
};

INTERLEAVE_TEST_MAIN(TestStallWatch)
#include "tst_stall_watch.moc"
