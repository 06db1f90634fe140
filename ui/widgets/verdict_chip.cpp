#include "ui/widgets/verdict_chip.h"

#include "ui/widgets/icon.h"
#include "ui/widgets/theme_manager.h"

#include <QFontMetrics>
#include <QPainter>

namespace interleave {

namespace {

struct ChipLook {
    QColor text, background, border;
    QString icon;
};

ChipLook lookOf(VerdictChip::Kind kind, const Theme &t)
{
    switch (kind) {
    case VerdictChip::Kind::Valid:
        return {t.accentText, t.accentSoft, QColor(), QStringLiteral("check")};
    case VerdictChip::Kind::Suspect:
        return {t.warn, t.warnSoft, QColor(), QStringLiteral("exclamation")};
    case VerdictChip::Kind::Errors:
        return {t.error, t.errorSoft, QColor(), QStringLiteral("cross")};
    case VerdictChip::Kind::Neutral:
        break;
    }
    return {t.text2, t.panel, t.border, QString()};
}

constexpr int signSize = 13;

} // namespace

VerdictChip::VerdictChip(QWidget *parent)
    : QAbstractButton(parent)
{
    setFont(themeFont(TextRole::Caption));
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setCursor(Qt::PointingHandCursor);
}

void VerdictChip::setVerdict(Kind kind, const QString &text)
{
    m_kind = kind;
    setText(text);
    setAccessibleName(text);
    updateGeometry();
    update();
}

QSize VerdictChip::sizeHint() const
{
    const int icon = m_kind == Kind::Neutral ? 0 : signSize + 5;
    return {QFontMetrics(font()).horizontalAdvance(text()) + icon + 16, 20};
}

void VerdictChip::paintEvent(QPaintEvent *)
{
    const ChipLook look = lookOf(m_kind, currentTheme());
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(look.border.isValid() ? QPen(look.border, 1) : QPen(Qt::NoPen));
    painter.setBrush(look.background);
    const double inset = look.border.isValid() ? 0.5 : 0;
    painter.drawRoundedRect(QRectF(rect()).adjusted(inset, inset, -inset, -inset), metrics::radiusChip, metrics::radiusChip);
    int x = 8;
    if (!look.icon.isEmpty()) {
        painter.drawPixmap(x, (height() - signSize) / 2, themeIconPixmap(look.icon, look.text, signSize, devicePixelRatioF()));
        x += signSize + 5;
    }
    painter.setPen(look.text);
    painter.setFont(font());
    painter.drawText(QRect(x, 0, width() - x, height()), Qt::AlignVCenter | Qt::AlignLeft, text());
}

} // namespace interleave
