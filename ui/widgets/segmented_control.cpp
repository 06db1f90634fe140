#include "ui/widgets/segmented_control.h"

#include "ui/widgets/theme_manager.h"

#include <QButtonGroup>
#include <QHBoxLayout>
#include <QToolButton>

namespace interleave {

SegmentedControl::SegmentedControl(const QStringList &titles, QWidget *parent)
    : QFrame(parent)
    , m_group(new QButtonGroup(this))
{
    setProperty("role", QStringLiteral("track"));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(2, 2, 2, 2);
    row->setSpacing(2);
    for (int i = 0; i < titles.size(); ++i) {
        auto *button = new QToolButton(this);
        button->setText(titles[i]);
        button->setCheckable(true);
        button->setProperty("role", QStringLiteral("segment"));
        m_group->addButton(button, i);
        row->addWidget(button);
    }
    if (QAbstractButton *first = m_group->button(0))
        first->setChecked(true);
    connect(m_group, &QButtonGroup::idClicked, this, &SegmentedControl::currentChanged);
}

void SegmentedControl::setSmall(bool small)
{
    layout()->setContentsMargins(small ? QMargins() : QMargins(2, 2, 2, 2));
    layout()->setSpacing(small ? 0 : 2);
    for (QAbstractButton *button : m_group->buttons()) {
        setStyleProperty(button, "small", small);
    }
}

int SegmentedControl::current() const { return m_group->checkedId(); }

void SegmentedControl::setCurrent(int index)
{
    if (QAbstractButton *button = m_group->button(index))
        button->setChecked(true);
}

void SegmentedControl::setSegmentEnabled(int index, bool enabled, const QString &reason)
{
    if (QAbstractButton *button = m_group->button(index)) {
        button->setEnabled(enabled);
        button->setToolTip(enabled ? QString() : reason);
    }
}

} // namespace interleave
