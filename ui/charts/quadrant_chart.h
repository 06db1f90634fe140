// Concurrency against parallelism: which models overlap waiting, which overlap work, which do both. A dot per model at the
// maxima of its median run; models on the same spot are spread and bracketed with their true place. No colour per model.
// GUI thread; the painting itself is a function that exported pictures use too.
#pragma once

#include "ui/charts/comparison_values.h"
#include "ui/widgets/theme.h"

#include <QWidget>

namespace interleave {

/// Where something was drawn, for clicks.
struct PlacedDot {
    QString model;
    QPointF centre;
    QRectF label; ///< null: there was no room for it
    QString text; ///< all of its name, and where it is
};

QList<PlacedDot> paintQuadrant(QPainter &painter, const Theme &theme, const QRectF &rect, const QList<QuadrantDot> &dots);

class QuadrantChart : public QWidget
{
    Q_OBJECT
public:
    explicit QuadrantChart(QWidget *parent = nullptr);

    void setDots(const QList<QuadrantDot> &dots);
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

Q_SIGNALS:
    void modelClicked(const QString &model);

protected:
    void mouseMoveEvent(QMouseEvent *event) override;
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;

private:
    QList<QuadrantDot> m_dots;
    QList<PlacedDot> m_placed;
};

} // namespace interleave
