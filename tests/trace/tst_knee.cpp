// The knee of load curves whose shape is known.
#include "support/test_main.h"
#include "trace/knee.h"

#include <QRandomGenerator>
#include <QTest>

using namespace interleave;

/// A closed loop at a service with so many slots: throughput and latency by Little's law, without chance.
static QList<LoadPoint> closedLoop(int slots, double serviceS, const QList<int> &levels)
{
    QList<LoadPoint> points;
    for (const int users : levels) {
        LoadPoint point;
        point.users = users;
        point.throughputRps = std::min(users, slots) / serviceS;
        point.latencyS = users / point.throughputRps;
        points.append(point);
    }
    return points;
}

/// Levels with a measured throughput: latency by Little's law, R = N / X.
static QList<LoadPoint> measured(const QList<std::pair<int, double>> &levels)
{
    QList<LoadPoint> points;
    for (const auto &[users, throughput] : levels) {
        LoadPoint point;
        point.users = users;
        point.throughputRps = throughput;
        point.latencyS = users / throughput;
        points.append(point);
    }
    return points;
}

class TestKnee : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void is_where_the_slots_are_full_data()
    {
        QTest::addColumn<int>("slots");
        QTest::addColumn<int>("users");
        for (const int slots : {2, 4, 8, 16})
            QTest::newRow(qPrintable(QString::number(slots))) << slots << slots;
    }
    void is_where_the_slots_are_full()
    {
        QFETCH(int, slots);
        QFETCH(int, users);
        const QList<LoadPoint> points = closedLoop(slots, 0.5, {1, 2, 4, 8, 16, 32, 64});
        const Knee knee = findKnee(points);
        QVERIFY(knee.point >= 0);
        QCOMPARE(points[knee.point].users, users);
        QCOMPARE(knee.saturationUsers, double(slots));
        QVERIFY2(knee.sentence.startsWith(QStringLiteral("Knee at %1 users").arg(users)), qPrintable(knee.sentence));
    }

    void of_other_servers_data()
    {
        QTest::addColumn<QList<LoadPoint>>("points");
        QTest::addColumn<int>("users");   // 0: the sweep does not show one
        QTest::addColumn<bool>("queues"); // the sentence about queues says something there
        const auto row = [](const char *name, const QList<std::pair<int, double>> &levels, int users, bool queues) {
            QTest::newRow(name) << measured(levels) << users << queues;
        };
        // measured: llama-server with 4 slots
        row("batching, 4 slots", {{1, 13.6}, {2, 20.6}, {4, 27.2}, {8, 27.4}}, 4, false);
        row("batching, 4 slots, further", {{1, 13.6}, {2, 20.6}, {4, 27.2}, {8, 27.4}, {16, 27.1}, {32, 27.3}}, 4, false);
        row("batching, 8 slots", {{1, 13.1}, {2, 18.6}, {4, 24.4}, {8, 31.7}, {16, 32.0}, {32, 31.6}}, 8, false);
        row("batching, 8 slots, steps of one",
            {{1, 13}, {2, 18}, {3, 21}, {4, 24}, {5, 26}, {6, 28}, {7, 29}, {8, 34}, {9, 34}, {10, 34}, {12, 34}}, 8, false);
        row("batching, still growing", {{1, 10}, {2, 16}, {4, 24}, {8, 34}}, 0, false);
        row("one at a time", {{1, 10}, {2, 10.1}, {4, 9.9}, {8, 10}}, 1, true);
        row("a rate limit of 20 a second", {{1, 8}, {2, 16}, {4, 20}, {8, 20}, {16, 20}}, 4, true);
        row("slots, with noise", {{1, 2.1}, {2, 3.8}, {4, 8.3}, {8, 15}, {16, 16.9}, {32, 15.4}, {64, 16.2}}, 8, true);
        row("slots, less under load", {{1, 10}, {2, 20}, {4, 40}, {8, 38}, {16, 31}, {32, 22}}, 4, true);
        row("a single level between", {{1, 5}, {5, 25}, {25, 26}}, 5, true);
    }
    void of_other_servers()
    {
        QFETCH(QList<LoadPoint>, points);
        QFETCH(int, users);
        QFETCH(bool, queues);
        const Knee knee = findKnee(points);
        QCOMPARE(knee.point < 0 ? 0 : points[knee.point].users, users);
        QCOMPARE(knee.saturationUsers > 0, queues);
        QCOMPARE(knee.sentence.contains(QStringLiteral("before queues must form")), queues);
        QCOMPARE(knee.sentence.contains(QStringLiteral("grows with the load")), !queues);
    }

    void noise_does_not_move_it()
    {
        QRandomGenerator random(11);
        for (int i = 0; i < 500; ++i) {
            QList<LoadPoint> points = closedLoop(8, 0.5, {1, 2, 4, 8, 16, 32, 64});
            for (LoadPoint &point : points) {
                point.throughputRps *= 0.95 + 0.1 * random.generateDouble();
                point.latencyS = point.users / point.throughputRps;
            }
            const Knee knee = findKnee(points);
            QVERIFY(knee.point >= 0);
            QCOMPARE(points[knee.point].users, 8);
        }
    }

    void calls_that_fail_under_load_are_named()
    {
        QList<LoadPoint> points = closedLoop(4, 0.5, {1, 2, 4, 8, 16});
        for (int i = 3; i < 5; ++i) {
            points[i].failed = 10;
            points[i].throughputRps = 3;
            points[i].latencyS = 0.1; // those that are ok are few, and quick
        }
        const Knee knee = findKnee(points);
        QCOMPARE(points[knee.point].users, 4);
        QVERIFY2(knee.sentence.contains(QStringLiteral("From 8 users on calls fail (10 there)")), qPrintable(knee.sentence));
    }

    void is_not_made_up_where_throughput_still_grows()
    {
        const Knee knee = findKnee(closedLoop(1000, 0.5, {1, 2, 4, 8, 16}));
        QCOMPARE(knee.point, -1);
        QVERIFY2(knee.sentence.contains(QStringLiteral("No knee up to 16 users")), qPrintable(knee.sentence));
    }

    void needs_enough_levels_and_calls_that_end()
    {
        QCOMPARE(findKnee(closedLoop(2, 0.5, {1, 8})).point, -1);
        QList<LoadPoint> dead = closedLoop(2, 0.5, {1, 2, 4, 8});
        for (LoadPoint &point : dead)
            point.throughputRps = point.latencyS = 0;
        QCOMPARE(findKnee(dead).point, -1);
        QVERIFY(!findKnee(dead).sentence.isEmpty());
    }
};

INTERLEAVE_TEST_MAIN(TestKnee)
#include "tst_knee.moc"
