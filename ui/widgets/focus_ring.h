// The ring around the button or check box that has the focus: 2 px accent with a 2 px gap, outside of the control, so that
// it never moves the layout. One for the whole program, made by ThemeManager. GUI thread.
#pragma once

#include <QObject>
#include <QPointer>

class QFocusFrame;
class QWidget;

namespace interleave {

class FocusRing : public QObject
{
    Q_OBJECT
public:
    explicit FocusRing(QObject *parent);

private:
    void follow(QWidget *focused);

    QPointer<QFocusFrame> m_frame; ///< a child of the window that has the focus, so it may die with it
};

} // namespace interleave
