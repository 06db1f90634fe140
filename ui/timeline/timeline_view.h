// The timeline: minimap, ruler, lanes and their gutter in one widget and one coordinate system. It shows one run, live or
// finished, or several runs stacked above each other at t = 0. It reads traces and never changes them. GUI thread.
//
// Times of this widget's interface are nanoseconds since the origin of the run, unless they say "on the trace's clock".
// Selecting through a setter is silent; the signals tell what a person did.
//
// Mouse: click selects, double click fits a span, drag or Shift+wheel pans, Ctrl+wheel (over the ruler also the plain
// wheel) zooms, the wheel scrolls, the gutter's edge resizes it, a group's header folds it.
// Keys: W S zoom, A D pan, arrows go from span to span and from lane to lane (stacked: move the cursor, choose a run),
// Left and Right at the ends of a row fold and unfold what a job or a branch is made of, * opens all of it, [ goes to what a step waited
// for, ] to what waited for it, C shows the critical path, F centres and again fits the selection, 0 fits all, Home goes to the start, End
// follows, Space pauses, Escape clears.
#pragma once

#include "ui/timeline/call_follower.h"
#include "ui/timeline/lanes_image.h"
#include "ui/timeline/minimap_image.h"
#include "ui/timeline/timeline_hit.h"
#include "ui/timeline/timeline_selection.h"
#include "ui/timeline/visible_range.h"

#include <QAbstractScrollArea>
#include <QPointer>

#include <memory>

class QScrollBar;

namespace interleave {

class StartCard;
class TimelineKeys;
class TimelineMouse;

class TimelineView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit TimelineView(QWidget *parent = nullptr);
    ~TimelineView() override;

    /// Shows one run. While it goes on the view follows; a finished one is shown whole. Null: nothing has run.
    void setTrace(TracePtr trace);
    /// The shown run has grown, and it is now this late on the trace's clock. Another trace than before is set first.
    /// Call it at most 60 times a second.
    void advance(const TracePtr &trace, qint64 nowNs);
    /// Only the time went on.
    void setNow(qint64 nowNs);
    /// What is expected of the one run: drawn dashed where nothing is measured yet. Null: no prediction.
    void setGhost(TracePtr ghost);
    /// Shows several runs instead, in this order.
    void setRuns(const QList<NamedTrace> &runs);

    VisibleRange *range() const { return m_range; }
    /// Shares a range with other views: they then zoom and pan together. Null: its own again.
    void setRange(VisibleRange *range);
    void fitAll();
    void fitSpan(const SpanRef &ref);
    /// Of calls or of executors.
    void foldGroup(RowKind header);
    /// A job or a group of the tree; `all`: with what is in it.
    void setNodeOpen(int node, bool isOpen, bool all = false);
    /// Selects a step's span (its first, or of what was waited for its last), opens what hides it, and scrolls to it.
    void showStep(qint32 step, bool atItsEnd = false);
    /// Of the shown run, computed off this thread. Null: none yet.
    void setCriticalPath(CriticalPathPtr path);
    /// How much later each step could end; how wide the widest job ran, and what held it.
    void setSlack(const std::shared_ptr<const std::vector<qint64>> &slack) { m_content.slack = slack; }
    void setWidthNote(int job, const QString &note);
    /// A strip above the rows, and a rail below their bars.
    void setCriticalPathShown(bool shown);
    bool isCriticalPathShown() const { return m_content.showsPath; }

    int gutterWidth() const { return m_gutter; }
    void setGutterWidth(int px);
    void setMinimapShown(bool shown);
    /// The card that explains an empty timeline, shown where there is room for it.
    void setEmptyCardShown(bool shown);
    /// Dims all other phases.
    void setFocusedPhase(std::optional<Phase> phase);

    int selectedCall() const { return m_selection.marks().selectedCall; }
    void setSelectedCall(int call);
    /// Index into the trace's spans, or -1.
    qint32 selectedSpan() const { return m_selection.marks().selected.span; }
    void setSelectedSpan(qint32 span);
    int selectedRun() const { return m_selection.marks().selectedRun; }
    void setSelectedRun(int run);
    /// Pins the cursor there; nothing takes it away.
    void setCursorTime(std::optional<qint64> ns);
    std::optional<qint64> cursorTime() const { return m_selection.marks().cursor; }

    const TimelineContent &content() const { return m_content; }
    /// All that is painted now. For tests and pictures.
    TimelineFrame frame() const;
    /// Rows that the last paint had to paint anew.
    int paintedRows() const { return m_lanes.paintedRows(); }

    QSize sizeHint() const override { return {900, 420}; }
    QSize minimumSizeHint() const override { return {360, 160}; }

Q_SIGNALS:
    void callSelected(int call);    ///< -1: none
    void spanSelected(qint32 span); ///< -1: none
    void runSelected(int run);      ///< stacked
    void rangeChanged(qint64 begin, qint64 end);
    void followingChanged(bool following);
    void criticalPathShownChanged(bool shown);
    void gutterChanged(int px);
    void cursorChanged(qint64 ns, bool visible);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void changeEvent(QEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    TimelineRun &run() { return m_content.runs.front(); }
    void relayout();
    void dropCaches();
    void updateScrollBar();
    void updateCard();
    void describe();
    // timeline_data.cpp
    void showStart();
    void endLive();
    void followCalls();

    TimelineContent m_content;
    int m_laidOutCalls = 0, m_laidOutExecutors = 0; // in m_layout, of a run
    CallFollower m_follower;
    LaneLayout m_layout;
    LanesImage m_lanes;
    MinimapImage m_minimap;
    TimelineSelection m_selection{m_content};
    std::unique_ptr<TimelineMouse> m_mouse;
    std::unique_ptr<TimelineKeys> m_keys;
    QPointer<VisibleRange> m_range;
    VisibleRange *m_ownRange;
    QScrollBar *m_scrollBar; // over the lanes, so that the plot keeps its width when it appears
    StartCard *m_card;
    int m_gutter = metrics::gutter;
    bool m_minimapShown = true;
    bool m_cardShown = true;
    bool m_callsOpen = true;
    bool m_executorsOpen = true;
    bool m_wasLive = false;
    bool m_showsStart = false; // the range is still the one chosen for the start of a run
};

} // namespace interleave
