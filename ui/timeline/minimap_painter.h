// Paints the minimap of a timeline around its content. Functions of the frame, in the coordinates of the widget. Used by TimelineView. The
// painter's thread.
#pragma once

#include "ui/timeline/timeline_frame.h"

class QImage;
class QPainter;

namespace interleave {

/// Everything but the content, which is `content` (see MinimapImage).
void paintMinimap(QPainter &painter, const TimelineFrame &frame, const QImage &content);
/// The visible part in the minimap.
QRectF minimapWindow(const TimelineFrame &frame);

} // namespace interleave
