// Paints the ruler of a timeline. A function of the frame, in the coordinates of the widget. Used by TimelineView and by pictures. The
// painter's thread.
#pragma once

#include "ui/timeline/timeline_frame.h"

class QPainter;

namespace interleave {

void paintRuler(QPainter &painter, const TimelineFrame &frame);

} // namespace interleave
