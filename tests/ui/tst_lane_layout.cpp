#include "support/test_main.h"
#include "ui/timeline/lane_layout.h"

using namespace interleave;

class TestLaneLayout : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void rowsFollowEachOtherWithoutAGap_data()
    {
        QTest::addColumn<int>("calls");
        for (const int calls : {0, 1, 5, 24, 25, 200, 201, 10'000})
            QTest::addRow("%d calls", calls) << calls;
    }

    void rowsFollowEachOtherWithoutAGap()
    {
        QFETCH(const int, calls);
        const LaneLayout layout = LaneLayout::ofRun(calls, 3);
        int y = 0;
        for (const LaneRow &row : layout.rows()) {
            QCOMPARE(row.y, y);
            QVERIFY(row.isHeader() || row.barTop + row.barHeight <= row.height);
            y = row.bottom();
        }
        QCOMPARE(layout.height(), y);
    }

    void lanesShrinkAsCallsGetMany()
    {
        const auto callHeight = [](int calls) { return LaneLayout::ofRun(calls, 0).rows().at(1).height; };
        QCOMPARE(callHeight(5), 46);
        QCOMPARE(callHeight(24), 46);
        QCOMPARE(callHeight(25), 26);
        QCOMPARE(callHeight(200), 26);
        QCOMPARE(callHeight(201), 9);
    }

    void foldedGroupKeepsItsHeaderOnly()
    {
        const LaneLayout layout = LaneLayout::ofRun(5, 2, false, true);
        QCOMPARE(layout.rows().size(), 4);
        QCOMPARE(layout.find(RowKind::Call, 0), -1);
        QCOMPARE(layout.rows().at(layout.find(RowKind::Executor, 1)).y, 26 + 26 + 36);
    }

    void rowAtFindsEveryRow()
    {
        const LaneLayout layout = LaneLayout::ofRun(300, 4);
        for (int i = 0; i < layout.rows().size(); ++i) {
            QCOMPARE(layout.rowAt(layout.rows()[i].y), i);
            QCOMPARE(layout.rowAt(layout.rows()[i].bottom() - 1), i);
        }
        QCOMPARE(layout.rowAt(-1), -1);
        QCOMPARE(layout.rowAt(layout.height()), -1);
        QCOMPARE(layout.rowsIn(30, 31), std::make_pair(1, 2));
    }

    void fiveRunsOfFiveCallsAreStackedAsUsual()
    {
        const LaneLayout layout = LaneLayout::stacked({5, 5, 5, 5, 5}, 300);
        QCOMPARE(layout.height(), 5 * 59);
        for (const LaneRow &row : layout.rows()) {
            QCOMPARE(row.pitch, 9);
            QCOMPARE(row.barHeight, 8);
            QCOMPARE(row.barTop, 7);
        }
    }

    void stackedRunsUseASmallAndALargeWindow()
    {
        QCOMPARE(LaneLayout::stacked({5, 5, 5, 5, 5}, 225).rows().constFirst().height, 45);
        const LaneLayout large = LaneLayout::stacked({5, 5, 5, 5, 5}, 700);
        QVERIFY(large.rows().constFirst().pitch > 20);
        QVERIFY(large.height() <= 700);
    }

    void manyCallsHaveALaneEachUntilTheirRunIsTooTall()
    {
        const LaneRow some = LaneLayout::stacked({60, 60, 60, 60, 60}, 300).rows().constFirst();
        QCOMPARE(some.pitch, 2);
        QCOMPARE(some.lanes, 60);
        QCOMPARE(some.laneAt(59), 59);
        const LaneLayout layout = LaneLayout::stacked({5'000, 5'000, 5'000}, 300);
        const LaneRow many = layout.rows().constFirst();
        QCOMPARE(many.pitch, 2);
        QVERIFY(many.height <= 160 && many.lanes > 60);
        QCOMPARE(many.of, 5'000);
        QCOMPARE(many.laneAt(0), 0);
        QVERIFY(many.laneAt(many.lanes - 1) < 5'000 && many.laneAt(many.lanes - 1) > 4'900);
        QVERIFY(layout.height() <= 480);
    }
};

INTERLEAVE_TEST_MAIN(TestLaneLayout)
#include "tst_lane_layout.moc"
