// Paints the gutter of a timeline: marks, names and figures left of the lanes. A function of the frame, in the coordinates of the widget.
// Used by TimelineView and by pictures. The painter's thread.
#pragma once

#include "ui/timeline/timeline_frame.h"

class QPainter;

namespace interleave {

void paintGutter(QPainter &painter, const TimelineFrame &frame);

} // namespace interleave
