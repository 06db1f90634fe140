// What stands left of a tree's rows: name, what is in it, how long it took; and left of the critical path its length. Used by the gutter's
// painter; the painter's thread.
#pragma once

#include "ui/timeline/timeline_frame.h"

class QPainter;

namespace interleave {

constexpr double treeIndent = 12; ///< px a level

void paintTreeGutter(QPainter &painter, const TimelineFrame &frame, const LaneRow &row, const QRectF &room);
void paintPathGutter(QPainter &painter, const TimelineFrame &frame, const QRectF &room);
/// "3 jobs, 14 calls, 6 tools"
QString treeSummary(const TimelineContent &content);
/// The mark that folds, of a row of the tree; empty: there is nothing to fold.
QRectF foldMark(const TimelineFrame &frame, const LaneRow &row);

} // namespace interleave
