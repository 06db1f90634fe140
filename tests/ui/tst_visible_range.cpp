#include "support/test_main.h"
#include "ui/timeline/visible_range.h"

#include <QSignalSpy>

using namespace interleave;

class TestVisibleRange : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void zoomKeepsTheTimeUnderTheCursor()
    {
        VisibleRange range;
        range.setContent(10'000'000'000);
        range.set(2'000'000'000, 6'000'000'000);
        range.zoomAt(3'000'000'000, 0.5);
        QCOMPARE(range.begin(), 2'500'000'000);
        QCOMPARE(range.end(), 4'500'000'000);
    }

    void nothingBeforeTheStartIsShown()
    {
        VisibleRange range;
        range.setContent(10'000'000'000);
        range.set(1'000'000'000, 3'000'000'000);
        range.panBy(-5'000'000'000);
        QCOMPARE(range.begin(), 0);
        QCOMPARE(range.length(), 2'000'000'000);
    }

    void theContentCannotBePannedOutOfSight()
    {
        VisibleRange range;
        range.setContent(10'000'000'000);
        range.set(0, 2'000'000'000);
        range.panBy(1'000'000'000'000);
        QVERIFY(range.begin() < range.fittedEnd());
    }

    void zoomStopsAtItsLimits()
    {
        VisibleRange range;
        range.setContent(10'000'000'000);
        for (int i = 0; i < 200; ++i)
            range.zoomAt(range.begin(), 0.5);
        QCOMPARE(range.length(), VisibleRange::shortest);
        for (int i = 0; i < 200; ++i)
            range.zoomAt(range.begin(), 2);
        QVERIFY(range.length() <= 120'000'000'000);
        QVERIFY(range.length() >= range.fittedEnd());
    }

    void followingKeepsNowAtTwoThirds()
    {
        VisibleRange range;
        range.show(0, 4'000'000'000);
        range.setFollowing(true);
        range.setContent(1'000'000'000);
        range.advance(1'000'000'000);
        QCOMPARE(range.begin(), 0); // not yet: now is left of its place
        range.setContent(10'000'000'000);
        range.advance(10'000'000'000);
        QCOMPARE(range.length(), 4'000'000'000);
        QCOMPARE(range.begin(), 10'000'000'000 - 2'720'000'000);
    }

    void anyMoveByHandEndsFollowing()
    {
        VisibleRange range;
        range.setContent(10'000'000'000);
        const QList<std::function<void()>> moves{[&] { range.panBy(1'000); }, [&] { range.zoomAt(0, 0.5); }, [&] { range.fit(); },
                                                 [&] { range.set(0, 1'000'000); }};
        for (const auto &move : moves) {
            range.setFollowing(true);
            QSignalSpy spy(&range, &VisibleRange::followingChanged);
            move();
            QCOMPARE(range.isFollowing(), false);
            QCOMPARE(spy.size(), 1);
        }
    }

    void withoutFollowingNowMovesNothing()
    {
        VisibleRange range;
        QSignalSpy spy(&range, &VisibleRange::changed);
        range.advance(100'000'000'000);
        QCOMPARE(spy.size(), 0);
    }

    void fitShowsAllContentAndRoomForItsLabel()
    {
        VisibleRange range;
        range.setContent(15'100'000'000);
        range.fit();
        QCOMPARE(range.begin(), 0);
        QVERIFY(range.end() > 15'600'000'000 && range.end() < 16'600'000'000);
    }

    void sameRangeTwiceIsSignalledOnce()
    {
        VisibleRange range;
        range.setContent(10'000'000'000);
        QSignalSpy spy(&range, &VisibleRange::changed);
        range.set(0, 1'000'000'000);
        range.set(0, 1'000'000'000);
        QCOMPARE(spy.size(), 1);
    }
};

INTERLEAVE_TEST_MAIN(TestVisibleRange)
#include "tst_visible_range.moc"
