#include "support/article_run.h"
#include "support/test_main.h"
#include "ui/timeline/minimap_painter.h"
#include "ui/timeline/overlay_painter.h"
#include "ui/timeline/predicted_spans.h"
#include "ui/timeline/timeline_view.h"

#include <QScrollBar>
#include <QSignalSpy>
#include <QWheelEvent>

using namespace interleave;
using test::RunBuilder;

namespace {

/// Middle of the bar of a span of a call, in the coordinates of the viewport.
QPoint onBar(const TimelineView &view, int call, Phase phase)
{
    const TimelineFrame frame = view.frame();
    const Trace &trace = *view.content().index().trace();
    for (const qint32 span : trace.calls()[static_cast<size_t>(call)].spans) {
        if (trace.spans()[static_cast<size_t>(span)].phase == phase)
            return spanRect(frame, findSpan(frame, span)).center().toPoint();
    }
    return {};
}

void wheel(TimelineView &view, QPoint at, int delta, Qt::KeyboardModifiers modifiers = {})
{
    QWheelEvent event(at, view.viewport()->mapToGlobal(at), {}, {0, delta}, Qt::NoButton, modifiers, Qt::NoScrollPhase, false);
    QApplication::sendEvent(view.viewport(), &event);
}

void drag(TimelineView &view, QPoint from, QPoint to)
{
    QTest::mousePress(view.viewport(), Qt::LeftButton, {}, from);
    const auto move = [&](QPoint at) {
        QMouseEvent event(QEvent::MouseMove, at, view.viewport()->mapToGlobal(at), Qt::NoButton, Qt::LeftButton, {});
        QApplication::sendEvent(view.viewport(), &event);
    };
    move((from + to) / 2);
    move(to);
    QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, to);
}

void hover(TimelineView &view, QPoint at)
{
    QMouseEvent event(QEvent::MouseMove, at, view.viewport()->mapToGlobal(at), Qt::NoButton, Qt::NoButton, {});
    QApplication::sendEvent(view.viewport(), &event);
}

struct Shown : TimelineView {
    Shown()
    {
        resize(1'076, 500);
        show();
        setTrace(test::hybridRun().trace());
        grab();
    }
};

} // namespace

class TestTimelineView : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void callsThatComeWhileARunGoesOnGetTheirLanes()
    {
        auto trace = std::make_shared<Trace>();
        TimelineView view;
        view.resize(1'076, 500);
        view.show();
        view.advance(trace, 0);
        Event event;
        event.kind = EventKind::Planned;
        for (event.call = 0; event.call < 3; ++event.call) {
            trace->apply(event); // before the view hears of it
            view.advance(trace, 1'000'000 * (event.call + 1));
            QCOMPARE(static_cast<int>(view.frame().layout->rows().size()), event.call + 2); // and their header
        }
    }

    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void aFinishedRunIsShownWhole()
    {
        Shown view;
        QCOMPARE(view.range()->begin(), 0);
        QVERIFY(view.range()->end() > view.content().index().makespanEnd());
        QVERIFY(!view.range()->isFollowing());
    }

    void aLiveRunIsFollowedAndAtItsEndShownWhole()
    {
        const RunBuilder run = test::hybridRun();
        auto trace = run.traceAt(0.1);
        TimelineView view;
        view.resize(1'076, 500);
        QSignalSpy ranges(&view, &TimelineView::rangeChanged);
        for (double t = 0.1; t < 6; t += 0.1) {
            run.grow(*trace, t, t + 0.1);
            view.advance(trace, RunBuilder::at(t + 0.1));
        }
        QVERIFY(view.range()->isFollowing());
        const double share = static_cast<double>(view.content().now - view.range()->begin()) / static_cast<double>(view.range()->length());
        QVERIFY(qAbs(share - 0.68) < 0.001);
        QVERIFY(ranges.size() > 10);
        run.grow(*trace, 6, 10);
        view.advance(trace, RunBuilder::at(10));
        QVERIFY(!view.range()->isFollowing());
        QCOMPARE(view.range()->begin(), 0);
        QVERIFY(view.range()->end() > nsFromSeconds(7.3));
    }

    void whatGoesOnStaysInViewUntilSomebodyScrolls()
    {
        RunBuilder run;
        run.executor(ExecutorKind::Loop, QStringLiteral("network loop"));
        for (int call = 0; call < 60; ++call) // one after the other, a tenth of a second each
            run.call(QStringLiteral("call")).span(Phase::Ttft, 0.1 * call, 0.1 * call + 0.1).done(0.1 * call + 0.1, 1);
        run.finish(6);
        auto trace = run.traceAt(0.05);
        TimelineView view;
        view.resize(1'076, 500);
        auto goOnTo = [&, from = 0.05](double t) mutable {
            run.grow(*trace, from, t);
            view.advance(trace, RunBuilder::at(t));
            from = t;
        };
        goOnTo(0.06);
        QScrollBar *bar = view.verticalScrollBar();
        QCOMPARE(bar->value(), 0);
        goOnTo(3.05); // call 30
        constexpr int header = 26;
        const int row = header + 30 * LaneRow::compactCall;
        QVERIFY2(bar->value() > 0 && bar->value() <= row && row < bar->value() + 400, qPrintable(QString::number(bar->value())));
        bar->setValue(10);
        goOnTo(4.05);
        QCOMPARE(bar->value(), 10);
    }

    void aPanStopsFollowingAndEndTakesItUpAgain()
    {
        const RunBuilder run = test::hybridRun();
        const auto trace = run.traceAt(5);
        TimelineView view;
        view.resize(1'076, 500);
        view.advance(trace, RunBuilder::at(5));
        QSignalSpy following(&view, &TimelineView::followingChanged);
        QTest::keyClick(&view, Qt::Key_A);
        QVERIFY(!view.range()->isFollowing());
        const qint64 begin = view.range()->begin();
        view.advance(trace, RunBuilder::at(5.5));
        QCOMPARE(view.range()->begin(), begin); // the run goes on, the view stays
        QTest::keyClick(&view, Qt::Key_End);
        QVERIFY(view.range()->isFollowing());
        QTest::keyClick(&view, Qt::Key_Space);
        QVERIFY(!view.range()->isFollowing());
        QCOMPARE(following.size(), 3);
    }

    void hoveringAndSelectingPaintNoLaneAgain()
    {
        Shown view;
        view.grab();
        QCOMPARE(view.paintedRows(), 0);
        hover(view, onBar(view, 1, Phase::Stream));
        view.setSelectedCall(2);
        view.grab();
        QCOMPARE(view.paintedRows(), 0);
        view.range()->panBy(1'000'000);
        view.grab();
        QCOMPARE(view.paintedRows(), 10); // two headers, five calls, three executors
    }

    void aGrowingRunPaintsOnlyTheRowsThatChange()
    {
        const RunBuilder run = test::hybridRun();
        auto trace = run.traceAt(4);
        TimelineView view;
        view.resize(1'076, 500);
        view.setTrace(trace);
        view.range()->setFollowing(false);
        view.advance(trace, RunBuilder::at(4));
        view.grab();
        run.grow(*trace, 4, 4.2);
        view.advance(trace, RunBuilder::at(4.2));
        view.grab();
        QCOMPARE(view.paintedRows(), 2); // call 4, which streams, and the loop that reads it
    }

    void aClickOnABarSelectsItsSpanAndItsCall()
    {
        Shown view;
        QSignalSpy calls(&view, &TimelineView::callSelected);
        QSignalSpy spans(&view, &TimelineView::spanSelected);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, onBar(view, 3, Phase::Stream));
        QCOMPARE(calls.size(), 1);
        QCOMPARE(calls.at(0).at(0).toInt(), 3);
        QCOMPARE(spans.size(), 1);
        const Span &span = view.content().index().trace()->spans()[static_cast<size_t>(view.selectedSpan())];
        QCOMPARE(span.phase, Phase::Stream);
        QCOMPARE(span.call, 3);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, onBar(view, 3, Phase::Ttft));
        QCOMPARE(calls.size(), 1); // the same call
        QCOMPARE(spans.size(), 2);
        QTest::keyClick(&view, Qt::Key_Escape);
        QCOMPARE(view.selectedSpan(), -1);
        QCOMPARE(calls.size(), 2);
    }

    void aMomentOfSendingCanBeHit()
    {
        Shown view;
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, onBar(view, 0, Phase::Send));
        QCOMPARE(view.content().index().trace()->spans()[static_cast<size_t>(view.selectedSpan())].phase, Phase::Send);
    }

    void aClickInTheGutterSelectsTheCallOnly()
    {
        Shown view;
        QSignalSpy calls(&view, &TimelineView::callSelected);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, {100, view.frame().lanesTop() + 26 + 46 + 20});
        QCOMPARE(view.selectedCall(), 1);
        QCOMPARE(view.selectedSpan(), -1);
        QCOMPARE(calls.size(), 1);
    }

    void settersAreSilent()
    {
        Shown view;
        QSignalSpy calls(&view, &TimelineView::callSelected);
        QSignalSpy spans(&view, &TimelineView::spanSelected);
        view.setSelectedCall(2);
        view.setSelectedSpan(view.content().index().trace()->calls()[1].spans.front());
        QCOMPARE(view.selectedCall(), 1);
        QCOMPARE(calls.size() + spans.size(), 0);
    }

    void aDoubleClickFitsTheSpan()
    {
        Shown view;
        QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, onBar(view, 1, Phase::Stream));
        const qint64 stream = nsFromSeconds(2.46);
        QVERIFY(view.range()->length() > stream && view.range()->length() < stream * 3 / 2);
    }

    void theWheelZoomsScrollsAndPans()
    {
        Shown view;
        view.resize(1'076, 260); // rows no longer fit
        const qint64 length = view.range()->length();
        const QPoint lanes(600, 200);
        const qint64 under = view.frame().scale().ns(600);
        wheel(view, lanes, 120, Qt::ControlModifier);
        QVERIFY(view.range()->length() < length);
        QVERIFY(qAbs(view.frame().scale().x(under) - 600) < 1);
        const qint64 begin = view.range()->begin();
        wheel(view, lanes, -120);
        QVERIFY(view.verticalScrollBar()->value() > 0);
        QCOMPARE(view.range()->begin(), begin);
        wheel(view, lanes, -120, Qt::ShiftModifier);
        QVERIFY(view.range()->begin() > begin);
        const qint64 zoomed = view.range()->length();
        wheel(view, {600, 50}, -120); // over the ruler
        QVERIFY(view.range()->length() > zoomed);
    }

    void dragPansByWholePixels()
    {
        Shown view;
        view.range()->set(nsFromSeconds(2), nsFromSeconds(4));
        const double nsPerPx = view.frame().scale().nsPerPx;
        drag(view, {700, 300}, {600, 300});
        QCOMPARE(qRound(static_cast<double>(view.range()->begin() - nsFromSeconds(2)) / nsPerPx), 100);
        QCOMPARE(view.range()->length(), nsFromSeconds(2));
        QCOMPARE(view.selectedCall(), -1); // a drag is no click
    }

    void theMinimapPansZoomsAndJumps()
    {
        Shown view;
        view.range()->set(nsFromSeconds(1), nsFromSeconds(3));
        QRectF window = minimapWindow(view.frame());
        drag(view, window.center().toPoint(), window.center().toPoint() + QPoint(100, 0));
        QCOMPARE(view.range()->length(), nsFromSeconds(2));
        QVERIFY(view.range()->begin() > nsFromSeconds(1.5));
        window = minimapWindow(view.frame());
        const qint64 begin = view.range()->begin();
        drag(view, {qRound(window.right()), 20}, {qRound(window.right()) + 50, 20});
        QVERIFY(view.range()->length() > nsFromSeconds(2));
        QCOMPARE(view.range()->begin(), begin);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, {270, 20});
        QVERIFY(view.range()->begin() < nsFromSeconds(0.2));
    }

    void theGutterIsResizedAtItsEdge()
    {
        Shown view;
        QSignalSpy gutter(&view, &TimelineView::gutterChanged);
        drag(view, {250, 300}, {300, 300});
        QCOMPARE(view.gutterWidth(), 300);
        QCOMPARE(gutter.constLast().at(0).toInt(), 300);
        drag(view, {300, 300}, {20, 300});
        QCOMPARE(view.gutterWidth(), 180);
    }

    void aGroupFoldsAtItsHeader()
    {
        Shown view;
        const int height = view.frame().layout->height();
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, {60, view.frame().lanesTop() + 10});
        QCOMPARE(view.frame().layout->height(), height - 5 * 46);
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, {60, view.frame().lanesTop() + 10});
        QCOMPARE(view.frame().layout->height(), height);
    }

    void arrowsGoFromSpanToSpanAndFromLaneToLane()
    {
        Shown view;
        const auto selected = [&] { return view.content().index().trace()->spans()[static_cast<size_t>(view.selectedSpan())]; };
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(selected().call, 0);
        QCOMPARE(selected().phase, Phase::Connect);
        QTest::keyClick(&view, Qt::Key_Right);
        QCOMPARE(selected().phase, Phase::Send);
        QTest::keyClick(&view, Qt::Key_Period);
        QCOMPARE(selected().phase, Phase::Ttft);
        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(selected().call, 1);
        QCOMPARE(selected().phase, Phase::Ttft);
        QTest::keyClick(&view, Qt::Key_F); // centres
        QTest::keyClick(&view, Qt::Key_F); // fits
        QVERIFY(view.range()->length() < nsFromSeconds(0.7));
        QTest::keyClick(&view, Qt::Key_0);
        QCOMPARE(view.range()->end(), view.range()->fittedEnd());
    }

    void linkedViewsZoomTogether()
    {
        VisibleRange shared;
        TimelineView one;
        TimelineView two;
        one.resize(800, 300);
        two.resize(800, 300);
        one.setRange(&shared);
        two.setRange(&shared);
        one.setTrace(test::hybridRun().trace());
        two.setTrace(test::sequentialRun().trace());
        QSignalSpy ranges(&two, &TimelineView::rangeChanged);
        QTest::keyClick(&one, Qt::Key_W);
        QCOMPARE(ranges.size(), 1);
        QCOMPARE(two.frame().begin, one.frame().begin);
        QCOMPARE(two.frame().end, one.frame().end);
    }

    void stackedRunsHaveACursorThatIsPinnedByAClick()
    {
        TimelineView view;
        view.resize(1'440, 340);
        view.show();
        view.setRuns(
            {{QStringLiteral("Sequential"), test::sequentialRun().trace()}, {QStringLiteral("Hybrid"), test::hybridRun().trace()}});
        QSignalSpy runs(&view, &TimelineView::runSelected);
        hover(view, {700, 100});
        QVERIFY(view.cursorTime());
        hover(view, {800, 100});
        const qint64 before = *view.cursorTime();
        QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, {800, 100});
        hover(view, {1'000, 100});
        QCOMPARE(*view.cursorTime(), before); // pinned
        QCOMPARE(runs.size(), 1);
        QTest::keyClick(&view, Qt::Key_Right);
        QVERIFY(*view.cursorTime() > before);
        QTest::keyClick(&view, Qt::Key_Down);
        QCOMPARE(view.selectedRun(), 1);
        QTest::keyClick(&view, Qt::Key_Escape);
        hover(view, {700, 100});
        QVERIFY(*view.cursorTime() < before);
    }

    void momentCountsAreThoseOfTheTrace()
    {
        const TraceIndex hybrid(test::hybridRun().trace());
        QCOMPARE(countsAt(hybrid, nsFromSeconds(0.7)).inFlight, 4); // the fifth is held by the limiter
        QCOMPARE(countsAt(hybrid, nsFromSeconds(0.7)).busy, 0);
        QCOMPARE(countsAt(hybrid, nsFromSeconds(1.0)).busy, 1);
        const TraceIndex sequential(test::sequentialRun().trace());
        for (double t = 0.1; t < 15; t += 0.1)
            QVERIFY(countsAt(sequential, nsFromSeconds(t)).inFlight + countsAt(sequential, nsFromSeconds(t)).busy <= 1);
    }

    void predictedRestBeginsNowAndKeepsItsDurations()
    {
        const RunBuilder run = test::hybridRun();
        TimelineContent content;
        content.runs.emplace_back();
        content.ghost.setTrace(run.trace());
        content.runs.front().index.setTrace(run.traceAt(2));
        content.now = nsFromSeconds(2.0);
        QVERIFY(predictedRest(content, 0).isEmpty()); // done
        const QList<PredictedSpan> rest = predictedRest(content, 3);
        QCOMPARE(rest.size(), 2);
        QCOMPARE(rest[0].begin, content.now);
        QVERIFY(rest[0].continues);
        QVERIFY(qAbs(rest[0].end - nsFromSeconds(7.116)) < 1'000'000);
        QCOMPARE(rest[1].phase, Phase::Analyze);
        // A call that is much later than predicted: its open span ends now, the rest follows.
        content.now = nsFromSeconds(20);
        const QList<PredictedSpan> late = predictedRest(content, 3);
        QCOMPARE(late.size(), 1);
        QVERIFY(qAbs(late[0].end - late[0].begin - nsFromSeconds(0.25)) < 1'000'000);
        QVERIFY(late[0].begin >= content.now);
    }

    void anEmptyTimelineSaysSoUntilSomethingRan()
    {
        TimelineView view;
        view.resize(1'076, 400);
        view.show();
        const auto card = [&] { return view.viewport()->findChild<QFrame *>(); };
        QVERIFY(card() && card()->isVisible());
        view.grab();
        view.setTrace(test::hybridRun().trace());
        QVERIFY(!card()->isVisible());
        view.setTrace(nullptr);
        QVERIFY(card()->isVisible());
        view.resize(380, 300); // no room
        QVERIFY(!card()->isVisible());
    }

    void assistiveTechnologyHearsWhatIsShownAndSelected()
    {
        Shown view;
        QCOMPARE(view.accessibleName(), QStringLiteral("Timeline"));
        QVERIFY(view.accessibleDescription().contains(QStringLiteral("Calls: 5, executors: 3. Done: 5")));
        QTest::keyClick(&view, Qt::Key_Right);
        QVERIFY(view.accessibleDescription().contains(QStringLiteral("Call 1, connect")));
        QCOMPARE(view.focusPolicy(), Qt::StrongFocus);
    }

    void theFocusIsVisible()
    {
        Shown view;
        const QImage without = view.grab().toImage();
        QFocusEvent in(QEvent::FocusIn);
        QApplication::sendEvent(&view, &in);
        QVERIFY(view.grab().toImage() != without);
    }

    void escapeIsLeftToTheWindowWhenThereIsNothingToClear()
    {
        Shown view;
        QKeyEvent event(QEvent::KeyPress, Qt::Key_Escape, Qt::NoModifier);
        QApplication::sendEvent(&view, &event);
        QVERIFY(!event.isAccepted());
    }
};

INTERLEAVE_UI_TEST_MAIN(TestTimelineView)
#include "tst_timeline_view.moc"
