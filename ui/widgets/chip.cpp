#include "ui/widgets/chip.h"

#include "ui/widgets/phase_painter.h"
#include "ui/widgets/theme_manager.h"

#include <QPainter>

namespace interleave {

static constexpr int padding = 8;
static constexpr int swatch = 8;

Chip::Chip(QWidget *parent)
    : QWidget(parent)
{
    setFont(themeFont(TextRole::Caption));
    setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
}

void Chip::show(const QString &text, std::optional<Phase> phase)
{
    if (text == m_text && phase == m_phase)
        return;
    m_text = text;
    m_phase = phase;
    setAccessibleName(text);
    setToolTip(text);
    updateGeometry();
    update();
}

void Chip::setElides(bool elides)
{
    m_elides = elides;
    updateGeometry();
}

QSize Chip::minimumSizeHint() const { return m_elides ? QSize(24, sizeHint().height()) : sizeHint(); }

QSize Chip::sizeHint() const
{
    const int mark = m_phase ? swatch + 6 : 0;
    return {fontMetrics().horizontalAdvance(m_text) + 2 * padding + mark + 1, std::max(20, fontMetrics().height() + 5)};
}

void Chip::paintEvent(QPaintEvent *)
{
    const Theme &theme = currentTheme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(theme.border);
    painter.setBrush(theme.header);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), metrics::radiusChip, metrics::radiusChip);
    painter.setRenderHint(QPainter::Antialiasing, false);
    QRect inner = rect().adjusted(padding, 0, -padding, 0);
    if (m_phase) {
        paintPhaseSwatch(painter, theme, QRectF(inner.left(), inner.center().y() - swatch / 2 + 1, swatch, swatch), *m_phase);
        inner.setLeft(inner.left() + swatch + 6);
    }
    painter.setPen(theme.text2);
    painter.drawText(inner, Qt::AlignVCenter, painter.fontMetrics().elidedText(m_text, Qt::ElideRight, inner.width() + 1));
}

} // namespace interleave
