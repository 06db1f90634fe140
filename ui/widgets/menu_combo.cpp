#include "ui/widgets/menu_combo.h"

#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>

namespace interleave {

MenuCombo::MenuCombo(QWidget *parent)
    : QComboBox(parent)
    , m_menu(new QMenu(this))
{
    addItem({}); // its text is what is shown; the menu does the choosing
    m_menu->setToolTipsVisible(true);
    m_menu->installEventFilter(this);
    setFocusPolicy(Qt::StrongFocus);
}

void MenuCombo::showText(const QString &text) { setItemText(0, text); }

void MenuCombo::showPopup()
{
    m_menu->setMinimumWidth(width());
    m_menu->popup(mapToGlobal(QPoint(0, height() + 2)));
}

/// A check mark does not close the menu: the action is triggered here, and the menu does not see the click.
bool MenuCombo::eventFilter(QObject *object, QEvent *event)
{
    QAction *action = nullptr;
    if (event->type() == QEvent::MouseButtonRelease)
        action = m_menu->actionAt(static_cast<QMouseEvent *>(event)->position().toPoint());
    else if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Space)
        action = m_menu->activeAction();
    if (!action)
        return QComboBox::eventFilter(object, event);
    action->trigger();
    return true;
}

} // namespace interleave
