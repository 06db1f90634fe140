// What stands in a tree's row beside its bars: how long a tool took and waited, and why a job or a group did nothing for a while. Used by
// LanePainter; the painter's thread.
#pragma once

#include "ui/timeline/timeline_frame.h"

class QPainter;

namespace interleave {

/// `barTop`: px in the painter's coordinates, whose origin is the left edge of the plot.
void paintRowNotes(QPainter &painter, const TimelineFrame &frame, const LaneRow &row, int barTop);

/// "waits 3.10 s for its slowest branch, rules": of a stretch [begin, end) in which nothing of an open node's own was there; empty: nothing
/// of it was there at all. Relative to the origin.
QString waitOfNode(const TimelineContent &content, int node, qint64 begin, qint64 end);

} // namespace interleave
