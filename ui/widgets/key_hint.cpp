#include "ui/widgets/key_hint.h"

#include "ui/widgets/theme_manager.h"

#include <QFontMetrics>
#include <QPainter>

namespace interleave {

QSize keyHintSize(const QString &keys) { return {qMax(18, QFontMetrics(themeFont(TextRole::Caption)).horizontalAdvance(keys) + 12), 18}; }

void paintKeyHint(QPainter &painter, const QRect &rect, const QString &keys, const QColor &text, const QColor &border,
                  const QColor &background)
{
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(border, 1));
    painter.setBrush(background.isValid() ? QBrush(background) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), metrics::radiusFlag, metrics::radiusFlag);
    painter.setFont(themeFont(TextRole::Caption));
    painter.setPen(text);
    painter.drawText(rect, Qt::AlignCenter, keys);
    painter.restore();
}

KeyHint::KeyHint(const QString &keys, QWidget *parent)
    : QWidget(parent)
    , m_keys(keys)
{
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
}

QSize KeyHint::sizeHint() const { return keyHintSize(m_keys); }

void KeyHint::paintEvent(QPaintEvent *)
{
    const Theme &t = currentTheme();
    QPainter painter(this);
    paintKeyHint(painter, rect(), m_keys, t.text3, t.border, t.sunken);
}

} // namespace interleave
