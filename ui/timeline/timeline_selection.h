// What is marked in a timeline: the selected call, span or run, what the mouse is on, and the cursor. The only place that changes the marks
// that the painters see; TimelineView owns it, its mouse and its keys use it. Selecting through a setter is silent, what a person does is
// told by a signal. GUI thread; needs no window.
#pragma once

#include "ui/timeline/timeline_frame.h"

#include <QObject>

namespace interleave {

class TimelineSelection : public QObject
{
    Q_OBJECT
public:
    /// `content` outlives it.
    explicit TimelineSelection(const TimelineContent &content, QObject *parent = nullptr);

    const TimelineMarks &marks() const { return m_marks; }
    bool isCursorPinned() const { return m_isCursorPinned; }
    /// There is something that Escape would clear.
    bool isAnythingMarked() const { return !m_marks.selected.isNull() || m_marks.selectedCall >= 0 || m_isCursorPinned; }

    void setCall(int call);
    void setSpan(const SpanRef &ref);
    void setRun(int run);

    void selectByHand(const SpanRef &ref);
    void selectCallByHand(int call);
    void selectRunByHand(int run);

    /// Nothing takes a pinned cursor away but another one, or none. Nanoseconds since the run's origin.
    void pinCursor(std::optional<qint64> ns);
    void moveCursor(std::optional<qint64> ns);

    /// False: all that was hovered already.
    bool hover(const SpanRef &span, int row, bool isGutterHot);
    void setFocusedPhase(std::optional<Phase> phase);
    void setFocus(bool hasFocus);

    /// Another run is shown.
    void clear();
    /// So many runs are shown above each other.
    void showStacked(int runs);
    /// Rows have other places: the selected span is there now.
    void relocate(const SpanRef &selected);

Q_SIGNALS:
    void marked();           ///< to be painted anew
    void selectionChanged(); ///< and to be described anew; before the three below
    void callSelected(int call);
    void spanSelected(qint32 span);
    void runSelected(int run);
    void cursorChanged(qint64 ns, bool visible);

private:
    void mark(const SpanRef &ref);

    const TimelineContent &m_content;
    TimelineMarks m_marks;
    bool m_isCursorPinned = false;
};

} // namespace interleave
