// The pictures that stand for the execution models: a 96 x 40 diagram (model list) and a 40 x 22 mark (queue strip). Blue
// waits for the model at the other end, orange is CPU, a frame is a thread's or process's own memory, a dashed line the
// hand-over to the pool. Used by the window and by exported pictures.
#pragma once

#include "ui/widgets/theme.h"

#include <QRect>
#include <QSize>
#include <QString>

class QPainter;

namespace interleave {

inline constexpr QSize modelDiagramSize{96, 40};
inline constexpr QSize modelMarkSize{40, 22};

/// Drawn on whole pixels, centred in `rect`. A model without a picture gets a plain bar, so that a new one is not blank.
void paintModelMark(QPainter &painter, const Theme &theme, const QRect &rect, const QString &modelId, bool small);

} // namespace interleave
