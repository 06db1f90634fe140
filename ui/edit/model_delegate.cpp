#include "ui/edit/model_delegate.h"

#include "ui/itemmodels/model_list_model.h"
#include "ui/widgets/model_mark.h"
#include "ui/widgets/row_background.h"
#include "ui/widgets/theme_manager.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>

namespace interleave {

static constexpr double untickedOpacity = 0.45;

/// In a low list all models stay in sight with smaller pictures.
static bool isCompact(const QStyleOptionViewItem &option, const QModelIndex &index)
{
    return option.widget && option.widget->height() < index.model()->rowCount() * (metrics::modelRow - 1);
}

QSize ModelDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    return {option.rect.width(), isCompact(option, index) ? 64 : metrics::modelRow};
}

static void paintWell(QPainter &painter, const Theme &theme, const QRect &rect, const QString &model, double scale)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.border);
    painter.setBrush(theme.sunken);
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), metrics::radiusButton, metrics::radiusButton);
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.translate(rect.topLeft());
    painter.scale(scale, scale);
    paintModelMark(painter, theme, QRect(QPoint(), rect.size() / scale), model, false);
    painter.restore();
}

void ModelDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = currentTheme();
    const bool compact = isCompact(option, index);
    const bool isTicked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    painter->save();
    paintRowBackground(*painter, option);
    QRect rect = option.rect.adjusted(metrics::inset, 0, -metrics::inset, -1);

    QStyleOptionViewItem box(option);
    box.rect = QRect(rect.left(), rect.center().y() - metrics::checkBox / 2, metrics::checkBox, metrics::checkBox);
    box.state.setFlag(QStyle::State_On, isTicked);
    box.state.setFlag(QStyle::State_Off, !isTicked);
    option.widget->style()->drawPrimitive(QStyle::PE_IndicatorItemViewItemCheck, &box, painter, option.widget);
    const int gap = compact ? 10 : metrics::inset;
    rect.setLeft(rect.left() + metrics::checkBox + gap);

    painter->setOpacity(isTicked ? 1 : untickedOpacity);
    const QSize well = compact ? QSize(84, 42) : QSize(112, 56);
    paintWell(*painter, theme, QRect(QPoint(rect.left(), rect.center().y() - well.height() / 2), well),
              index.data(ModelListModel::IdRole).toString(), compact ? 0.75 : 1);
    rect.setLeft(rect.left() + well.width() + gap);

    QRect place(rect.right() - placeWidth + 1, rect.top(), placeWidth, rect.height());
    painter->setFont(themeFont(TextRole::Small));
    painter->setPen(theme.text2);
    painter->drawText(place, Qt::AlignVCenter | Qt::TextWordWrap, index.data(ModelListModel::AnalyzesOnRole).toString());
    rect.setRight(place.left() - (compact ? 6 : 12));

    // Name and sentence as one block around the middle; the sentence takes two lines where one is too short.
    QFont name = themeFont(TextRole::BodyStrong);
    name.setPointSizeF(name.pointSizeF() * 13.5 / 13);
    const QString sentence = index.data(ModelListModel::SentenceRole).toString();
    const QFontMetrics nameMetrics(name), smallMetrics(painter->font());
    const QRect sentenceRect =
        smallMetrics.boundingRect(QRect(0, 0, rect.width(), 2 * smallMetrics.lineSpacing()), Qt::TextWordWrap, sentence);
    const int sentenceHeight = std::min(sentenceRect.height(), 2 * smallMetrics.lineSpacing());
    const int top = rect.center().y() - (nameMetrics.height() + 2 + sentenceHeight) / 2;
    painter->setPen(theme.text2);
    painter->drawText(QRect(rect.left(), top + nameMetrics.height() + 2, rect.width(), sentenceHeight), Qt::TextWordWrap, sentence);
    painter->setFont(name);
    painter->setPen(theme.text);
    painter->drawText(QRect(rect.left(), top, rect.width(), nameMetrics.height()), Qt::AlignVCenter,
                      nameMetrics.elidedText(index.data().toString(), Qt::ElideRight, rect.width()));
    painter->restore();
}

bool ModelDelegate::editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    bool toggles = false;
    if (event->type() == QEvent::MouseButtonRelease) {
        const auto *mouse = static_cast<QMouseEvent *>(event);
        toggles = mouse->button() == Qt::LeftButton && option.rect.contains(mouse->position().toPoint());
    } else if (event->type() == QEvent::MouseButtonDblClick) {
        return true; // two quick clicks are two clicks
    } else if (event->type() == QEvent::KeyPress) {
        toggles = static_cast<QKeyEvent *>(event)->key() == Qt::Key_Space;
    }
    if (!toggles)
        return false;
    const bool isTicked = index.data(Qt::CheckStateRole).toInt() == Qt::Checked;
    return model->setData(index, isTicked ? Qt::Unchecked : Qt::Checked, Qt::CheckStateRole);
}

} // namespace interleave
