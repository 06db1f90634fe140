#include "ui/widgets/row_background.h"

#include "ui/widgets/theme_manager.h"

#include <QPainter>
#include <QStyleOptionViewItem>

namespace interleave {

void paintRowBackground(QPainter &painter, const QStyleOptionViewItem &option)
{
    const Theme &theme = currentTheme();
    const QRect &rect = option.rect;
    const bool isSelected = option.state & QStyle::State_Selected;
    // Selected rows keep their colour only while the list is what the keyboard talks to.
    const bool hasFocus = option.widget && option.widget->hasFocus();
    if (isSelected)
        painter.fillRect(rect, hasFocus ? theme.sel : theme.lane);
    else if (option.state & QStyle::State_MouseOver)
        painter.fillRect(rect, theme.hover);
    if (isSelected)
        painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), hasFocus ? theme.accent : theme.control);
    painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.grid);
}

} // namespace interleave
