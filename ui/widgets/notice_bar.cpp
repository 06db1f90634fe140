#include "ui/widgets/notice_bar.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/theme_manager.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPainter>
#include <QPainterPath>
#include <QPushButton>

namespace interleave {

NoticeBar::NoticeBar(QWidget *parent)
    : QFrame(parent)
    , m_claim(new QLabel(this))
    , m_sentence(new QLabel(this))
    , m_action(new QPushButton(this))
    , m_close(new QPushButton(this))
{
    m_claim->setFont(themeFont(TextRole::BodyStrong));
    m_sentence->setFont(themeFont(TextRole::Small));
    for (QLabel *label : {m_claim, m_sentence}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_sentence->setProperty("role", QStringLiteral("secondary"));
    m_action->setProperty("small", true);
    m_close->setProperty("role", QStringLiteral("flat"));
    m_close->setIcon(themeIcon(QStringLiteral("cross")));
    m_close->setToolTip(QStringLiteral("Hide this notice"));
    m_close->setAccessibleName(m_close->toolTip());

    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_claim);
    words->addWidget(m_sentence);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(metrics::inset, 9, metrics::gap, 9);
    row->setSpacing(metrics::groupGap);
    row->addLayout(words, 1);
    row->addWidget(m_action, 0, Qt::AlignVCenter);
    row->addWidget(m_close, 0, Qt::AlignTop);
    connect(m_action, &QPushButton::clicked, this, &NoticeBar::actionTriggered);
    connect(m_close, &QPushButton::clicked, this, &NoticeBar::clear);
    hide();
}

void NoticeBar::showNotice(Kind kind, const QString &claim, const QString &sentence, const QString &action)
{
    m_kind = kind;
    setStyleProperty(m_claim, "role", kind == Kind::Suspect ? QStringLiteral("warn") : QStringLiteral("error"));
    m_claim->setText(claim);
    m_claim->setVisible(!claim.isEmpty());
    m_sentence->setText(sentence);
    m_action->setText(action);
    m_action->setVisible(!action.isEmpty());
    setAccessibleName(claim + u' ' + sentence);
    show();
}

void NoticeBar::clear() { hide(); }

void NoticeBar::paintEvent(QPaintEvent *)
{
    const Theme &t = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QPainterPath shape;
    shape.addRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::radiusButton, metrics::radiusButton);
    painter.fillPath(shape, m_kind == Kind::Suspect ? t.warnSoft : t.errorSoft);
    painter.setPen(QPen(t.border, 1));
    painter.drawPath(shape);
    painter.setClipPath(shape);
    painter.fillRect(QRect(0, 0, 3, height()), m_kind == Kind::Suspect ? t.warn : t.error);
}

} // namespace interleave
