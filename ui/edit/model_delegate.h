// Paints one execution model: check box, picture, name, sentence, and where it analyzes. Used by the model panel. GUI thread.
#pragma once

#include <QStyledItemDelegate>

namespace interleave {

class ModelDelegate : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    /// Width of the "analyzes on" column, which the header's caption stands over.
    static constexpr int placeWidth = 78;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    void paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const override;
    /// A click anywhere in the row ticks it, and so does Space.
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option, const QModelIndex &index) override;
};

} // namespace interleave
