#include "ui/charts/quadrant_chart.h"

#include "ui/charts/themed_chart_view.h"
#include "ui/widgets/theme_manager.h"

#include <QFontMetricsF>
#include <QLocale>
#include <QMouseEvent>
#include <QPainter>

#include <cmath>
#include <optional>

namespace interleave {

namespace {

constexpr double split = 1.5; ///< more than one at once
constexpr double spread = 19; ///< px between the dots of models on the same spot, at most
constexpr double radius = 4;

constexpr double widestName = 170;
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

/// "hybrid, with cache: 4 in flight, 2 on CPU", all of the name.
QString placeText(const QuadrantDot &dot)
{
    return QStringLiteral("%1: %2 in flight, %3 on CPU").arg(nameOf(dot)).arg(dot.concurrency).arg(dot.parallelism);
}

/// Models at one place, spread around it from top to bottom.
struct Spot {
    QList<QuadrantDot> models;
    QList<QPointF> dots{};
};

QList<Spot> spotsOf(const Frame &frame, const QList<QuadrantDot> &dots)
{
    QList<Spot> spots;
    for (const QuadrantDot &dot : dots) {
        const auto found = std::find_if(spots.begin(), spots.end(), [&](const Spot &spot) {
            return spot.models.first().concurrency == dot.concurrency && spot.models.first().parallelism == dot.parallelism;
        });
        if (found == spots.end())
            spots.append({{dot}});
        else
            found->models.append(dot);
    }
    for (Spot &spot : spots) {
        const QPointF centre(frame.x(spot.models.first().concurrency), frame.y(spot.models.first().parallelism));
        const auto gaps = static_cast<double>(spot.models.size() - 1);
        const double between = qMin(spread, (frame.plot.height() - 20) / qMax(1.0, gaps));
        const double height = between * gaps;
        const double least = frame.plot.top() + 10;
        const double top = qBound(least, centre.y() - height / 2, qMax(least, frame.plot.bottom() - height - 10));
        for (qsizetype i = 0; i < spot.models.size(); ++i)
            spot.dots.append({centre.x(), top + between * static_cast<double>(i)});
    }
    return spots;
}

class SpotPainter
{
public:
    SpotPainter(QPainter &painter, const Theme &theme, const Frame &frame, const QList<Spot> &spots)
        : p(painter)
        , t(theme)
        , m_frame(frame)
    {
        for (const Spot &spot : spots)
            m_dots += spot.dots;
    }

    /// Names come in order of importance: one that would lie on another or on a dot, or leave the plot, is for the tool tip.
    void paint(const Spot &spot)
    {
        const bool isAlone = spot.models.size() == 1;
        double right = spot.dots.first().x() + radius;
        for (qsizetype i = 0; i < spot.models.size(); ++i) {
            const QuadrantDot &model = spot.models[i];
            const bool troubled = !model.trouble.isEmpty();
            p.setPen(troubled ? QPen(t.error, 1.5) : QPen(Qt::NoPen));
            p.setBrush(troubled ? t.panel : t.text);
            p.drawEllipse(spot.dots[i], radius, radius);
            p.setFont(themeFont(TextRole::Small));
            const QFontMetricsF metrics(p.font());
            QString title;
            QRectF label;
            for (const double most : {widestName, 0.7 * widestName, 0.5 * widestName}) { // rather cut short than left out
                if (!label.isNull())
                    break;
                title = metrics.elidedText(model.title, Qt::ElideMiddle, most);
                label = placeOf(spot.dots[i], std::ceil(metrics.horizontalAdvance(title)) + 1, isAlone);
            }
            p.setPen(troubled ? t.error : t.text);
            if (!label.isNull())
                p.drawText(label, Qt::AlignLeft | Qt::AlignVCenter, title);
            placed.append({model.model, spot.dots[i], label, placeText(model)});
            right = qMax(right, label.right());
        }
        const QPointF first = spot.dots.first(), last = spot.dots.last();
        const QRectF bracket(right + 8, first.y() - 6, 60, last.y() - first.y() + 12);
        const QRectF beside(QPointF(first.x() + radius + 1, bracket.top()),
                            bracket.bottomRight()); // with dots of others in it: whose is it?
        const bool isClear = std::none_of(m_dots.begin(), m_dots.end(), [&](const QPointF &dot) { return beside.contains(dot); });
        if (!isAlone && isClear && bracket.right() <= m_frame.plot.right() + 24 && isFree(bracket, {})) {
            const QString place = QStringLiteral("(%1, %2)").arg(spot.models.first().concurrency).arg(spot.models.first().parallelism);
            paintBracket(p, t, first, last, right + 12, place);
            m_brackets.append(bracket);
        }
    }

    QList<PlacedDot> placed;

private:
    /// Null: there is no room.
    QRectF placeOf(const QPointF &dot, double width, bool isAlone) const
    {
        const QRectF usual = labelRect(m_frame, dot, width, isAlone);
        if (isAlone) {
            const QRectF label = freeOf(placed, m_dots, usual, dot);
            return isFree(label, dot) ? label : QRectF();
        }
        for (const double left : {usual.left(), dot.x() - radius - 7 - width, dot.x() + radius + 7}) {
            const QRectF label(left, usual.top(), width, usual.height());
            if (isFree(label, dot))
                return label;
        }
        return {};
    }

    bool isFree(const QRectF &field, std::optional<QPointF> own) const
    {
        if (field.left() < m_frame.plot.left() || field.top() < m_frame.plot.top() - 2 || field.bottom() > m_frame.plot.bottom() + 4 ||
            field.right() > m_frame.plot.right() + (own ? 16 : 24))
            return false;
        const auto covers = [&](const QRectF &other) { return field.intersects(other); };
        return std::none_of(placed.begin(), placed.end(), [&](const PlacedDot &other) { return covers(other.label); }) &&
               std::none_of(m_brackets.begin(), m_brackets.end(), covers) &&
               std::none_of(m_dots.begin(), m_dots.end(), [&](const QPointF &dot) {
                   return dot != own && covers(QRectF(dot - QPointF(radius, radius), QSizeF(2 * radius, 2 * radius)));
               });
    }

    QPainter &p;
    const Theme &t;
    const Frame &m_frame;
    QList<QPointF> m_dots;
    QList<QRectF> m_brackets;
};

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
    const QList<Spot> spots = spotsOf(frame, dots);
    SpotPainter spotPainter(painter, theme, frame, spots);
    for (const Spot &spot : spots)
        spotPainter.paint(spot);
    placed = spotPainter.placed;
    const bool hasTrouble = std::any_of(dots.begin(), dots.end(), [](const QuadrantDot &dot) { return !dot.trouble.isEmpty(); });
    const auto unnamed = std::count_if(placed.begin(), placed.end(), [](const PlacedDot &dot) { return dot.label.isNull(); });
    QStringList notes;
    if (hasTrouble)
        notes.append(QStringLiteral("hollow: calls failed, or the run was stopped"));
    if (unnamed > 0)
        notes.append(QStringLiteral("%1 without a name here, as in the table").arg(unnamed));
    painter.setFont(themeFont(TextRole::Caption));
    painter.setPen(hasTrouble ? theme.error : theme.text3);
    painter.drawText(QRectF(rect.left(), frame.plot.bottom() + 36, rect.width(), 14), Qt::AlignHCenter, notes.join(QStringLiteral("; ")));
    painter.restore();
    return placed;
}

QuadrantChart::QuadrantChart(QWidget *parent)
    : QWidget(parent)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Expanding);
    setMouseTracking(true); // the tool tip is of the dot below the pointer
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

void QuadrantChart::mouseMoveEvent(QMouseEvent *event)
{
    QStringList texts; // of dots that lie close together: all
    for (const PlacedDot &dot : std::as_const(m_placed)) {
        if (QRectF(dot.centre - QPointF(8, 8), QSizeF(16, 16)).contains(event->position()) || dot.label.contains(event->position()))
            texts.append(dot.text);
    }
    setToolTip(texts.join(u'\n'));
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
