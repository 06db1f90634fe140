#include "ui/widgets/panel_header.h"

#include "ui/widgets/action_button.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icon.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QLabel>

namespace interleave {

PanelHeader::PanelHeader(const QString &title, QWidget *parent)
    : QFrame(parent)
    , m_title(new QLabel(title, this))
    , m_secondary(new ElidedLabel(this))
    , m_left(new QHBoxLayout)
    , m_right(new QHBoxLayout)
{
    setProperty("role", QStringLiteral("header"));
    setFixedHeight(metrics::panelHeader);
    m_title->setFont(themeFont(TextRole::BodyStrong));
    m_secondary->setFont(themeFont(TextRole::Small));
    m_secondary->setProperty("role", QStringLiteral("hint"));
    m_left->setSpacing(metrics::gap);
    m_right->setSpacing(metrics::gap);

    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metrics::inset, 0, metrics::inset, 1);
    row->setSpacing(metrics::gap);
    row->addWidget(m_title);
    row->addWidget(m_secondary);
    row->addLayout(m_left);
    row->addStretch(1);
    row->addLayout(m_right);
}

void PanelHeader::setTitle(const QString &title) { m_title->setText(title); }

void PanelHeader::setSecondary(const QString &text) { m_secondary->setText(text); }

void PanelHeader::addLeft(QWidget *widget) { m_left->addWidget(widget); }

void PanelHeader::addRight(QWidget *widget) { m_right->addWidget(widget); }

ActionButton *PanelHeader::addButton(const QString &icon, const QString &text)
{
    auto *button = new ActionButton(text, this);
    button->setProperty("role", QStringLiteral("flat"));
    if (!icon.isEmpty())
        button->setIcon(themeIcon(icon));
    addRight(button);
    return button;
}

} // namespace interleave
