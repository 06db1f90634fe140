// Paints over the lanes what leads from one row to another: the critical path as a rail below its bars, and arrows from what the selected
// step waited for and to what waited for it. Coordinates of the widget; as many operations as there are pixels, however long the path. The
// painter's thread.
#pragma once

#include "ui/timeline/timeline_frame.h"

class QPainter;

namespace interleave {

void paintCriticalPath(QPainter &painter, const TimelineFrame &frame);
void paintCauses(QPainter &painter, const TimelineFrame &frame);

/// The row of the layout that shows a step; -1: it is folded away with all others.
int rowOfStep(const TimelineFrame &frame, qint32 step);

} // namespace interleave
