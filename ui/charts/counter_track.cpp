#include "ui/charts/counter_track.h"

#include <QFontMetrics>
#include <QWheelEvent>
#include <QtCharts/QValueAxis>

#include <cmath>

namespace interleave {

namespace {

constexpr int topPadding = 14; ///< room for the name of the limit
constexpr int bottomPadding = 9;

} // namespace

CounterTrack::CounterTrack(const QString &title, Phase phase, Shape shape, QWidget *parent)
    : ThemedChartView(parent)
    , m_title(title)
    , m_phase(phase)
    , m_shape(shape)
    , m_line(new QLineSeries(this))
    , m_edge(new QLineSeries(this))
    , m_area(new QAreaSeries(m_edge))
    , m_low(new QLineSeries(this))
    , m_high(new QLineSeries(this))
    , m_band(new QAreaSeries(m_high, m_low))
    , m_axisX(new QValueAxis(this))
    , m_axisY(new QValueAxis(this))
{
    for (QValueAxis *axis : {m_axisX, m_axisY})
        axis->setVisible(false);
    chart()->addAxis(m_axisX, Qt::AlignBottom);
    chart()->addAxis(m_axisY, Qt::AlignLeft);
    chart()->addSeries(m_area);
    if (m_shape == Shape::Line) {
        chart()->addSeries(m_band);
        chart()->addSeries(m_line);
    } else {
        m_band->setParent(this); // the chart owns what it shows
    }
    for (QAbstractSeries *series : chart()->series()) {
        series->attachAxis(m_axisX);
        series->attachAxis(m_axisY);
    }
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    setMinimumHeight(48);
    setFocusPolicy(Qt::NoFocus);
    setAccessibleName(title);
    applyTheme();
}

QSize CounterTrack::sizeHint() const { return {600, metrics::counterTrack}; }

void CounterTrack::applyTheme()
{
    const PhaseStyle &style = theme().phase(m_phase);
    m_line->setPen(QPen(style.line, 2));
    m_band->setPen(Qt::NoPen);
    m_band->setBrush(withAlpha(style.fill, 0.24));
    m_area->setPen(Qt::NoPen);
    m_area->setBrush(withAlpha(style.fill, m_shape == Shape::Bars ? 0.75 : 0.16));
    ThemedChartView::applyTheme();
    setBackgroundBrush(theme().canvas);
}

void CounterTrack::setRange(qint64 begin, qint64 end)
{
    m_begin = begin;
    m_end = qMax(begin + 1, end);
    viewport()->update();
}

void CounterTrack::setGutter(int px)
{
    m_gutter = px;
    layOut();
}

void CounterTrack::setGrid(const QList<qint64> &lines)
{
    m_grid = lines;
    viewport()->update();
}

void CounterTrack::setNow(std::optional<qint64> now)
{
    m_now = now;
    viewport()->update();
}

void CounterTrack::setCursorTime(std::optional<qint64> cursor)
{
    m_cursor = cursor;
    viewport()->update();
}

void CounterTrack::setLimit(double limit, const QString &note)
{
    m_limit = limit;
    m_note = note;
    viewport()->update();
}

void CounterTrack::setPoints(const QList<QPointF> &points, double top, const QString &value)
{
    m_top = qMax(1e-9, top);
    m_value = value;
    // Qt Charts lays a series out again for every new range: let it do so with nothing, and then once with the points.
    m_edge->clear();
    m_line->clear();
    m_axisX->setRange(static_cast<double>(m_begin), static_cast<double>(m_end));
    scaleY();
    m_edge->replace(points);
    if (m_shape == Shape::Line)
        m_line->replace(points);
    viewport()->update();
}

void CounterTrack::setShape(const StepShape &shape, double top, const QString &value)
{
    m_low->clear();
    m_high->clear();
    setPoints(shape.line, top, value);
    m_low->replace(shape.low);
    m_high->replace(shape.high);
}

void CounterTrack::resizeEvent(QResizeEvent *event)
{
    ThemedChartView::resizeEvent(event);
    layOut();
}

void CounterTrack::layOut()
{
    chart()->setPlotArea(QRectF(m_gutter, topPadding, qMax(1, width() - m_gutter), qMax(1, height() - topPadding - bottomPadding)));
    scaleY();
    viewport()->update();
}

/// One pixel more at either end than the values need, so that the plot's edge does not halve a line that lies on it.
void CounterTrack::scaleY()
{
    const double pixel = m_top / qMax(1.0, chart()->plotArea().height() - 2);
    m_axisY->setRange(-pixel, m_top + pixel);
}

double CounterTrack::x(qint64 ns) const
{
    return m_gutter + static_cast<double>(ns - m_begin) / static_cast<double>(m_end - m_begin) * (width() - m_gutter);
}

double CounterTrack::y(double value) const
{
    const QRectF plot = chart()->plotArea();
    return plot.bottom() - (value - m_axisY->min()) / (m_axisY->max() - m_axisY->min()) * plot.height();
}

void CounterTrack::drawBackground(QPainter *painter, const QRectF &)
{
    painter->fillRect(viewport()->rect(), theme().canvas);
    for (const qint64 line : m_grid) {
        const double column = std::round(x(line));
        if (column >= m_gutter)
            painter->fillRect(QRectF(column, 0, 1, height()), theme().grid);
    }
    painter->fillRect(QRect(0, height() - 1, width(), 1), theme().grid);
    painter->fillRect(QRect(m_gutter - 1, 0, 1, height()), theme().border);
}

void CounterTrack::drawLimit(QPainter *painter) const
{
    if (m_limit > 0) {
        QPen pen(theme().text3, 1);
        pen.setDashPattern({4, 3});
        painter->setPen(pen);
        const double row = std::round(y(m_limit)) + 0.5;
        painter->drawLine(QPointF(m_gutter, row), QPointF(width(), row));
    }
    painter->setFont(themeFont(TextRole::Caption));
    painter->setPen(theme().text2);
    painter->drawText(QRectF(m_gutter, 0, width() - m_gutter - 8, topPadding), Qt::AlignRight | Qt::AlignVCenter, m_note);
}

void CounterTrack::drawForeground(QPainter *painter, const QRectF &)
{
    painter->save();
    drawLimit(painter);
    painter->setFont(themeFont(TextRole::DenseStrong));
    painter->setPen(theme().text);
    painter->drawText(QRectF(32, 0, m_gutter - 32, height()), Qt::AlignLeft | Qt::AlignVCenter, m_title);
    painter->setFont(tabularFont(TextRole::Value));
    painter->drawText(QRectF(0, 0, m_gutter - 14, height()), Qt::AlignRight | Qt::AlignVCenter, m_value);
    if (m_now && *m_now >= m_begin)
        painter->fillRect(QRectF(std::round(x(*m_now)), 0, 1, height()), theme().now);
    if (m_cursor && *m_cursor >= m_begin) {
        QPen pen(theme().accent, 1);
        pen.setDashPattern({3, 3});
        painter->setPen(pen);
        const double column = std::round(x(*m_cursor)) + 0.5;
        painter->drawLine(QPointF(column, 0), QPointF(column, height()));
    }
    painter->restore();
}

void CounterTrack::wheelEvent(QWheelEvent *event)
{
    event->ignore(); // the timeline above pans and zooms
}

} // namespace interleave
