// Who is let in when, under a limit on calls in flight and the rates of several routes; and that nothing is lost or given twice, however
// those who wait or hold a place go. Times are milliseconds.
#include "support/task_log.h"
#include "support/test_main.h"
#include "traffic/limit_queue.h"

#include <QRandomGenerator>
#include <QTest>

using namespace interleave;
using namespace interleave::test;

namespace {

constexpr qint64 msNs = 1'000'000;
constexpr qint64 minute = 60'000;

RateLimiter perMinute(int requests, Pacing pacing = Pacing::Even)
{
    return RateLimiter({.requestsPerMinute = requests, .tokensPerMinute = 0, .pacing = pacing});
}

/// What a call does: waits, is sent, holds its place, is over. An attempt that is destroyed while it is sent has been sent.
Task<void> call(LimitQueue &queue, LimitQueue::Line &line, int number, qint64 ms, std::vector<std::pair<int, qint64>> &sent)
{
    {
        LimitQueue::Place place(queue, line, callOfJob(number), 0);
        while (!place.isLetIn())
            co_await place;
        place.keep();
    }
    struct Leaving {
        LimitQueue &queue;
        ~Leaving() { queue.leave(); }
    } leaving{queue};
    sent.emplace_back(number, Loop::current().now() / msNs);
    co_await SleepUntil(Loop::current().now() + ms * msNs);
}

Task<void> callFrom(qint64 at, LimitQueue &queue, LimitQueue::Line &line, int number, qint64 ms, std::vector<std::pair<int, qint64>> &sent)
{
    co_await SleepUntil(at * msNs);
    co_await call(queue, line, number, ms, sent);
}

Task<void> dropAt(qint64 ms, std::optional<Task<void>> &task)
{
    co_await SleepUntil(ms * msNs);
    task.reset();
}

QList<int> numbersOf(const std::vector<std::pair<int, qint64>> &sent)
{
    QList<int> numbers;
    for (const auto &[number, ms] : sent)
        numbers.append(number);
    return numbers;
}

} // namespace

class TestLimitQueue : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cleanup() { QCOMPARE(liveTaskFrames.load(), 0); }

    void without_rates_first_come_is_first_served()
    {
        VirtualLoop loop;
        LimitQueue queue(2);
        LimitQueue::Line &a = queue.addLine(RateLimiter(RateLimits{}));
        LimitQueue::Line &b = queue.addLine(RateLimiter(RateLimits{}));
        std::vector<std::pair<int, qint64>> sent;
        TaskGroup group;
        loop.enter([&] {
            for (int i = 0; i < 8; ++i)
                group.add(call(queue, i % 3 == 0 ? a : b, i, 10, sent));
        });
        runToIdle(loop);
        QCOMPARE(numbersOf(sent), (QList<int>{0, 1, 2, 3, 4, 5, 6, 7}));
        for (const auto &[number, ms] : sent)
            QCOMPARE(ms, number / 2 * 10);
    }

    void who_waits_for_a_rate_holds_no_place()
    {
        VirtualLoop loop;
        LimitQueue queue(1);
        LimitQueue::Line &slow = queue.addLine(perMinute(1));
        LimitQueue::Line &free = queue.addLine(RateLimiter(RateLimits{}));
        std::vector<std::pair<int, qint64>> sent;
        TaskGroup group;
        loop.enter([&] {
            for (int i = 0; i < 3; ++i)
                group.add(call(queue, slow, i, 10, sent));
            for (int i = 3; i < 6; ++i)
                group.add(call(queue, free, i, 10, sent));
        });
        runToIdle(loop);
        // those of the free route go on as if the others were not there; the slow one's next comes first as soon as it may
        QCOMPARE(numbersOf(sent), (QList<int>{0, 3, 4, 5, 1, 2}));
        QCOMPARE(sent[3].second, 30);
        QCOMPARE(sent[4].second, 61'200);
        QCOMPARE(sent[5].second, 122'400);
    }

    /// A place in the rate that is given while all places in flight are taken would be used later, together with others.
    void a_place_in_the_rate_is_used_when_it_is_given()
    {
        VirtualLoop loop;
        LimitQueue queue(1);
        LimitQueue::Line &line = queue.addLine(perMinute(60));
        std::vector<std::pair<int, qint64>> sent;
        TaskGroup group;
        loop.enter([&] {
            group.add(call(queue, line, 0, 10'000, sent)); // holds the only place for ten turns of the rate
            for (int i = 1; i < 5; ++i)
                group.add(call(queue, line, i, 1, sent));
        });
        runToIdle(loop);
        QCOMPARE(sent[1].second, 10'000);
        for (size_t i = 2; i < sent.size(); ++i)
            QVERIFY(sent[i].second - sent[i - 1].second >= 1000);
    }

    void a_route_in_demand_does_not_starve_another()
    {
        VirtualLoop loop;
        LimitQueue queue(2);
        LimitQueue::Line &busy = queue.addLine(RateLimiter(RateLimits{}));
        LimitQueue::Line &paced = queue.addLine(perMinute(600));
        std::vector<std::pair<int, qint64>> sent;
        TaskGroup group;
        loop.enter([&] {
            for (int i = 0; i < 1000; ++i) // one each 5 ms, 10 ms each: exactly what two places can do
                group.add(callFrom(i * 5, queue, busy, i, 10, sent));
            for (int i = 0; i < 20; ++i)
                group.add(callFrom(1, queue, paced, 1000 + i, 1, sent));
        });
        runToIdle(loop);
        for (const auto &[number, ms] : sent)
            QVERIFY2(number < 1000 || ms < 102 * 20 + 25, qPrintable(QStringLiteral("%1 at %2").arg(number).arg(ms)));
    }

    void cancelled_at_any_moment_it_gives_back_what_it_took_data()
    {
        QTest::addColumn<Pacing>("pacing");
        QTest::newRow("even") << Pacing::Even;
        QTest::newRow("burst") << Pacing::Burst;
    }
    void cancelled_at_any_moment_it_gives_back_what_it_took()
    {
        QFETCH(Pacing, pacing);
        for (uint seed = 1; seed <= 30; ++seed) {
            VirtualLoop loop;
            LimitQueue queue(3);
            std::vector<LimitQueue::Line *> lines{&queue.addLine(perMinute(120, pacing)), &queue.addLine(perMinute(600, pacing)),
                                                  &queue.addLine(RateLimiter(RateLimits{}))};
            std::vector<std::pair<int, qint64>> sent;
            std::list<std::optional<Task<void>>> calls; // optional: dropped one by one
            TaskGroup group;
            QRandomGenerator random(seed);
            loop.enter([&] {
                for (int i = 0; i < 300; ++i) {
                    const qint64 at = random.bounded(40'000);
                    calls.emplace_back(callFrom(at, queue, *lines[static_cast<size_t>(i % 3)], i, random.bounded(900), sent));
                    calls.back()->start();
                    if (random.bounded(2) == 0)
                        group.add(dropAt(at + random.bounded(1500), calls.back()));
                }
                group.add(dropAt(0, calls.front())); // before it began
            });
            runToIdle(loop);
            for (const std::optional<Task<void>> &task : calls)
                QVERIFY(!task || task->isDone());
            for (int line = 0; line < 2; ++line) {
                std::vector<qint64> times;
                for (const auto &[number, ms] : sent) {
                    if (number % 3 == line)
                        times.push_back(ms);
                }
                const size_t limit = line == 0 ? 120 : 600;
                for (size_t i = limit; i < times.size(); ++i)
                    QVERIFY(times[i] - times[i - limit] > minute);
            }
            // all three places are there again: three calls are let in at once
            sent.clear();
            TaskGroup last;
            loop.enter([&] {
                for (int i = 0; i < 4; ++i)
                    last.add(call(queue, *lines[2], i, 10, sent));
            });
            QCOMPARE(sent.size(), size_t(3));
            runToIdle(loop);
            QCOMPARE(sent.size(), size_t(4));
            calls.clear();
        }
    }

    /// Let in, and cancelled before it could go on: another takes both of its places, in flight and in the rate.
    void who_is_cancelled_in_the_turn_it_was_let_in_gives_back_both()
    {
        VirtualLoop loop;
        LimitQueue queue(1);
        LimitQueue::Line &line = queue.addLine(perMinute(1));
        LimitQueue::Line &other = queue.addLine(RateLimiter(RateLimits{}));
        std::vector<std::pair<int, qint64>> sent;
        TaskGroup group;
        std::optional<Task<void>> doomed;
        loop.enter([&] {
            group.add(call(queue, other, 0, 50, sent));
            doomed.emplace(call(queue, line, 1, 10, sent));
            doomed->start();
            group.add(call(queue, line, 2, 10, sent));
        });
        loop.runUntil([&] { return loop.now() >= 50 * msNs; }); // 0 leaves and lets 1 in; its turn is the next one
        doomed.reset();
        runToIdle(loop);
        QCOMPARE(numbersOf(sent), (QList<int>{0, 2}));
        QCOMPARE(sent[1].second, 50);
    }
};

INTERLEAVE_TEST_MAIN(TestLimitQueue)
#include "tst_limit_queue.moc"
