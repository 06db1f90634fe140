// Paints what lies over the lanes of a timeline: now line, cursor, selection, hover, ends of stacked runs. Functions of the frame, in the
// coordinates of the widget. Used by TimelineView and by pictures. The painter's thread.
#pragma once

#include "ui/timeline/timeline_frame.h"

class QPainter;

namespace interleave {

void paintOverlay(QPainter &painter, const TimelineFrame &frame);
/// Bar of a span; empty if it is not on the screen.
QRectF spanRect(const TimelineFrame &frame, const SpanRef &ref);

} // namespace interleave
