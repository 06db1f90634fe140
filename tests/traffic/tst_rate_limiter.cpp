// The client's own rate, as a stranger's service would count it: in sliding minutes, in fixed minutes, in a token bucket, in a leaky
// bucket without burst. Each is a counter of its own here, made of arrival times alone; arrivals come late by some jitter.
#include "support/test_main.h"
#include "traffic/rate_limiter.h"

#include <QRandomGenerator>
#include <QTest>

using namespace interleave;

namespace {

constexpr qint64 secondNs = 1'000'000'000;
constexpr qint64 minuteNs = 60 * secondNs;

/// Sends as soon as the limiter lets it, `count` times; what it was asked for at.
std::vector<qint64> sentAsSoonAs(RateLimiter &limiter, int count, qint64 now = 0)
{
    std::vector<qint64> times;
    for (int call = 0; call < count; ++call) {
        now = limiter.readyNs(now, 0);
        limiter.take(now, callOfJob(call), 0);
        times.push_back(now);
    }
    return times;
}

/// With the way to the server: each a little later, in order as a server sees them.
std::vector<qint64> arrived(std::vector<qint64> times, qint64 jitterNs)
{
    QRandomGenerator random(7);
    for (qint64 &ns : times)
        ns += static_cast<qint64>(random.generateDouble() * static_cast<double>(jitterNs));
    std::sort(times.begin(), times.end());
    return times;
}

int mostInAnyMinute(const std::vector<qint64> &times)
{
    size_t most = 0;
    for (size_t first = 0, i = 0; i < times.size(); ++i) {
        while (times[i] - times[first] > minuteNs)
            ++first;
        most = std::max(most, i - first + 1);
    }
    return static_cast<int>(most);
}

int refusedByFixedMinutes(const std::vector<qint64> &times, int limit, qint64 offsetNs)
{
    QHash<qint64, int> counts;
    int refused = 0;
    for (const qint64 ns : times)
        refused += ++counts[(ns + offsetNs) / minuteNs] > limit;
    return refused;
}

/// Holds `capacity`, refills at the limit.
int refusedByBucket(const std::vector<qint64> &times, int limit, double capacity)
{
    double level = capacity;
    qint64 last = times.front();
    int refused = 0;
    for (const qint64 ns : times) {
        level = std::min(capacity, level + static_cast<double>(ns - last) * limit / static_cast<double>(minuteNs));
        last = ns;
        level >= 1 - 1e-9 ? level -= 1 : ++refused;
    }
    return refused;
}

} // namespace

class TestRateLimiter : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void no_way_of_counting_a_minute_refuses_data()
    {
        QTest::addColumn<Pacing>("pacing");
        QTest::addColumn<int>("limit");
        for (const int limit : {1, 2, 20, 300, 1000, 60'000}) {
            QTest::newRow(qPrintable(QStringLiteral("even, %1").arg(limit))) << Pacing::Even << limit;
            QTest::newRow(qPrintable(QStringLiteral("burst, %1").arg(limit))) << Pacing::Burst << limit;
        }
    }
    void no_way_of_counting_a_minute_refuses()
    {
        QFETCH(Pacing, pacing);
        QFETCH(int, limit);
        RateLimiter limiter({.requestsPerMinute = limit, .tokensPerMinute = 0, .pacing = pacing});
        const std::vector<qint64> sent = sentAsSoonAs(limiter, limit * 5 / 2 + 3);
        const std::vector<qint64> times = arrived(sent, secondNs);
        QVERIFY(mostInAnyMinute(times) <= limit);
        for (const qint64 offset : {qint64(0), 17 * secondNs, 59 * secondNs})
            QCOMPARE(refusedByFixedMinutes(times, limit, offset), 0);
        QCOMPARE(refusedByBucket(times, limit, limit), 0);
        // closed form: the two per cent margin, and nothing else, is lost
        const double minutes = static_cast<double>(sent.back()) / static_cast<double>(minuteNs);
        const double expected = pacing == Pacing::Even ? 1.02 * static_cast<double>(sent.size() - 1) / limit
                                                       : 1.02 * static_cast<double>((sent.size() - 1) / static_cast<size_t>(limit));
        QVERIFY2(std::abs(minutes - expected) < 1e-3, qPrintable(QStringLiteral("%1 minutes, not %2").arg(minutes).arg(expected)));
    }

    void even_pacing_passes_a_leaky_bucket_without_burst_data()
    {
        QTest::addColumn<int>("limit");
        for (const int limit : {1, 20, 60, 300, 1000})
            QTest::newRow(qPrintable(QString::number(limit))) << limit;
    }
    void even_pacing_passes_a_leaky_bucket_without_burst()
    {
        QFETCH(int, limit);
        RateLimiter limiter({.requestsPerMinute = limit, .tokensPerMinute = 0, .pacing = Pacing::Even});
        const std::vector<qint64> times = arrived(sentAsSoonAs(limiter, 200), minuteNs / limit / 100);
        QCOMPARE(refusedByBucket(times, limit, 1), 0);
    }

    void who_comes_late_gets_nothing_saved_up()
    {
        RateLimiter even({.requestsPerMinute = 60, .tokensPerMinute = 0, .pacing = Pacing::Even});
        sentAsSoonAs(even, 1);
        const std::vector<qint64> after = sentAsSoonAs(even, 3, 600 * secondNs); // ten quiet minutes
        QCOMPARE(after[0], 600 * secondNs);
        QVERIFY(after[1] - after[0] >= secondNs && after[2] - after[1] >= secondNs);
    }

    /// Timers are late, the mean rate is not: a thousand a second, each grant late by up to two milliseconds.
    void late_timers_do_not_lower_a_high_rate()
    {
        RateLimiter limiter({.requestsPerMinute = 60'000, .tokensPerMinute = 0, .pacing = Pacing::Even});
        QRandomGenerator random(3);
        std::vector<qint64> times;
        qint64 now = 0;
        for (int call = 0; call < 100'000; ++call) {
            const qint64 ready = limiter.readyNs(now, 0);
            if (ready > now)
                now = ready + static_cast<qint64>(random.generateDouble() * 1.5e6);
            limiter.take(now, callOfJob(call), 0);
            times.push_back(now);
        }
        QVERIFY(mostInAnyMinute(times) <= 60'000);
        QVERIFY2(now < 105 * secondNs, qPrintable(QString::number(now)));
    }

    void what_was_never_sent_is_given_back_data()
    {
        QTest::addColumn<Pacing>("pacing");
        QTest::newRow("even") << Pacing::Even;
        QTest::newRow("burst") << Pacing::Burst;
    }
    void what_was_never_sent_is_given_back()
    {
        QFETCH(Pacing, pacing);
        RateLimiter limiter({.requestsPerMinute = 2, .tokensPerMinute = 100, .pacing = pacing});
        qint64 now = 5 * secondNs;
        for (int call = 0; call < 100; ++call) {
            QCOMPARE(limiter.readyNs(now, 60), now);
            limiter.take(now, callOfJob(call), 60);
            limiter.giveBack(callOfJob(call), 60);
            now += 10;
        }
        limiter.take(now, callOfJob(100), 60);
        QVERIFY(limiter.readyNs(now, 60) > now);
        limiter.giveBack(callOfJob(100), 60);
        limiter.giveBack(callOfJob(100), 60); // once is enough
        QCOMPARE(limiter.readyNs(now, 60), now);
    }

    void tokens_are_corrected_where_they_were_spent()
    {
        RateLimiter limiter({.requestsPerMinute = 0, .tokensPerMinute = 1000, .pacing = Pacing::Burst});
        limiter.take(0, callOfJob(1), 900);
        QVERIFY(limiter.readyNs(1, 200) > 61 * secondNs);
        limiter.correct(secondNs, callOfJob(1), 900, 100); // it used less
        QCOMPARE(limiter.readyNs(secondNs, 900), secondNs);
        limiter.correct(secondNs, callOfJob(1), 100, 1000); // or more
        QVERIFY(limiter.readyNs(secondNs, 1) > 61 * secondNs);
        // so long after it was let in that its minute is over: what it used more counts from now on
        const qint64 later = 100 * secondNs;
        QCOMPARE(limiter.readyNs(later, 1000), later);
        limiter.correct(later, callOfJob(1), 1000, 1700);
        QVERIFY(limiter.readyNs(later, 400) > later + 60 * secondNs);
        QCOMPARE(limiter.readyNs(later, 300), later);
    }

    void more_than_a_minutes_worth_waits_for_an_empty_minute()
    {
        RateLimiter limiter({.requestsPerMinute = 0, .tokensPerMinute = 100, .pacing = Pacing::Burst});
        QCOMPARE(limiter.readyNs(0, 5000), 0);
        limiter.take(0, callOfJob(1), 1);
        const qint64 ready = limiter.readyNs(1, 5000);
        QVERIFY(ready > 60 * secondNs && ready < 62 * secondNs);
    }

    void without_limits_nothing_waits()
    {
        RateLimiter limiter(RateLimits{});
        for (int call = 0; call < 1000; ++call) {
            QCOMPARE(limiter.readyNs(7, 1'000'000), 7);
            limiter.take(7, callOfJob(call), 1'000'000);
        }
    }
};

INTERLEAVE_TEST_MAIN(TestRateLimiter)
#include "tst_rate_limiter.moc"
