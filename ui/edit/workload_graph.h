// A workflow, an agent or a team drawn as a graph: steps as cards in the colour of their phase, maps and loops as frames around theirs.
// Arrow keys walk along it, the tool tip has a step's text. GUI thread.
#pragma once

#include "ui/edit/graph_items.h"

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
    QString selected() const { return m_selected; }

Q_SIGNALS:
    void stepActivated(const QString &name); ///< Enter, or a double click
    void selectionChanged(const QRect &place);

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool event(QEvent *event) override;

private:
    QPointF offset() const;
    void paintBlock(QPainter &painter, const GraphBlock &block) const;
    void paintItem(QPainter &painter, const GraphItem &item) const;
    void paintEdges(QPainter &painter, const GraphBlock &block) const;
    const GraphItem *itemAt(QPointF point) const;
    void select(const GraphItem *item);
    void walk(int by);

    GraphBlock m_graph;
    QSize m_size;
    QString m_selected;
};

} // namespace interleave
