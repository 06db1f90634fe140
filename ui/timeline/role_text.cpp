#include "ui/timeline/role_text.h"

#include <QFontMetricsF>
#include <QPainter>

namespace interleave {

double paintText(QPainter &painter, const QRectF &rect, Qt::Alignment alignment, TextRole role, const QColor &colour, const QString &text)
{
    painter.setFont(themeFont(role));
    painter.setPen(colour);
    const QFontMetricsF metrics(painter.font());
    const double width = metrics.horizontalAdvance(text);
    painter.drawText(rect, alignment | Qt::TextSingleLine,
                     width <= rect.width() ? text : metrics.elidedText(text, Qt::ElideRight, rect.width()));
    return std::min(width, rect.width());
}

} // namespace interleave
