// The knee of load curves whose shape is known.
#include "support/test_main.h"
#include "trace/knee.h"

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
