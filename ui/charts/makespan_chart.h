// How long each model took: a bar per model with its median, the speed-up and its interval beside it, whiskers for the 95 %
// interval. Runs with failed calls, or stopped, are hatched and never left out. GUI thread.
#pragma once

#include "ui/charts/comparison_values.h"
#include "ui/charts/themed_chart_view.h"

#include <array>

class QGraphicsItem;

QT_BEGIN_NAMESPACE
class QBarCategoryAxis;
class QBarSet;
class QHorizontalStackedBarSeries;
QT_END_NAMESPACE

namespace interleave {

class MakespanChart : public ThemedChartView
{
    Q_OBJECT
public:
    explicit MakespanChart(QWidget *parent = nullptr, const Theme *fixed = nullptr);

    void setBars(const QList<MakespanBar> &bars);
    /// All of a bar's name and what stands beside it, of the bar at that height in the viewport.
    QString tipAt(double y) const;
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void modelClicked(const QString &model);

protected:
    void applyTheme() override;
    void resizeEvent(QResizeEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;

private:
    void makeSeries();
    void scaleAxis();
    void placeMarks();
    void placeRow(const MakespanBar &bar, int row);
    void addLine(const QLineF &line, const QPen &pen);
    void addText(const QString &text, TextRole role, const QColor &colour, double x, double middle);
    double longestName() const;
    double widthBeside(const MakespanBar &bar) const;
    double at(double seconds, int row, bool wantsX) const;

    QList<MakespanBar> m_bars; ///< top to bottom
    QBarCategoryAxis *m_names;
    QValueAxis *m_seconds;
    QHorizontalStackedBarSeries *m_series = nullptr;
    std::array<QBarSet *, 3> m_sets{}; ///< by MakespanBar::Look: one row has a value in one of them
    QList<QGraphicsItem *> m_marks;    ///< texts and whiskers, children of the chart
};

} // namespace interleave
