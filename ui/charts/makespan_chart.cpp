#include "ui/charts/makespan_chart.h"

#include <QFontMetricsF>
#include <QGraphicsLineItem>
#include <QGraphicsSimpleTextItem>
#include <QMouseEvent>
#include <QtCharts/QBarCategoryAxis>
#include <QtCharts/QBarSet>
#include <QtCharts/QHorizontalStackedBarSeries>
#include <QtCharts/QValueAxis>

namespace interleave {

namespace {

constexpr double barHeight = 26;
constexpr double textGap = 8;
constexpr int leastRow = 21; // below it the axis would cut names short

constexpr int widestName = 150;

/// An axis drops a category that it has already: names that look alike are told apart by what cannot be seen.
QString distinct(QString name, const QStringList &names)
{
    while (names.contains(name))
        name += QChar(0x200b);
    return name;
}

double textWidth(const QString &text, TextRole role) { return text.isEmpty() ? 0 : QFontMetricsF(themeFont(role)).horizontalAdvance(text); }

} // namespace

MakespanChart::MakespanChart(QWidget *parent, const Theme *fixed)
    : ThemedChartView(parent, fixed)
    , m_names(new QBarCategoryAxis(this))
    , m_seconds(new QValueAxis(this))
{
    chart()->setMargins({8, 8, 8, 4});
    viewport()->setMouseTracking(true); // the tool tip is of the bar at the pointer
    m_seconds->setLabelFormat(QStringLiteral("%g s"));
    m_seconds->setTickType(QValueAxis::TicksDynamic);
    m_seconds->setTickAnchor(0);
    m_names->setGridLineVisible(false);
    m_names->setLabelsVisible(false); // an axis cuts names to nothing where rows are low; they are marks of ours
    m_names->setLineVisible(false);   // with it go the ticks between the names; the line at 0 is a mark of ours
    m_seconds->setLineVisible(false);
    chart()->addAxis(m_names, Qt::AlignLeft);
    chart()->addAxis(m_seconds, Qt::AlignBottom);
    connect(chart(), &QChart::plotAreaChanged, this, &MakespanChart::placeMarks);
    applyTheme();
}

QSize MakespanChart::sizeHint() const { return {396, 340}; }

/// A line of text for each bar, and the axis.
QSize MakespanChart::minimumSizeHint() const { return {280, qMax(160, static_cast<int>(m_bars.size()) * leastRow + 48)}; }

void MakespanChart::mouseMoveEvent(QMouseEvent *event)
{
    ThemedChartView::mouseMoveEvent(event);
    viewport()->setToolTip(tipAt(event->position().y()));
}

QString MakespanChart::tipAt(double y) const
{
    const QRectF plot = chart()->plotArea();
    const auto row = static_cast<qsizetype>(std::floor((y - plot.top()) / plot.height() * static_cast<double>(m_bars.size())));
    if (row < 0 || row >= m_bars.size())
        return {};
    const MakespanBar &bar = m_bars[row];
    QStringList parts{bar.title};
    for (const QString &part : {bar.value, bar.speedup, bar.note}) {
        if (!part.isEmpty())
            parts.append(part);
    }
    return parts.join(QStringLiteral(", "));
}

void MakespanChart::setBars(const QList<MakespanBar> &bars)
{
    m_bars = bars;
    makeSeries();
    applyTheme();
    updateGeometry();
}

/// Rows are drawn from the bottom up, so the categories are turned round. One set per look, because a set has one brush.
void MakespanChart::makeSeries()
{
    chart()->removeAllSeries();
    m_series = new QHorizontalStackedBarSeries;
    for (QBarSet *&set : m_sets) {
        set = new QBarSet(QString());
        m_series->append(set);
    }
    QStringList names;
    for (qsizetype row = m_bars.size() - 1; row >= 0; --row) {
        const MakespanBar &bar = m_bars[row];
        names.append(distinct(QFontMetrics(themeFont(TextRole::Small)).elidedText(bar.title, Qt::ElideMiddle, widestName), names));
        for (size_t look = 0; look < m_sets.size(); ++look)
            m_sets[look]->append(static_cast<size_t>(bar.look) == look ? bar.seconds : 0);
    }
    m_names->setCategories(names);
    chart()->addSeries(m_series);
    m_series->attachAxis(m_names);
    m_series->attachAxis(m_seconds);
    connect(m_series, &QAbstractBarSeries::clicked, this, [this](int index) {
        const qsizetype row = m_bars.size() - 1 - index;
        if (row >= 0 && row < m_bars.size())
            Q_EMIT modelClicked(m_bars[row].model);
    });
    scaleAxis();
}

double MakespanChart::longestName() const
{
    double longest = 0;
    for (const MakespanBar &bar : m_bars)
        longest = qMin<double>(widestName, qMax(longest, textWidth(bar.title, TextRole::Small)));
    return longest;
}

double MakespanChart::widthBeside(const MakespanBar &bar) const
{
    const double value = bar.look == MakespanBar::Look::Troubled ? textGap + textWidth(bar.value, TextRole::BodyStrong) : 0;
    return 2 * textGap + value + textWidth(bar.speedup, TextRole::BodyStrong) + 5 + textWidth(bar.note, TextRole::Small);
}

/// From 0 to where the longest bar and the words beside it fit; with a step that leaves some five labels.
void MakespanChart::scaleAxis()
{
    if (m_bars.isEmpty())
        return;
    const int names = static_cast<int>(std::ceil(longestName()));
    chart()->setMargins({8 + names, 8, 8, 4});
    const double plot = qMax(80.0, width() - names - 44.0);
    double maximum = 0;
    double longest = 0;
    for (const MakespanBar &bar : m_bars) {
        const double end = qMax(bar.seconds, bar.high.value_or(0));
        longest = qMax(longest, end);
        maximum = qMax(maximum, end * plot / qMax(plot / 4, plot - widthBeside(bar)));
    }
    if (maximum <= 0)
        maximum = 1;
    m_seconds->setRange(0, maximum);
    m_seconds->setTickInterval(niceStep(qMax(longest, maximum / 2), 4));
}

void MakespanChart::applyTheme()
{
    styleAxis(m_seconds);
    if (m_series) {
        const QBrush brushes[] = {QBrush(theme().barBase), QBrush(theme().bar), QBrush(theme().bar, Qt::BDiagPattern)};
        for (size_t look = 0; look < m_sets.size(); ++look) {
            m_sets[look]->setBrush(brushes[look]);
            m_sets[look]->setPen(look == static_cast<size_t>(MakespanBar::Look::Troubled) ? QPen(theme().bar, 1) : QPen(Qt::NoPen));
        }
    }
    ThemedChartView::applyTheme();
    placeMarks();
}

void MakespanChart::resizeEvent(QResizeEvent *event)
{
    ThemedChartView::resizeEvent(event);
    scaleAxis();
    placeMarks();
}

double MakespanChart::at(double seconds, int row, bool wantsX) const
{
    const QPointF point = chart()->mapToPosition(QPointF(seconds, static_cast<double>(m_bars.size() - 1 - row)), m_series);
    return wantsX ? point.x() : point.y();
}

void MakespanChart::placeMarks()
{
    qDeleteAll(m_marks);
    m_marks.clear();
    if (!m_series || m_bars.isEmpty() || chart()->plotArea().height() <= 0)
        return;
    m_series->setBarWidth(qBound(0.1, barHeight * static_cast<double>(m_bars.size()) / chart()->plotArea().height(), 0.9));
    const QRectF plot = chart()->plotArea();
    addLine({plot.left(), plot.top(), plot.left(), plot.bottom()}, QPen(theme().controlStrong, 1));
    for (int row = 0; row < m_bars.size(); ++row)
        placeRow(m_bars[row], row);
}

void MakespanChart::addText(const QString &text, TextRole role, const QColor &colour, double x, double middle)
{
    auto *item = new QGraphicsSimpleTextItem(text, chart());
    item->setFont(tabularFont(role));
    item->setBrush(colour);
    item->setPos(x, middle - item->boundingRect().height() / 2);
    item->setZValue(20); // above the bars
    item->setAcceptedMouseButtons(Qt::NoButton);
    m_marks.append(item);
}

void MakespanChart::addLine(const QLineF &line, const QPen &pen)
{
    auto *item = new QGraphicsLineItem(line, chart());
    item->setPen(pen);
    item->setZValue(21);
    m_marks.append(item);
}

void MakespanChart::placeRow(const MakespanBar &bar, int row)
{
    const double left = at(0, row, true);
    const double end = at(bar.seconds, row, true);
    const double middle = at(bar.seconds, row, false);
    const bool troubled = bar.look == MakespanBar::Look::Troubled;
    const QString name = QFontMetricsF(themeFont(TextRole::Small)).elidedText(bar.title, Qt::ElideMiddle, widestName);
    addText(name, TextRole::Small, theme().text, left - textGap - textWidth(name, TextRole::Small), middle);
    double x = end;
    if (bar.low && bar.high) {
        const double low = at(*bar.low, row, true);
        const double high = at(*bar.high, row, true);
        for (const QLineF &line :
             {QLineF(low, middle, high, middle), QLineF(low, middle - 5, low, middle + 5), QLineF(high, middle - 5, high, middle + 5)})
            addLine(line, QPen(theme().text, 1.4));
        x = qMax(x, high);
    }
    x += textGap;

    const double valueWidth = textWidth(bar.value, TextRole::BodyStrong);
    if (!troubled && end - left > valueWidth + 2 * textGap) {
        const QColor ground = bar.look == MakespanBar::Look::Baseline ? theme().barBase : theme().bar;
        addText(bar.value, TextRole::BodyStrong, readableOn(ground, theme()), left + textGap, middle);
    } else { // too short for its value, or hatched: words on a hatch are hard to read
        addText(bar.value, TextRole::BodyStrong, theme().text, x, middle);
        x += valueWidth + textGap;
    }
    if (!bar.speedup.isEmpty()) {
        addText(bar.speedup, TextRole::BodyStrong, theme().text, x, middle);
        x += textWidth(bar.speedup, TextRole::BodyStrong) + 5;
    }
    if (!bar.note.isEmpty())
        addText(bar.note, TextRole::Small, troubled ? theme().error : theme().text2, x, middle);
}

} // namespace interleave
