#include "ui/widgets/phase_painter.h"

#include "ui/widgets/phase_textures.h"
#include "ui/widgets/texture_lines.h"

#include <QPainter>
#include <QPen>

#include <cmath>

namespace interleave {

namespace {

/// Device pixels per unit, also when a widget is rendered into a picture of another scale.
double pixelRatio(const QPainter &painter)
{
    const double ratio = painter.deviceTransform().m11();
    return ratio > 0 ? ratio : 1.0;
}

void paintInnerOutline(QPainter &painter, const QRectF &r, const QColor &colour, double width = 1)
{
    painter.fillRect(QRectF(r.left(), r.top(), r.width(), width), colour);
    painter.fillRect(QRectF(r.left(), r.bottom() - width, r.width(), width), colour);
    painter.fillRect(QRectF(r.left(), r.top(), width, r.height()), colour);
    painter.fillRect(QRectF(r.right() - width, r.top(), width, r.height()), colour);
}

/// Two-pixel dots every 6 px, on the same grid wherever the span begins.
void paintDots(QPainter &painter, const QRectF &r, const QColor &colour, double size, double pitch)
{
    const double y = std::round(r.center().y() - size / 2);
    for (double x = std::ceil(r.left() / pitch) * pitch; x + size <= r.right(); x += pitch)
        painter.fillRect(QRectF(x, y, size, size), colour);
}

void paintBackoff(QPainter &painter, const PhaseStyle &style, const QRectF &r)
{
    paintDots(painter, r, style.line, 2, 6);
    const double half = qMin(6.0, r.height() / 2);
    const double top = std::round(r.center().y() - half);
    painter.fillRect(QRectF(r.left(), top, 1, 2 * half), style.line);
    painter.fillRect(QRectF(r.right() - 1, top, 1, 2 * half), style.line);
}

void paintCross(QPainter &painter, const QRectF &field, const QColor &colour)
{
    const double arm = qMin(4.0, qMin(field.width(), field.height()) / 2 - 1.5);
    const QPointF c = field.center();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 2, Qt::SolidLine, Qt::FlatCap));
    painter.drawLine(c + QPointF(-arm, -arm), c + QPointF(arm, arm));
    painter.drawLine(c + QPointF(-arm, arm), c + QPointF(arm, -arm));
    painter.restore();
}

/// The end of an attempt that failed. The phase in which it failed stays visible where there is room for both.
void paintFailure(QPainter &painter, const Theme &theme, const QRectF &r)
{
    constexpr double fieldWidth = 18;
    if (r.width() < 9) {
        painter.fillRect(QRectF(r.center().x() - 1, r.top() - 4, 2, 6), theme.errorSpan.line);
        return;
    }
    QRectF field = r;
    if (r.width() >= 1.5 * fieldWidth)
        field.setLeft(r.right() - fieldWidth);
    painter.fillRect(field, theme.errorSpan.fill);
    paintCross(painter, field, theme.errorSpan.label);
}

void fillTexture(QPainter &painter, const QRectF &r, const PhaseStyle &style, QPointF origin)
{
    if (isDrawing(painter)) {
        drawTexture(painter, r, style, origin);
        return;
    }
    painter.setBrushOrigin(origin);
    painter.fillRect(r, textureBrush(style, pixelRatio(painter)));
}

void fillUnread(QPainter &painter, const Theme &theme, const QRectF &r, QPointF origin)
{
    if (isDrawing(painter)) {
        drawUnreadLines(painter, theme, r, origin);
        return;
    }
    painter.setBrushOrigin(origin);
    painter.fillRect(r, unreadBrush(theme, pixelRatio(painter)));
}

} // namespace

QRectF snapped(const QPainter &painter, const QRectF &rect, double minimumWidth)
{
    const double ratio = pixelRatio(painter);
    const auto snap = [ratio](double v) { return std::round(v * ratio) / ratio; };
    const double left = snap(rect.left());
    const double top = snap(rect.top());
    return {left, top, qMax(minimumWidth, snap(rect.right()) - left), qMax(1.0, snap(rect.bottom()) - top)};
}

void paintSpan(QPainter &painter, const Theme &theme, const QRectF &rect, Phase phase, Outcome outcome, QPointF textureOrigin)
{
    const PhaseStyle &style = theme.phase(phase);
    const bool thin = style.texture == PhaseTexture::Thin;
    QRectF r = snapped(painter, rect, thin ? 2 : 1);
    if (r.width() < 3 && style.texture != PhaseTexture::Dotted) {
        painter.fillRect(r, style.line);
    } else if (style.texture == PhaseTexture::Hatch || style.texture == PhaseTexture::Stripe || style.texture == PhaseTexture::Lines) {
        fillTexture(painter, r, style, textureOrigin);
    } else if (style.texture == PhaseTexture::Dotted) {
        paintBackoff(painter, style, r);
    } else {
        painter.fillRect(r, style.fill);
    }
    if (style.outlined && r.width() >= 3)
        paintInnerOutline(painter, r, style.line);
    if (isFailure(outcome))
        paintFailure(painter, theme, r);
}

void paintPredictedSpan(QPainter &painter, const Theme &theme, const QRectF &rect, Phase phase, bool filled)
{
    const PhaseStyle &style = theme.phase(phase);
    const QRectF r = snapped(painter, rect);
    if (filled && style.fill.isValid() && !style.outlined)
        painter.fillRect(r, withAlpha(style.fill, phase == Phase::Stream ? 0.13 : 0.33));
    else if (filled && style.fill.isValid())
        painter.fillRect(r, withAlpha(style.fill, 0.35));
    QPen pen(style.line, 1);
    pen.setDashPattern({3, 2});
    painter.setPen(pen);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(r.adjusted(0.5, 0.5, -0.5, -0.5));
}

void paintPlannedWait(QPainter &painter, const Theme &theme, const QRectF &rect)
{
    paintDots(painter, snapped(painter, rect), theme.controlStrong, 1, 4);
}

void paintSelectedSpan(QPainter &painter, const Theme &theme, const QRectF &rect)
{
    const QRectF r = snapped(painter, rect);
    paintInnerOutline(painter, r.adjusted(-1, -1, 1, 1), theme.canvas);
    paintInnerOutline(painter, r.adjusted(-3, -3, 3, 3), theme.text, 2);
}

void paintUnread(QPainter &painter, const Theme &theme, const QRectF &rect, QPointF textureOrigin)
{
    constexpr double leastWidth = 3, leastHeight = 3, leastHatched = 12;
    const QRectF r = snapped(painter, rect);
    if (r.width() < leastWidth || r.height() < leastHeight)
        return;
    if (r.height() >= leastHatched)
        fillUnread(painter, theme, r, textureOrigin);
    const QColor &lid = theme.phase(Phase::Analyze).line;
    painter.fillRect(QRectF(r.left(), r.top() - 3, r.width(), 2), lid);
    painter.fillRect(QRectF(r.left(), r.top() - 1, 1, 2), lid);
    painter.fillRect(QRectF(r.right() - 1, r.top() - 1, 1, 2), lid);
}

void paintChunkTicks(QPainter &painter, const Theme &theme, const QRectF &rect, std::span<const double> xs)
{
    const QColor colour = withAlpha(theme.tick, 0.5);
    const double ratio = pixelRatio(painter);
    const double line = qMax(1.0, std::floor(ratio)) / ratio; // whole device pixels, all ticks alike
    double last = rect.left();
    for (const double x : xs) {
        if (x - last < 6 || x > rect.right() - 1)
            continue;
        const double left = std::round(x * ratio) / ratio;
        painter.fillRect(QRectF(left, rect.top(), line, rect.height()), colour);
        last = x;
    }
}

void paintFirstToken(QPainter &painter, const Theme &theme, double x, double top, double bottom)
{
    const double ratio = pixelRatio(painter);
    const double left = std::round((x - 1) * ratio) / ratio;
    painter.fillRect(QRectF(left, top - 5, 2, bottom - top + 7), theme.text);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(theme.text);
    const QPointF tip(left + 1, top - 3);
    painter.drawPolygon(QPolygonF{tip + QPointF(-4, -5), tip + QPointF(4, -5), tip});
    painter.restore();
}

void paintSpanLabel(QPainter &painter, const Theme &theme, const QRectF &rect, Phase phase, const QString &text, bool centred)
{
    if (QFontMetricsF(painter.font()).horizontalAdvance(text) + 12 > rect.width())
        return;
    const PhaseStyle &style = theme.phase(phase);
    // Plain ground below the words: text over a hatch or lines is hard to read.
    const bool isLined = style.texture == PhaseTexture::Lines;
    if (isLined || style.texture == PhaseTexture::Hatch) {
        const double width = QFontMetricsF(painter.font()).horizontalAdvance(text) + 10;
        painter.fillRect(snapped(painter, QRectF(rect.left() + 5, rect.top() + 3, width, rect.height() - 6)),
                         isLined ? style.fill : theme.canvas);
        painter.setPen(isLined ? style.label : theme.text2);
        painter.drawText(rect.adjusted(10, 0, 0, 0), Qt::AlignVCenter | Qt::AlignLeft, text);
        return;
    }
    painter.setPen(style.label);
    painter.drawText(centred ? rect : rect.adjusted(10, 0, 0, 0), Qt::AlignVCenter | (centred ? Qt::AlignHCenter : Qt::AlignLeft), text);
}

void paintPhaseSwatch(QPainter &painter, const Theme &theme, const QRectF &rect, Phase phase)
{
    const bool thin = theme.phase(phase).texture == PhaseTexture::Thin;
    const QRectF r = thin ? QRectF(std::round(rect.center().x() - 1.5), rect.top(), 3, rect.height()) : rect;
    paintSpan(painter, theme, r, phase, Outcome::Ok, rect.topLeft());
}

void paintUnreadSwatch(QPainter &painter, const Theme &theme, const QRectF &rect)
{
    paintPhaseSwatch(painter, theme, rect, Phase::Ttft);
    fillUnread(painter, theme, snapped(painter, rect), rect.topLeft());
    painter.fillRect(snapped(painter, QRectF(rect.left(), rect.top() - 2, rect.width(), 2)), theme.phase(Phase::Analyze).line);
}

QString unreadTitle() { return QStringLiteral("unread"); }

} // namespace interleave
