#include "ui/charts/themed_chart_view.h"

#include "ui/widgets/theme_manager.h"

#include <QGraphicsLayout>
#include <QtCharts/QLegend>
#include <QtCharts/QValueAxis>

#include <cmath>

namespace interleave {

ThemedChartView::ThemedChartView(QWidget *parent, const Theme *fixed)
    : QChartView(new QChart, parent)
    , m_fixed(fixed)
{
    chart()->legend()->hide();
    chart()->setAnimationOptions(QChart::NoAnimation);
    chart()->setMargins({});
    chart()->layout()->setContentsMargins(0, 0, 0, 0);
    chart()->setBackgroundVisible(false);
    chart()->setDropShadowEnabled(false);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    if (!m_fixed)
        connect(&ThemeManager::instance(), &ThemeManager::changed, this, [this] { applyTheme(); });
}

const Theme &ThemedChartView::theme() const { return m_fixed ? *m_fixed : currentTheme(); }

void ThemedChartView::applyTheme()
{
    setBackgroundBrush(theme().panel);
    viewport()->update();
}

void ThemedChartView::styleAxis(QValueAxis *axis) const
{
    axis->setLabelsFont(themeFont(TextRole::Caption));
    axis->setLabelsColor(theme().text3);
    axis->setGridLinePen(QPen(theme().grid, 1));
    axis->setMinorGridLineVisible(false);
    axis->setLinePen(QPen(theme().controlStrong, 1));
}

double niceStep(double range, int intervals)
{
    if (range <= 0 || intervals <= 0)
        return 1;
    const double raw = range / intervals;
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (raw <= factor * power * 1.0000001)
            return factor * power;
    }
    return 10 * power;
}

QColor readableOn(const QColor &ground, const Theme &theme)
{
    const auto luminance = [](const QColor &c) {
        return 0.2126 * std::pow(c.redF(), 2.2) + 0.7152 * std::pow(c.greenF(), 2.2) + 0.0722 * std::pow(c.blueF(), 2.2);
    };
    const auto contrast = [&](const QColor &a) {
        const double x = luminance(a) + 0.05;
        const double y = luminance(ground) + 0.05;
        return x > y ? x / y : y / x;
    };
    return contrast(theme.text) > contrast(theme.panel) ? theme.text : theme.panel;
}

} // namespace interleave
