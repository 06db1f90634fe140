// The picture of a comparison that `--out` and Export write: bars, figures and quadrant on one page. Made in the GUI thread; it needs a
// QApplication, but no screen (QT_QPA_PLATFORM=offscreen will do).
#pragma once

#include "trace/comparison.h"
#include "trace/finished_run.h"

#include <QImage>

class QPainter;

namespace interleave {

struct Theme;

/// The page on whatever the painter paints on; `size` in px.
void paintComparison(QPainter &painter, const QList<FinishedRun> &runs, const QList<ModelComparison> &comparison, const Theme &theme,
                     QSize size);

/// `size` in px at scale 1 (1200 x 720 and more looks best); the image has `size` times `devicePixelRatio` pixels.
QImage renderComparison(const QList<FinishedRun> &runs, const QList<ModelComparison> &comparison, const Theme &theme, QSize size,
                        qreal devicePixelRatio);

} // namespace interleave
