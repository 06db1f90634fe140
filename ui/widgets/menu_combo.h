// A field that looks like a combo box and opens a menu of check marks, which stays open while they are set: for several
// choices out of a few. Used by the set-up panel; GUI thread.
#pragma once

#include <QComboBox>

class QMenu;

namespace interleave {

class MenuCombo : public QComboBox
{
    Q_OBJECT
public:
    explicit MenuCombo(QWidget *parent = nullptr);

    QMenu *menu() const { return m_menu; }
    void showText(const QString &text);
    void showPopup() override;

protected:
    bool eventFilter(QObject *object, QEvent *event) override;

private:
    QMenu *m_menu;
};

} // namespace interleave
