#include "ui/charts/load_chart.h"

#include <QtCharts/QLegend>
#include <QtCharts/QLineSeries>
#include <QtCharts/QLogValueAxis>
#include <QtCharts/QValueAxis>

#include <algorithm>
#include <cmath>

namespace interleave {

LoadChart::LoadChart(QWidget *parent, const Theme *fixed)
    : ThemedChartView(parent, fixed)
    , m_users(new QLogValueAxis(this))
    , m_rate(new QValueAxis(this))
    , m_seconds(new QValueAxis(this))
    , m_throughput(new QLineSeries(this))
    , m_latency(new QLineSeries(this))
    , m_knee(new QLineSeries(this))
{
    chart()->setMargins({8, 8, 8, 4});
    setRenderHint(QPainter::Antialiasing);
    m_users->setBase(2);
    m_users->setLabelFormat(QStringLiteral("%g"));
    m_users->setTitleText(tr("users, each with one call at a time"));
    m_rate->setLabelFormat(QStringLiteral("%g"));
    m_rate->setTitleText(tr("calls/s"));
    m_seconds->setLabelFormat(QStringLiteral("%g"));
    m_seconds->setTitleText(tr("mean latency, s"));
    m_seconds->setGridLineVisible(false);
    chart()->addAxis(m_users, Qt::AlignBottom);
    chart()->addAxis(m_rate, Qt::AlignLeft);
    chart()->addAxis(m_seconds, Qt::AlignRight);
    m_throughput->setName(tr("throughput"));
    m_latency->setName(tr("latency"));
    m_knee->setName(tr("knee"));
    for (QLineSeries *series : {m_knee, m_latency, m_throughput}) {
        chart()->addSeries(series);
        series->attachAxis(m_users);
        series->attachAxis(series == m_latency ? m_seconds : m_rate);
        series->setPointsVisible(series != m_knee);
    }
    chart()->legend()->show();
    chart()->legend()->setAlignment(Qt::AlignTop);
    applyTheme();
}

QSize LoadChart::sizeHint() const { return {396, 340}; }

QSize LoadChart::minimumSizeHint() const { return {320, 160}; }

void LoadChart::setSweep(const QList<LoadPoint> &points, const Knee &knee)
{
    QList<QPointF> throughput, latency, mark;
    double mostRate = 0;
    double mostSeconds = 0;
    for (const LoadPoint &point : points) {
        throughput.append({double(point.users), point.throughputRps});
        latency.append({double(point.users), point.latencyS});
        mostRate = std::max(mostRate, point.throughputRps);
        mostSeconds = std::max(mostSeconds, point.latencyS);
    }
    if (points.isEmpty() || mostRate <= 0)
        return;
    const double stepRate = niceStep(mostRate, 4);
    const double stepSeconds = niceStep(mostSeconds, 4);
    m_rate->setRange(0, std::ceil(mostRate / stepRate) * stepRate);
    m_rate->setTickCount(static_cast<int>(std::lround(m_rate->max() / stepRate)) + 1);
    m_seconds->setRange(0, std::ceil(mostSeconds / stepSeconds) * stepSeconds);
    m_seconds->setTickCount(static_cast<int>(std::lround(m_seconds->max() / stepSeconds)) + 1);
    m_users->setRange(points.front().users, std::max(points.back().users, points.front().users + 1));
    if (knee.point >= 0) {
        const double users = points[knee.point].users;
        mark = {{users, 0}, {users, m_rate->max()}};
        m_knee->setName(tr("knee at %1 users").arg(points[knee.point].users));
    }
    m_throughput->replace(throughput);
    m_latency->replace(latency);
    m_knee->replace(mark);
    setAccessibleName(knee.sentence);
    setToolTip(knee.sentence);
    applyTheme();
}

void LoadChart::applyTheme()
{
    ThemedChartView::applyTheme();
    const Theme &t = theme();
    m_throughput->setPen(QPen(t.accent, 2));
    m_latency->setPen(QPen(t.phase(Phase::Analyze).line, 2, Qt::DashLine));
    m_knee->setPen(QPen(t.controlStrong, 1, Qt::DotLine));
    styleAxis(m_rate);
    styleAxis(m_seconds);
    m_users->setLabelsFont(themeFont(TextRole::Caption));
    m_users->setLabelsColor(t.text3);
    m_users->setGridLinePen(QPen(t.grid, 1));
    m_users->setLinePen(QPen(t.controlStrong, 1));
    for (QAbstractAxis *axis :
         {static_cast<QAbstractAxis *>(m_users), static_cast<QAbstractAxis *>(m_rate), static_cast<QAbstractAxis *>(m_seconds)}) {
        axis->setTitleFont(themeFont(TextRole::Caption));
        axis->setTitleBrush(t.text2);
    }
    chart()->legend()->setLabelColor(t.text2);
    chart()->legend()->setFont(themeFont(TextRole::Caption));
}

} // namespace interleave
