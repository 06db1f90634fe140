// One live counter below the timeline: its name and its value in the gutter, its line (or bars) in the timeline's range, its
// limit as a dashed line. GUI thread.
#pragma once

#include "ui/charts/counter_points.h"
#include "ui/charts/themed_chart_view.h"

#include <QtCharts/QAreaSeries>
#include <QtCharts/QLineSeries>

namespace interleave {

class CounterTrack : public ThemedChartView
{
    Q_OBJECT
public:
    enum class Shape { Line, Bars };

    /// Coloured as `phase`, which is what it counts.
    CounterTrack(const QString &title, Phase phase, Shape shape, QWidget *parent = nullptr);

    /// The part of the time axis that is shown, and where the plot begins, as in the timeline above. A new range needs new
    /// points, so it is taken over by setPoints().
    void setRange(qint64 begin, qint64 end);
    void setGutter(int px);
    /// Times of the vertical grid lines, of the now line and of the cursor; unset: none.
    void setGrid(const QList<qint64> &lines);
    void setNow(std::optional<qint64> now);
    void setCursorTime(std::optional<qint64> cursor);

    /// `limit` 0: none. `note`: the limit's name, or a word about the peak, at the right end.
    void setLimit(double limit, const QString &note);
    void setPoints(const QList<QPointF> &points, double top, const QString &value);
    /// The same with extremes, which are a pale band behind the line. Of a Shape::Line.
    void setShape(const StepShape &shape, double top, const QString &value);

    int gutter() const { return m_gutter; }
    QSize sizeHint() const override;

protected:
    void applyTheme() override;
    void resizeEvent(QResizeEvent *event) override;
    void drawBackground(QPainter *painter, const QRectF &rect) override;
    void drawForeground(QPainter *painter, const QRectF &rect) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    void layOut();
    void scaleY();
    double x(qint64 ns) const;
    double y(double value) const;
    void drawLimit(QPainter *painter) const;

    QString m_title;
    Phase m_phase;
    Shape m_shape;
    QLineSeries *m_line;
    QLineSeries *m_edge; ///< upper edge of the area
    QAreaSeries *m_area;
    QLineSeries *m_low, *m_high; ///< edges of the band
    QAreaSeries *m_band;
    QValueAxis *m_axisX;
    QValueAxis *m_axisY;
    int m_gutter = metrics::gutter;
    qint64 m_begin = 0;
    qint64 m_end = 1;
    QList<qint64> m_grid;
    std::optional<qint64> m_now, m_cursor;
    double m_limit = 0;
    double m_top = 1;
    QString m_note, m_value;
};

} // namespace interleave
