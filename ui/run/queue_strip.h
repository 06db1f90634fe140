// The runs of a round in the order in which they run, one cell each: mark, name, and how far it is. Done: time and a tick;
// the one that goes on: time so far, what was predicted, and progress; the others: dimmed. A click opens a run. GUI thread.
#pragma once

#include "run/run_controller.h"

#include <QAbstractScrollArea>

namespace interleave {

class QueueStrip : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit QueueStrip(QWidget *parent = nullptr);

    void setQueue(const QList<PlannedRun> &queue);
    /// `predictedS` 0: unknown.
    void setRunning(int index, double predictedS);
    void setElapsed(int index, double seconds);
    void setFinished(int index, const RunReport &report);
    /// The run that is shown.
    void setCurrent(int index);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override { return sizeHint(); }

Q_SIGNALS:
    void runSelected(int index);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void leaveEvent(QEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    enum class State { Planned, Running, Done, Stopped, Failed };
    struct Cell {
        PlannedRun run;
        QString title;
        State state = State::Planned;
        double seconds = 0;
        double predictedS = 0;
    };
    int cellWidth() const;
    QRect cellRect(int index) const;
    int cellAt(QPoint point) const;
    bool canOpen(int index) const;
    void paintCell(QPainter &painter, int index) const;
    int paintTimes(QPainter &painter, const Cell &cell, QRect rect, int nameWidth) const; ///< where they begin
    void updateScrollBar();
    void reveal(int index);

    QList<Cell> m_cells;
    int m_repeats = 1;
    int m_current = -1;
    int m_hovered = -1;
};

} // namespace interleave
