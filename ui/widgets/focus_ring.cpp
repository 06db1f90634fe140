#include "ui/widgets/focus_ring.h"

#include <QAbstractButton>
#include <QApplication>
#include <QFocusFrame>

namespace interleave {

FocusRing::FocusRing(QObject *parent)
    : QObject(parent)
{
    connect(qApp, &QApplication::focusChanged, this, [this](QWidget *, QWidget *focused) { follow(focused); });
}

void FocusRing::follow(QWidget *focused)
{
    if (!qobject_cast<QAbstractButton *>(focused)) { // fields show the focus in their border, lists in their rows
        delete m_frame;
        return;
    }
    if (!m_frame)
        m_frame = new QFocusFrame(focused);
    m_frame->setWidget(focused);
}

} // namespace interleave
