#include "ui/charts/quadrant_chart.h"

#include "ui/charts/themed_chart_view.h"
#include "ui/widgets/theme_manager.h"

#include <QFontMetricsF>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <cmath>

namespace interleave {

namespace {

constexpr double split = 1.5; ///< more than one at once
constexpr double spread = 19; ///< px between the dots of models on the same spot
constexpr double radius = 4;

constexpr double bracketRoom = 68; ///< px right of a spot for "(60, 1)"

/// Plot and its axes: from 0 to a little more than the largest maximum.
struct Frame {
    QRectF plot;
    double maxX = 2;
    double maxY = 2;

    double x(double value) const { return plot.left() + value / maxX * plot.width(); }
    double y(double value) const { return plot.bottom() - value / maxY * plot.height(); }
};

Frame frameOf(const QRectF &rect, const QList<QuadrantDot> &dots)
{
    Frame frame;
    frame.plot = rect.adjusted(46, 14, -16, -50);
    for (const QuadrantDot &dot : dots) {
        const double stretch = frame.plot.width() / qMax(bracketRoom, frame.plot.width() - bracketRoom);
        frame.maxX = qMax(frame.maxX, qMax(dot.concurrency * stretch, dot.concurrency * 1.05 + 0.8));
        frame.maxY = qMax(frame.maxY, dot.parallelism * 1.05 + 0.8);
    }
    frame.maxX = std::ceil(frame.maxX);
    frame.maxY = std::ceil(frame.maxY);
    return frame;
}

void paintGround(QPainter &painter, const Theme &t, const Frame &frame)
{
    const QRectF &plot = frame.plot;
    painter.fillRect(plot, t.sunken);
    const QPointF middle(std::round(frame.x(split)), std::round(frame.y(split)));
    painter.fillRect(QRectF(QPointF(middle.x(), plot.top()), QPointF(plot.right(), middle.y())), t.accentSoft);
    painter.fillRect(QRectF(middle.x(), plot.top(), 1, plot.height()), t.controlStrong);
    painter.fillRect(QRectF(plot.left(), middle.y(), plot.width(), 1), t.controlStrong);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(t.border, 1));
    painter.drawRect(plot.adjusted(0.5, 0.5, -0.5, -0.5));

    painter.setFont(themeFont(TextRole::SmallStrong));
    const QFontMetricsF metrics(painter.font());
    const auto name = [&](const QString &text, bool right, bool top, const QColor &colour) {
        const QRectF field(QPointF(right ? middle.x() : plot.left(), top ? plot.top() : middle.y()),
                           QPointF(right ? plot.right() : middle.x(), top ? middle.y() : plot.bottom()));
        if (field.width() < metrics.horizontalAdvance(text) + 16 || field.height() < 26)
            return;
        painter.setPen(colour);
        painter.drawText(field.adjusted(9, 6, -9, -6), (right ? Qt::AlignRight : Qt::AlignLeft) | (top ? Qt::AlignTop : Qt::AlignBottom),
                         text);
    };
    name(QStringLiteral("parallel"), false, true, t.text3);
    name(QStringLiteral("both"), true, true, t.accentText);
    name(QStringLiteral("neither"), false, false, t.text3);
    name(QStringLiteral("concurrent"), true, false, t.text3);
}

void paintAxes(QPainter &painter, const Theme &t, const Frame &frame)
{
    const QRectF &plot = frame.plot;
    painter.setFont(themeFont(TextRole::Caption));
    painter.setPen(t.text3);
    const double stepX = qMax(1.0, niceStep(frame.maxX, 5));
    for (double value = 0; value <= frame.maxX + 1e-9; value += stepX)
        painter.drawText(QRectF(frame.x(value) - 40, plot.bottom() + 5, 80, 16), Qt::AlignHCenter | Qt::AlignTop,
                         QLocale().toString(value));
    const double stepY = qMax(1.0, niceStep(frame.maxY, 4));
    for (double value = 0; value <= frame.maxY + 1e-9; value += stepY)
        painter.drawText(QRectF(plot.left() - 48, frame.y(value) - 8, 40, 16), Qt::AlignRight | Qt::AlignVCenter,
                         QLocale().toString(value));

    painter.setPen(t.text2);
    painter.drawText(QRectF(plot.left() - 46, plot.bottom() + 24, plot.width() + 62, 16), Qt::AlignHCenter,
                     QStringLiteral("Degree of concurrency: calls in flight, max"));
    painter.save();
    painter.translate(plot.left() - 36, plot.center().y());
    painter.rotate(-90);
    painter.drawText(QRectF(-plot.height() / 2, -8, plot.height(), 16), Qt::AlignCenter, QStringLiteral("Degree of parallelism, max"));
    painter.restore();
}

/// Where a lone dot's label covers no other dot or label: above, or one line higher and lower in turn.
QRectF freeOf(const QList<PlacedDot> &placed, const QList<QPointF> &centres, QRectF label, const QPointF &dot)
{
    const double first = label.top();
    const auto isTaken = [&] {
        return std::any_of(placed.begin(), placed.end(),
                           [&](const PlacedDot &other) { return label.intersects(other.label.adjusted(-4, 0, 4, 0)); }) ||
               std::any_of(centres.begin(), centres.end(), [&](const QPointF &centre) {
                   return label.intersects(QRectF(centre - QPointF(radius, radius), QSizeF(2 * radius, 2 * radius)));
               });
    };
    for (int line = 1; line <= 8 && isTaken(); ++line) {
        const double step = label.height() * ((line + 1) / 2);
        label.moveTop(line % 2 ? dot.y() + radius + 4 + step - label.height() : first - step);
    }
    return label;
}

/// Left of the dot if there is room, else above a lone dot, else right of it.
QRectF labelRect(const Frame &frame, const QPointF &dot, double width, bool alone)
{
    constexpr double height = 16;
    if (dot.x() - radius - 8 - width >= frame.plot.left() + 2)
        return {dot.x() - radius - 7 - width, dot.y() - height / 2, width, height};
    if (alone) {
        const double line = frame.x(split); // a label that crosses it could be read as standing on the other side
        const double end = dot.x() < line ? qMax(line, frame.plot.left() + width + 8) : frame.plot.right();
        const double left = qBound(frame.plot.left() + 4, dot.x() - width / 2, end - width - 4);
        return {left, dot.y() - radius - 4 - height, width, height};
    }
    return {dot.x() + radius + 7, dot.y() - height / 2, width, height};
}

void paintBracket(QPainter &painter, const Theme &t, const QPointF &top, const QPointF &bottom, double x, const QString &place)
{
    painter.setPen(QPen(t.text3, 1));
    painter.drawPolyline(
        QPolygonF{QPointF(x - 4, top.y() - 4), QPointF(x, top.y()), QPointF(x, bottom.y()), QPointF(x - 4, bottom.y() + 4)});
    painter.setFont(themeFont(TextRole::Caption));
    painter.drawText(QRectF(x + 5, (top.y() + bottom.y()) / 2 - 9, 80, 18), Qt::AlignLeft | Qt::AlignVCenter, place);
}

/// With what is wrong with its run: its place is then that of less work.
QString nameOf(const QuadrantDot &dot) { return dot.trouble.isEmpty() ? dot.title : dot.title + QStringLiteral(", ") + dot.trouble; }

/// All models of one spot, spread around it from top to bottom.
void paintSpot(QPainter &painter, const Theme &t, const Frame &frame, const QList<QuadrantDot> &spot, const QList<QPointF> &centres,
               QList<PlacedDot> &placed)
{
    const QPointF centre(frame.x(spot.first().concurrency), frame.y(spot.first().parallelism));
    const double height = spread * static_cast<double>(spot.size() - 1);
    const double top =
        qBound(frame.plot.top() + 10, centre.y() - height / 2, qMax(frame.plot.top() + 10, frame.plot.bottom() - height - 10));
    QPointF dot(centre.x(), top);
    painter.setFont(themeFont(TextRole::Small));
    double right = dot.x() + radius;
    for (const QuadrantDot &model : spot) {
        const bool troubled = !model.trouble.isEmpty();
        painter.setPen(troubled ? QPen(t.error, 1.5) : QPen(Qt::NoPen));
        painter.setBrush(troubled ? t.panel : t.text);
        painter.drawEllipse(dot, radius, radius);
        const double width = std::ceil(QFontMetricsF(painter.font()).horizontalAdvance(model.title)) + 1;
        QRectF label = labelRect(frame, dot, width, spot.size() == 1);
        if (spot.size() == 1)
            label = freeOf(placed, centres, label, dot);
        painter.setPen(troubled ? t.error : t.text);
        painter.drawText(label, Qt::AlignLeft | Qt::AlignVCenter, model.title);
        placed.append({model.model, dot, label});
        if (label.left() > dot.x())
            right = qMax(right, label.right());
        dot.ry() += spread;
    }
    if (spot.size() > 1 && right + 60 <= frame.plot.right() + 16) { // where there is room for it
        const QString place = QStringLiteral("(%1, %2)").arg(spot.first().concurrency).arg(spot.first().parallelism);
        paintBracket(painter, t, {dot.x(), top}, {dot.x(), top + height}, right + 12, place);
    }
}

} // namespace

QList<PlacedDot> paintQuadrant(QPainter &painter, const Theme &theme, const QRectF &rect, const QList<QuadrantDot> &dots)
{
    const Frame frame = frameOf(rect, dots);
    QList<PlacedDot> placed;
    if (frame.plot.width() < 60 || frame.plot.height() < 60)
        return placed;
    painter.save();
    paintGround(painter, theme, frame);
    paintAxes(painter, theme, frame);
    painter.setRenderHint(QPainter::Antialiasing);
    QList<QList<QuadrantDot>> spots;
    for (const QuadrantDot &dot : dots) {
        const auto same = [&](const QList<QuadrantDot> &spot) {
            return spot.first().concurrency == dot.concurrency && spot.first().parallelism == dot.parallelism;
        };
        const auto found = std::find_if(spots.begin(), spots.end(), same);
        if (found == spots.end())
            spots.append({dot});
        else
            found->append(dot);
    }
    if (std::any_of(dots.begin(), dots.end(), [](const QuadrantDot &dot) { return !dot.trouble.isEmpty(); })) {
        painter.setFont(themeFont(TextRole::Caption));
        painter.setPen(theme.error);
        painter.drawText(QRectF(rect.left(), frame.plot.bottom() + 36, rect.width(), 14), Qt::AlignHCenter,
                         QStringLiteral("hollow: calls failed, or the run was stopped"));
    }
    QList<QPointF> centres;
    for (const QuadrantDot &dot : dots)
        centres.append({frame.x(dot.concurrency), frame.y(dot.parallelism)});
    for (const QList<QuadrantDot> &spot : spots)
        paintSpot(painter, theme, frame, spot, centres, placed);
    painter.restore();
    return placed;
}

QuadrantChart::QuadrantChart(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
}

void QuadrantChart::setDots(const QList<QuadrantDot> &dots)
{
    m_dots = dots;
    QStringList words;
    for (const QuadrantDot &dot : dots)
        words.append(QStringLiteral("%1: concurrency %2, parallelism %3").arg(nameOf(dot)).arg(dot.concurrency).arg(dot.parallelism));
    setAccessibleName(words.join(QStringLiteral("; ")));
    update();
}

QSize QuadrantChart::sizeHint() const { return {342, 340}; }

QSize QuadrantChart::minimumSizeHint() const { return {280, 180}; }

void QuadrantChart::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), currentTheme().panel);
    m_placed = paintQuadrant(painter, currentTheme(), rect(), m_dots);
}

void QuadrantChart::mousePressEvent(QMouseEvent *event)
{
    for (const PlacedDot &dot : m_placed) {
        const QRectF target(dot.centre - QPointF(8, 8), QSizeF(16, 16));
        if (target.contains(event->position()) || dot.label.contains(event->position())) {
            Q_EMIT modelClicked(dot.model);
            return;
        }
    }
}

} // namespace interleave
