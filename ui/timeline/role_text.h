// Text in a role of the theme and a colour, in one line: the words of a timeline's painters. The painter's thread.
#pragma once

#include "ui/widgets/theme.h"

#include <QRectF>

class QPainter;

namespace interleave {

/// Elided to the rectangle. Returns its width, px.
double paintText(QPainter &painter, const QRectF &rect, Qt::Alignment alignment, TextRole role, const QColor &colour, const QString &text);

} // namespace interleave
