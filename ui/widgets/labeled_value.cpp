#include "ui/widgets/labeled_value.h"

#include "ui/widgets/theme.h"

#include <QLabel>
#include <QVBoxLayout>

namespace interleave {

LabeledValue::LabeledValue(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_name(new QLabel(name, this))
    , m_value(new QLabel(this))
{
    m_name->setFont(themeFont(TextRole::Caption));
    m_name->setProperty("role", QStringLiteral("secondary"));
    m_value->setFont(tabularFont(TextRole::Section));
    m_value->setTextInteractionFlags(Qt::TextSelectableByMouse);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(1);
    column->addWidget(m_name);
    column->addWidget(m_value);
}

void LabeledValue::setName(const QString &name) { m_name->setText(name); }

void LabeledValue::setValue(const QString &value)
{
    m_value->setText(value);
    setAccessibleName(m_name->text() + u' ' + value);
}

} // namespace interleave
