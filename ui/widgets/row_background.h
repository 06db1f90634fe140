// The background of a row in a painted list: rest, hover, selected with and without focus, and the hairline below it.
// Shared by the delegates of the panels, so that rows look the same everywhere. GUI thread.
#pragma once

class QPainter;
class QStyleOptionViewItem;

namespace interleave {

void paintRowBackground(QPainter &painter, const QStyleOptionViewItem &option);

} // namespace interleave
