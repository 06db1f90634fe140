// Keyboard of a timeline: everything that the mouse can do. TimelineView hands it its keys. GUI thread.
#pragma once

#include "ui/timeline/timeline_frame.h"

class QKeyEvent;

namespace interleave {

class TimelineMouse;
class TimelineSelection;
class TimelineView;

class TimelineKeys
{
public:
    /// All outlive it. A zoom is about the mouse where it is over the plot.
    TimelineKeys(TimelineView &view, TimelineSelection &selection, const TimelineMouse &mouse);

    /// A key that does something here, also where the window has a shortcut on it.
    static bool isOurs(const QKeyEvent &event);
    /// False: it was none of ours.
    bool handle(const QKeyEvent &event);
    /// Pans and scrolls to a span.
    void reveal(const SpanRef &ref);

private:
    bool fold(bool isOpen, bool all);
    void followCause(bool forward);
    void stepSpan(int steps);
    void stepRow(int steps);
    void stepCursor(int pixels);
    void centreSelection();
    void zoom(double factor);

    TimelineView &m_view;
    TimelineSelection &m_selection;
    const TimelineMouse &m_mouse;
};

} // namespace interleave
