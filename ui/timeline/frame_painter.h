// Paints everything of a timeline that is not a lane: ruler, minimap, gutter, and what lies over the lanes. Functions of
// the frame, in the coordinates of the widget. Used by TimelineView and by pictures. The painter's thread.
#pragma once

#include "ui/timeline/timeline_frame.h"

#include <QPainter>

namespace interleave {

// ruler_painter.cpp
void paintRuler(QPainter &painter, const TimelineFrame &frame);
/// A time under the cursor, with the decimals that a pixel is worth.
QString cursorText(const TimelineFrame &frame, qint64 ns);

// gutter_painter.cpp
void paintGutter(QPainter &painter, const TimelineFrame &frame);

// overlay_painter.cpp
/// Now line, cursor, selection, hover, ends of stacked runs. The now line begins at `top`.
void paintOverlay(QPainter &painter, const TimelineFrame &frame);
/// Bar of a span in the coordinates of the widget; empty if it is not on the screen.
QRectF spanRect(const TimelineFrame &frame, const SpanRef &ref);

// minimap_painter.cpp
/// Everything but the content, which is `content` (see MinimapImage).
void paintMinimap(QPainter &painter, const TimelineFrame &frame, const QImage &content);
/// The visible part in the minimap.
QRectF minimapWindow(const TimelineFrame &frame);

/// Text in a role and a colour; one line, elided to the rectangle. Returns its width.
double paintText(QPainter &painter, const QRectF &rect, Qt::Alignment alignment, TextRole role, const QColor &colour, const QString &text);

} // namespace interleave
