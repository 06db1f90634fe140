// A workflow, an agent or a team drawn as a graph: steps as cards in the colour of their phase, maps and loops as frames around theirs.
// Arrow keys walk along it, the tool tip has a step's text. While the workload runs, each card shows how far its steps are: looked at ten
// times a second at most, and not at all while it is hidden. GUI thread.
#pragma once

#include "ui/edit/graph_items.h"
#include "ui/edit/step_progress.h"

#include <QElapsedTimer>
#include <QWidget>

class QPainter;

namespace interleave {

class WorkloadGraph : public QWidget
{
    Q_OBJECT
public:
    explicit WorkloadGraph(QWidget *parent = nullptr);

    void setGraph(GraphBlock graph);
    QSize sizeHint() const override { return m_size; }
    QSize minimumSizeHint() const override { return m_size; }
    /// Names of the steps in the order in which the keys walk; for tests and accessible tools.
    QStringList names() const;
    QString selected() const { return m_selected ? m_selected->name : QString(); }
    /// JSON pointer to the selected step of a workflow; empty: it has none.
    QString selectedPath() const { return m_selected ? m_selected->path : QString(); }
    /// Nothing has that path: nothing.
    void setSelectedPath(const QString &path);
    /// Shows how far this run is; to be called as often as one likes. An edit of the workload ends it until another run begins.
    void follow(const TracePtr &trace);
    /// "3 run, 5 done", of that step; empty: nothing runs or ran.
    QString progressText(const QString &name) const;

Q_SIGNALS:
    void stepActivated(const QString &name); ///< Enter, or a double click
    void selectionChanged(const QRect &place);
    void selectedByHand();
    void stepSelected(const QString &path); ///< or it is another one at that path
    void addRequested();
    void duplicateRequested();
    void removeRequested();
    void renameRequested();

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    QPointF offset() const;
    void paintBlock(QPainter &painter, const GraphBlock &block) const;
    void paintItem(QPainter &painter, const GraphItem &item) const;
    void paintText(QPainter &painter, const GraphItem &item) const;
    void paintProgress(QPainter &painter, const GraphItem &item, const StepCounts &counts) const;
    StepCounts countsOf(const GraphItem &item) const { return m_progress.of(item.key.isEmpty() ? item.name : item.key); }
    void count();
    void paintEdges(QPainter &painter, const GraphBlock &block) const;
    const GraphItem *itemAt(QPointF point) const;
    void select(const GraphItem *item);
    void walk(int by);

    GraphBlock m_graph;
    QSize m_size;
    const GraphItem *m_selected = nullptr; // in m_graph
    TracePtr m_followed, m_outdated;       // the latter: of a workload that was edited since
    StepProgress m_progress;
    QElapsedTimer m_sinceCount;
};

} // namespace interleave
