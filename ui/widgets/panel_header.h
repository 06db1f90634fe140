// The 36 px bar above a panel: title, secondary text beside it, buttons (or a legend) at the right. GUI thread.
#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;

namespace interleave {

class ActionButton;

class PanelHeader : public QFrame
{
    Q_OBJECT
public:
    explicit PanelHeader(const QString &title, QWidget *parent = nullptr);

    void setTitle(const QString &title);
    void setSecondary(const QString &text);
    /// A widget right beside the title and the secondary text.
    void addLeft(QWidget *widget);
    /// A widget at the right end, after those already there.
    void addRight(QWidget *widget);
    /// A flat button at the right end.
    ActionButton *addButton(const QString &icon, const QString &text);

private:
    QLabel *m_title;
    QLabel *m_secondary;
    QHBoxLayout *m_left;
    QHBoxLayout *m_right;
};

} // namespace interleave
