// A load sweep: throughput and latency against the number of users, with the knee marked. GUI thread; the knee is found in
// trace/knee.
#pragma once

#include "trace/knee.h"
#include "ui/charts/themed_chart_view.h"

QT_BEGIN_NAMESPACE
class QLineSeries;
class QLogValueAxis;
QT_END_NAMESPACE

namespace interleave {

class LoadChart : public ThemedChartView
{
    Q_OBJECT
public:
    explicit LoadChart(QWidget *parent = nullptr, const Theme *fixed = nullptr);

    /// `points` ascending by users.
    void setSweep(const QList<LoadPoint> &points, const Knee &knee);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void applyTheme() override;

private:
    QLogValueAxis *m_users;
    QValueAxis *m_rate;
    QValueAxis *m_seconds;
    QLineSeries *m_throughput;
    QLineSeries *m_latency;
    QLineSeries *m_knee;
};

} // namespace interleave
