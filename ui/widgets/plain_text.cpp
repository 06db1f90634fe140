#include "ui/widgets/plain_text.h"

#include <QAbstractItemView>
#include <QAction>
#include <QApplication>
#include <QHeaderView>
#include <QHelpEvent>
#include <QLabel>
#include <QMenu>
#include <QMessageBox>
#include <QToolTip>

namespace interleave {

PlainText::PlainText(QObject *parent)
    : QObject(parent)
{
    qApp->installEventFilter(this);
}

/// The label of a tool tip shows what plainToolTip() made, and the timeline's own card.
static bool isToolTip(const QLabel &label) { return label.windowType() == Qt::ToolTip; }

/// What the widget would show there.
static QString toolTipAt(QWidget &widget, const QHelpEvent &help)
{
    if (auto *view = qobject_cast<QAbstractItemView *>(widget.parentWidget()); view && view->viewport() == &widget) {
        if (const auto *header = qobject_cast<QHeaderView *>(view)) {
            const int section = header->logicalIndexAt(help.pos());
            return header->model() ? header->model()->headerData(section, header->orientation(), Qt::ToolTipRole).toString() : QString();
        }
        return view->indexAt(help.pos()).data(Qt::ToolTipRole).toString();
    }
    if (const auto *menu = qobject_cast<QMenu *>(&widget)) {
        const QAction *action = menu->toolTipsVisible() ? menu->actionAt(help.pos()) : nullptr;
        return action ? action->toolTip() : QString();
    }
    return widget.toolTip();
}

bool PlainText::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Polish) {
        auto *label = qobject_cast<QLabel *>(watched);
        if (label && label->textFormat() == Qt::AutoText && !isToolTip(*label))
            label->setTextFormat(Qt::PlainText);
    } else if (event->type() == QEvent::ToolTip && watched->isWidgetType()) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const QString text = toolTipAt(*static_cast<QWidget *>(watched), *help);
        if (Qt::mightBeRichText(text)) {
            QToolTip::showText(help->globalPos(), plainToolTip(text), static_cast<QWidget *>(watched));
            return true;
        }
    }
    return false;
}

QString plainToolTip(const QString &text)
{
    if (!Qt::mightBeRichText(text))
        return text;
    return QStringLiteral("<qt>") + text.toHtmlEscaped().replace(u'\n', QStringLiteral("<br>")) + QStringLiteral("</qt>");
}

void showNote(QWidget *window, const QString &title, const QString &html)
{
    QMessageBox box(QMessageBox::Information, title, html, QMessageBox::Ok, window);
    box.setTextFormat(Qt::RichText);
    box.exec();
}

} // namespace interleave
