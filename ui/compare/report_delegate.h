// Paints the cells of the report table: mean beside the bold maximum of a degree, the verdict with its sign, and the header's
// second line. GUI thread.
#pragma once

#include <QHeaderView>
#include <QStyledItemDelegate>

namespace interleave {

class ReportDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
};

/// Two lines: what the figure is, and of which kind ("p50, planned").
class ReportHeader : public QHeaderView
{
    Q_OBJECT
public:
    explicit ReportHeader(QWidget *parent = nullptr);

protected:
    void paintSection(QPainter *painter, const QRect &rect, int section) const override;
    QSize sectionSizeFromContents(int section) const override;
};

} // namespace interleave
