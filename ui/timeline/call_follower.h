// Keeps the calls that go on in sight while a timeline follows the present, with a few rows before them; a scroll by hand ends that. Used
// by TimelineView. GUI thread; needs no window.
#pragma once

#include "ui/timeline/timeline_frame.h"

namespace interleave {

class CallFollower
{
public:
    /// Where the scroll bar goes; the view then tells where it is (scrolled()). Empty: it stays.
    std::optional<int> scrollFor(const TimelineFrame &frame);
    void scrolled(int value) { m_scroll = value; }

private:
    size_t m_call = 0; ///< the first that goes on
    int m_scroll = 0;  ///< where this left the scroll bar
};

} // namespace interleave
