// The textures of spans as lines, for drawings (SVG, PDF): a brush of pixels is lost in the one and a picture in the other. Cut to their
// rectangle by themselves, since SVG of Qt 6.4 knows no clip. Used by phase_painter and timeline_picture; the painter's thread.
#pragma once

#include "ui/widgets/theme.h"

#include <QPainter>

namespace interleave {

/// SVG and PDF keep shapes.
bool isDrawing(const QPainter &painter);

/// The same as textureBrush() fills: Hatch, Stripe or Lines.
void drawTexture(QPainter &painter, const QRectF &rect, const PhaseStyle &style, QPointF origin);
/// The same as unreadBrush() fills.
void drawUnreadLines(QPainter &painter, const Theme &theme, const QRectF &rect, QPointF origin);

} // namespace interleave
