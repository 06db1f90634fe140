#include "ui/widgets/phase_textures.h"

#include <QImage>
#include <QPainter>
#include <QPen>

namespace interleave {

namespace {

/// Lines at 45 degrees, 6 px apart. Their horizontal period is 6 * sqrt(2), so four of them make a tile of 34 px.
QImage hatchTile(const PhaseStyle &style, double ratio)
{
    const int side = qRound(34 * ratio);
    QImage tile(side, side, QImage::Format_ARGB32_Premultiplied);
    tile.fill(style.fill);
    QPainter painter(&tile);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(style.line, 1.6 * ratio, Qt::SolidLine, Qt::FlatCap));
    const double period = side / 4.0;
    for (int i = -1; i <= 8; ++i)
        painter.drawLine(QPointF(i * period + period, -period), QPointF(i * period - side, side));
    return tile;
}

QImage stripeTile(const PhaseStyle &style, double ratio)
{
    const int period = qMax(2, qRound(5 * ratio));
    QImage tile(period, period, QImage::Format_ARGB32_Premultiplied);
    tile.fill(style.fill);
    QPainter painter(&tile);
    painter.fillRect(QRect(period - qMax(1, qRound(ratio)), 0, period, period), style.line);
    return tile;
}

/// Horizontal lines, 4 px apart.
QImage linesTile(const PhaseStyle &style, double ratio)
{
    const int period = qMax(3, qRound(4 * ratio));
    QImage tile(period, period, QImage::Format_ARGB32_Premultiplied);
    tile.fill(style.fill);
    QPainter painter(&tile);
    painter.fillRect(QRect(0, period - qMax(1, qRound(ratio)), period, period), withAlpha(style.line, 0.58));
    return tile;
}

QImage tileOf(const PhaseStyle &style, double ratio)
{
    switch (style.texture) {
    case PhaseTexture::Hatch:
        return hatchTile(style, ratio);
    case PhaseTexture::Lines:
        return linesTile(style, ratio);
    default:
        return stripeTile(style, ratio);
    }
}

} // namespace

QBrush textureBrush(const PhaseStyle &style, double ratio)
{
    struct Key {
        QRgb fill, line;
        PhaseTexture texture;
        double ratio;
        bool operator==(const Key &) const = default;
    };
    thread_local std::vector<std::pair<Key, QBrush>> cache;
    const Key key{style.fill.rgba(), style.line.rgba(), style.texture, ratio};
    for (const auto &[known, brush] : cache) {
        if (known == key)
            return brush;
    }
    QBrush brush(tileOf(style, ratio));
    brush.setTransform(QTransform::fromScale(1 / ratio, 1 / ratio)); // one texel = one device pixel
    cache.emplace_back(key, brush);
    return brush;
}

QBrush unreadBrush(const Theme &theme, double ratio)
{
    const QColor colour = withAlpha(theme.canvas, theme.isDark ? 0.62 : 0.72);
    thread_local std::vector<std::pair<std::pair<QRgb, double>, QBrush>> cache;
    const std::pair key(colour.rgba(), ratio);
    for (const auto &[known, brush] : cache) {
        if (known == key)
            return brush;
    }
    const int side = qMax(4, qRound(6 * ratio));
    QImage tile(side, side, QImage::Format_ARGB32_Premultiplied);
    tile.fill(Qt::transparent);
    QPainter painter(&tile);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(colour, 2 * ratio, Qt::SolidLine, Qt::FlatCap));
    for (int i = -1; i <= 1; ++i)
        painter.drawLine(QPointF((i - 1) * side, -side), QPointF((i + 2) * side, 2 * side));
    painter.end();
    QBrush brush(tile);
    brush.setTransform(QTransform::fromScale(1 / ratio, 1 / ratio));
    cache.emplace_back(key, brush);
    return brush;
}

} // namespace interleave
