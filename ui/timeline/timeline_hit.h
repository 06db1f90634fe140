// What lies under a point of the timeline. Functions of the frame; GUI thread.
#pragma once

#include "ui/timeline/timeline_frame.h"

#include <QPointF>

namespace interleave {

enum class TimelineZone : quint8 { Minimap, MinimapBeginGrip, MinimapEndGrip, Ruler, GutterEdge, Gutter, Lanes };

TimelineZone zoneAt(const TimelineFrame &frame, QPointF point);

/// Row of the layout, or -1.
int rowAt(const TimelineFrame &frame, QPointF point);

/// The span at this point, or the nearest within 3 px in the same lane: a moment of sending is hard to meet exactly.
SpanRef spanAt(const TimelineFrame &frame, QPointF point);

/// The lane a span was found in.
const LaneSpans &laneOf(const TimelineFrame &frame, const SpanRef &ref);

/// The span that is `steps` further in its lane (negative: before it); the last or the first one if there are not so many.
SpanRef neighbour(const TimelineFrame &frame, const SpanRef &ref, int steps);

/// The span of another row that is nearest in time to the middle of what is visible of it; null for a row without spans.
SpanRef spanInRow(const TimelineFrame &frame, int row, qint64 ns);

/// Where a span is shown, given its number in the trace of the one run: in its call's lane.
SpanRef findSpan(const TimelineFrame &frame, qint32 span);

} // namespace interleave
