#include "ui/widgets/texture_lines.h"

#include <QPaintEngine>
#include <QPainterPath>

#include <cmath>

namespace interleave {

namespace {

/// Lines at 45 degrees, `period` apart along x, whose x + y (falling: x - y) is a multiple of it from the origin on.
QPainterPath slanted(const QRectF &r, QPointF origin, double period, bool isFalling)
{
    QPainterPath path;
    const double sign = isFalling ? -1 : 1;
    const double begin = origin.x() + sign * origin.y();
    const double least = r.left() + std::min(sign * r.top(), sign * r.bottom());
    const double most = r.right() + std::max(sign * r.top(), sign * r.bottom());
    for (double c = begin + std::ceil((least - begin) / period) * period; c < most; c += period) {
        const double atTop = c - sign * r.top(), atBottom = c - sign * r.bottom(); // x there
        const double x0 = std::max(r.left(), std::min(atTop, atBottom)), x1 = std::min(r.right(), std::max(atTop, atBottom));
        if (x0 >= x1)
            continue;
        path.moveTo(x0, sign * (c - x0));
        path.lineTo(x1, sign * (c - x1));
    }
    return path;
}

/// Columns (or rows) of 1 px, `period` apart.
QPainterPath straight(const QRectF &r, QPointF origin, double period, bool areColumns)
{
    QPainterPath path;
    const double from = areColumns ? r.left() : r.top(), to = areColumns ? r.right() : r.bottom();
    const double begin = areColumns ? origin.x() : origin.y();
    for (double at = begin + std::floor((from - begin) / period) * period + period - 0.5; at < to; at += period) {
        if (at < from)
            continue;
        path.moveTo(areColumns ? QPointF(at, r.top()) : QPointF(r.left(), at));
        path.lineTo(areColumns ? QPointF(at, r.bottom()) : QPointF(r.right(), at));
    }
    return path;
}

void stroke(QPainter &painter, const QPainterPath &path, const QColor &colour, double width)
{
    if (!path.isEmpty())
        painter.strokePath(path, QPen(colour, width, Qt::SolidLine, Qt::FlatCap));
}

} // namespace

bool isDrawing(const QPainter &painter)
{
    const QPaintEngine *engine = painter.paintEngine();
    return engine && (engine->type() == QPaintEngine::SVG || engine->type() == QPaintEngine::Pdf);
}

void drawTexture(QPainter &painter, const QRectF &rect, const PhaseStyle &style, QPointF origin)
{
    painter.fillRect(rect, style.fill);
    if (style.texture == PhaseTexture::Hatch)
        stroke(painter, slanted(rect, origin, 8.5, false), style.line, 1.6);
    else if (style.texture == PhaseTexture::Lines)
        stroke(painter, straight(rect, origin, 4, false), withAlpha(style.line, 0.58), 1);
    else
        stroke(painter, straight(rect, origin, 5, true), style.line, 1);
}

void drawUnreadLines(QPainter &painter, const Theme &theme, const QRectF &rect, QPointF origin)
{
    stroke(painter, slanted(rect, origin, 6, true), withAlpha(theme.canvas, theme.isDark ? 0.62 : 0.72), 2);
}

} // namespace interleave
