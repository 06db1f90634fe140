#include "ui/widgets/action_button.h"

#include "ui/widgets/key_hint.h"
#include "ui/widgets/theme_manager.h"

#include <QPainter>
#include <QStyleOptionButton>
#include <QStylePainter>

namespace interleave {

namespace {

constexpr int iconGap = 7;
constexpr int keyGap = 9;

} // namespace

ActionButton::ActionButton(const QString &text, QWidget *parent)
    : QPushButton(text, parent)
{
}

void ActionButton::setKeyHint(const QString &keys)
{
    m_keys = keys;
    updateGeometry();
    update();
}

int ActionButton::contentWidth() const
{
    int width = fontMetrics().size(Qt::TextShowMnemonic, text()).width();
    if (!icon().isNull())
        width += iconSize().width() + (text().isEmpty() ? 0 : iconGap);
    if (!m_keys.isEmpty())
        width += keyGap + keyHintSize(m_keys).width();
    return width;
}

QSize ActionButton::sizeHint() const
{
    ensurePolished();
    QStyleOptionButton option;
    initStyleOption(&option);
    return style()->sizeFromContents(QStyle::CT_PushButton, &option, {contentWidth(), fontMetrics().height()}, this);
}

QSize ActionButton::minimumSizeHint() const { return sizeHint(); }

void ActionButton::paintEvent(QPaintEvent *)
{
    QStylePainter painter(this);
    QStyleOptionButton option;
    initStyleOption(&option);
    painter.drawControl(QStyle::CE_PushButtonBevel, option);

    const Theme &t = currentTheme();
    const QString role = property("role").toString();
    const bool primary = role == QLatin1StringView("primary");
    const bool flat = role == QLatin1StringView("flat");
    const bool link = role == QLatin1StringView("link");
    const bool hovered = option.state & QStyle::State_MouseOver;
    const QColor colour = !isEnabled()                    ? t.text3
                          : primary                       ? t.onAccent
                          : isChecked() || link           ? t.accentText
                          : flat && !hovered && !isDown() ? t.text2
                                                          : t.text;
    int x = (width() - contentWidth()) / 2;
    if (!icon().isNull()) {
        const QIcon::Mode mode = !isEnabled() ? QIcon::Disabled : hovered ? QIcon::Active : QIcon::Normal;
        icon().paint(&painter, QRect(QPoint(x, (height() - iconSize().height()) / 2), iconSize()), Qt::AlignCenter, mode,
                     isChecked() ? QIcon::On : QIcon::Off);
        x += iconSize().width() + iconGap;
    }
    painter.setPen(colour);
    painter.setFont(font());
    const int textWidth = fontMetrics().size(Qt::TextShowMnemonic, text()).width();
    painter.drawText(QRect(x, 0, textWidth + 2, height()), Qt::AlignVCenter | Qt::AlignLeft | Qt::TextShowMnemonic, text());
    if (!m_keys.isEmpty()) {
        const QSize size = keyHintSize(m_keys);
        const QRect box(x + textWidth + keyGap, (height() - size.height()) / 2, size.width(), size.height());
        if (primary)
            paintKeyHint(painter, box, m_keys, colour, withAlpha(colour, 0.7));
        else
            paintKeyHint(painter, box, m_keys, t.text3, t.border, t.sunken);
    }
}

} // namespace interleave
