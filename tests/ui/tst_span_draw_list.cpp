#include "support/test_main.h"
#include "ui/timeline/span_draw_list.h"

#include <QRandomGenerator>

using namespace interleave;

namespace {

/// `count` spans without a gap, 1 us each, phases in turn.
LaneSpans tiledLane(int count, qint64 duration = 1'000)
{
    LaneSpans lane;
    for (int i = 0; i < count; ++i)
        lane.add(i, i * duration, (i + 1) * duration, i % 2 ? Phase::Stream : Phase::Ttft, false);
    return lane;
}

} // namespace

class TestSpanDrawList : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void neverMoreThanTwoOperationsPerColumn_data()
    {
        QTest::addColumn<int>("spans");
        for (const int spans : {1'000, 10'000, 100'000, 1'000'000})
            QTest::addRow("%d spans", spans) << spans;
    }

    void neverMoreThanTwoOperationsPerColumn()
    {
        QFETCH(const int, spans);
        // Random lengths over four decades and random phases, so that wide and narrow spans meet everywhere.
        QRandomGenerator random(7);
        LaneSpans lane;
        qint64 at = 0;
        for (int i = 0; i < spans; ++i) {
            const qint64 length = 1 + static_cast<qint64>(std::pow(10.0, random.generateDouble() * 4));
            lane.add(i, at, at + length, allPhases[static_cast<size_t>(random.bounded(12))], random.bounded(100) == 0);
            at += length + random.bounded(100);
        }
        for (const int width : {1, 100, 1'600}) {
            for (const qint64 shown : {at, at / 10, at / 1'000}) {
                const SpanDrawList list = makeDrawList(lane, TimeScale::fit(at / 3, at / 3 + shown, 0, width), width, at);
                QVERIFY2(static_cast<int>(list.size()) <= 2 * width, qPrintable(QString::number(list.size())));
                QVERIFY(!list.bars.empty() || !list.columns.empty());
            }
        }
    }

    void operationsAreInOrderAndInsideThePlot()
    {
        const LaneSpans lane = tiledLane(10'000);
        const SpanDrawList list = makeDrawList(lane, TimeScale::fit(1'000'500, 4'000'200, 0, 777), 777, 10'000'000);
        for (const auto *ops : {&list.bars, &list.columns}) {
            int end = -SpanDrawOp::overhang;
            for (const SpanDrawOp &op : *ops) {
                QVERIFY(op.x0 >= end);
                QVERIFY(op.x1 > op.x0);
                QVERIFY(op.x1 <= 777 + SpanDrawOp::overhang);
                end = op.x1;
            }
        }
    }

    void wideSpansTile()
    {
        const LaneSpans lane = tiledLane(10, 1'000'300);
        const SpanDrawList list = makeDrawList(lane, TimeScale::fit(0, 10'003'000, 0, 1'234), 1'234, 20'000'000);
        QCOMPARE(list.bars.size(), 10u);
        QCOMPARE(list.columns.size(), 0u);
        for (size_t i = 1; i < list.bars.size(); ++i)
            QCOMPARE(list.bars[i].x0, list.bars[i - 1].x1);
        QCOMPARE(list.bars.back().x1, 1'234);
    }

    void onlyWhatIsVisibleIsDrawn()
    {
        const LaneSpans lane = tiledLane(1'000'000);
        const SpanDrawList list = makeDrawList(lane, TimeScale::fit(500'000'000, 500'010'000, 0, 1'000), 1'000, 0);
        QCOMPARE(list.bars.front().span, 500'000);
        QCOMPARE(list.bars.back().span, 500'009);
    }

    void foldedColumnsKeepTheColourThatLastedLongest()
    {
        // Left half of each column mostly Ttft, right half of the picture mostly Stream.
        LaneSpans lane;
        int number = 0;
        for (qint64 at = 0; at < 1'000'000; at += 100) {
            const qint64 first = at < 500'000 ? 70 : 30;
            lane.add(number++, at, at + first, Phase::Ttft, false);
            lane.add(number++, at + first, at + 100, Phase::Stream, false);
        }
        const SpanDrawList list = makeDrawList(lane, TimeScale::fit(0, 1'100'000, 0, 110), 110, 0);
        QCOMPARE(list.bars.size(), 0u);
        QCOMPARE(list.columns.size(), 2u); // columns of one colour join, columns of two do not
        QCOMPARE(list.columns[0].phase, Phase::Ttft);
        QCOMPARE(list.columns[1].phase, Phase::Stream);
        QVERIFY(std::abs(list.columns[0].x1 - 50) <= 1);
        QCOMPARE(list.columns[0].count + list.columns[1].count, 20'000);
    }

    void noPhaseGainsByFolding()
    {
        // Four phases with equal shares of the time, lengths at random around a third of a column.
        QRandomGenerator random(11);
        const std::array phases{Phase::Ttft, Phase::Stream, Phase::Analyze, Phase::Pool};
        LaneSpans lane;
        qint64 at = 0;
        for (int i = 0; i < 200'000; ++i) {
            const qint64 length = 100 + random.bounded(600);
            lane.add(i, at, at + length, phases[static_cast<size_t>(random.bounded(4))], false);
            at += length;
        }
        const int width = static_cast<int>(at / 1'000);
        const SpanDrawList list = makeDrawList(lane, TimeScale::fit(0, at, 0, width), width, 0);
        QHash<Phase, int> columns;
        int all = 0;
        for (const SpanDrawOp &op : list.columns) {
            columns[op.phase] += op.width();
            all += op.width();
        }
        QVERIFY(all > width * 99 / 100); // nothing is left out
        for (const Phase phase : phases)
            QVERIFY2(qAbs(columns[phase] * 100.0 / all - 25) < 1, qPrintable(QString::number(columns[phase] * 100.0 / all)));
    }

    void noErrorIsEverFoldedAway()
    {
        LaneSpans lane;
        const QList<int> failed{17, 40'000, 40'003, 99'998};
        for (int i = 0; i < 100'000; ++i)
            lane.add(i, i * 1'000, (i + 1) * 1'000, Phase::Stream, failed.contains(i));
        for (qint64 length = 100'000'000; length > 1'000; length /= 3) {
            for (const int number : failed) {
                const qint64 begin = std::max<qint64>(0, number * 1'000 - length / 2);
                const TimeScale scale = TimeScale::fit(begin, begin + length, 0, 500);
                const SpanDrawList list = makeDrawList(lane, scale, 500, 0);
                const auto shows = [&](const SpanDrawOp &op) {
                    return op.failed && op.x0 <= scale.pixel(number * 1'000 + 1'000) && op.x1 >= scale.pixel(number * 1'000);
                };
                QVERIFY(std::any_of(list.bars.begin(), list.bars.end(), shows) ||
                        std::any_of(list.columns.begin(), list.columns.end(), shows));
            }
        }
    }

    void openSpansGrowToNow()
    {
        LaneSpans lane;
        lane.add(0, 0, 1'000'000, Phase::Ttft, false);
        lane.add(1, 1'000'000, LaneSpans::open, Phase::Stream, false);
        const TimeScale scale = TimeScale::fit(0, 4'000'000, 0, 400);
        QCOMPARE(makeDrawList(lane, scale, 400, 2'000'000).bars.back().x1, 200);
        QCOMPARE(makeDrawList(lane, scale, 400, 3'000'000).bars.back().x1, 300);
        QVERIFY(makeDrawList(lane, scale, 400, 3'000'000).bars.back().open);
        lane.close(1, 2'500'000, false);
        QCOMPARE(makeDrawList(lane, scale, 400, 3'000'000).bars.back().x1, 250);
        // A view whose clock is a frame behind must not draw backwards.
        QCOMPARE(makeDrawList(lane, scale, 400, 500'000).bars.size(), 2u);
    }

    void aMomentOfSendingIsTwoColumnsWide()
    {
        LaneSpans lane;
        lane.add(0, 0, 50'000'000, Phase::Connect, false);
        lane.add(1, 50'000'000, 51'000'000, Phase::Send, false);
        lane.add(2, 51'000'000, 500'000'000, Phase::Ttft, false);
        const SpanDrawList list = makeDrawList(lane, TimeScale::fit(0, 1'000'000'000, 0, 100), 100, 0);
        QCOMPARE(list.columns.size(), 1u);
        QCOMPARE(list.columns[0].x0, 5);
        QCOMPARE(list.columns[0].x1, 7);
    }

    void overlappingRequestsOfALoopAreTicks()
    {
        LaneSpans lane;
        for (int i = 0; i < 5; ++i)
            lane.add(i, i * 10'000'000, 200'000'000, Phase::Send, false);
        lane.add(5, 300'000'000, 500'000'000, Phase::Analyze, false);
        const SpanDrawList list = makeDrawList(lane, TimeScale::fit(0, 1'000'000'000, 0, 1'000), 1'000, 0, SpanWidths::SendAsTick);
        QCOMPARE(list.columns.size(), 5u);
        QCOMPARE(list.bars.size(), 1u);
        QCOMPARE(list.bars[0].phase, Phase::Analyze);
    }

    void spansThatArriveLateOrOverlapAreFound()
    {
        LaneSpans lane;
        lane.add(0, 0, 100'000, Phase::Analyze, false);
        lane.add(1, 200, 300, Phase::Tool, false);
        lane.add(2, 100, 150, Phase::Tool, false); // written late
        QCOMPARE(lane.span(1), 2);
        QCOMPARE(lane.touching(50'000, 60'000).first, 0u); // span 0 still reaches in, though 1 and 2 ended
        lane.add(3, 400, LaneSpans::open, Phase::Tool, false);
        lane.close(3, 500, true);
        QCOMPARE(lane.touching(200'000, 300'000).first, 4u);
        QCOMPARE(lane.failures(), 1);
        QVERIFY(!lane.hasOpen());
    }
};

INTERLEAVE_TEST_MAIN(TestSpanDrawList)
#include "tst_span_draw_list.moc"
