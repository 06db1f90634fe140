// Mouse, wheel and touch of a timeline: what is under the mouse, what a click selects, what a drag moves. TimelineView hands it its events.
// GUI thread.
#pragma once

#include "ui/timeline/timeline_hit.h"

#include <QTimer>

class QMouseEvent;
class QWheelEvent;

namespace interleave {

class TimelineSelection;
class TimelineView;

class TimelineMouse
{
public:
    /// Both outlive it.
    TimelineMouse(TimelineView &view, TimelineSelection &selection);

    /// Of the viewport; far to the left while the mouse is elsewhere.
    QPointF position() const { return m_position; }

    void press(QMouseEvent &event);
    void move(const QMouseEvent &event);
    void release(const QMouseEvent &event);
    void doubleClick(const QMouseEvent &event);
    void wheel(QWheelEvent &event);
    /// A pinch, or a touch pad's zoom. False: it is neither.
    bool gesture(QEvent &event);
    void leave();
    /// What was under the mouse has moved away.
    void unhover();

private:
    enum class Drag : quint8 { None, Pressed, Pan, Window, BeginGrip, EndGrip, Gutter };

    void hover(QPointF point);
    void showCard();
    void dragTo(QPointF point);
    void click(QPointF point);
    void updateShape(TimelineZone zone);

    TimelineView &m_view;
    TimelineSelection &m_selection;
    QTimer m_rest; ///< a moment without a movement: then the card of what is under the mouse
    QPointF m_position{-1, -1};

    Drag m_drag = Drag::None;
    QPointF m_dragFrom;
    qint64 m_dragBegin = 0; ///< the range's, and the scroll bar's, when the drag began
    qint64 m_dragEnd = 0;
    int m_dragScroll = 0;
};

} // namespace interleave
