#include "ui/edit/setup_row.h"

#include "ui/widgets/elided_label.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>

namespace interleave {

SetupRow::SetupRow(const QString &name, QWidget *control, const QString &hint, QWidget *parent)
    : QWidget(parent)
    , m_name(new QLabel(name, this))
    , m_control(control)
    , m_hint(new ElidedLabel(this))
{
    m_name->setFixedWidth(128);
    m_name->setProperty("role", QStringLiteral("secondary"));
    m_name->setBuddy(control);
    control->setParent(this);
    control->setFixedWidth(112);
    control->setAccessibleName(name);
    m_hint->setFont(themeFont(TextRole::Caption));
    m_hint->setProperty("role", QStringLiteral("hint"));
    // Rows share the height there is: 40 px in a tall panel, a little less where all of them would not fit.
    setMinimumHeight(std::max(34, control->sizeHint().height() + 4));
    setMaximumHeight(std::max(minimumHeight(), metrics::formRow));

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(metrics::gap);
    row->addWidget(m_name);
    row->addWidget(control);
    row->addSpacing(6);
    row->addWidget(m_hint, 1);
    setHint(hint);
}

void SetupRow::setHint(const QString &hint)
{
    m_hint->setText(hint);
    m_hint->setToolTip(hint);
    m_control->setAccessibleDescription(hint);
}

void SetupRow::setReasonDisabled(const QString &reason)
{
    setToolTip(reason);
    for (QWidget *part : {static_cast<QWidget *>(m_name), m_control, static_cast<QWidget *>(m_hint)}) {
        part->setEnabled(reason.isEmpty());
        part->setToolTip(reason);
    }
    if (reason.isEmpty())
        m_hint->setToolTip(m_hint->text());
}

} // namespace interleave
