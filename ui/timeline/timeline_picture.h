// A timeline as a picture for reports: painted by the same functions as the view, without a widget, so it works on the
// command line too (QT_QPA_PLATFORM=offscreen). Needs a QGuiApplication for its fonts. Any one thread at a time.
#pragma once

#include "ui/timeline/timeline_content.h"
#include "ui/widgets/theme.h"

#include <QImage>

namespace interleave {

struct TimelinePictureText {
    QString title;    ///< above the timeline; empty: no title
    QString subtitle; ///< beside it
    QString verdict;  ///< one line below: whether the numbers can be trusted
};

/// Height that shows every lane of these runs, at this width.
int timelinePictureHeight(const QList<NamedTrace> &runs, const TimelinePictureText &text = {});

/// The same on whatever the painter paints on. SVG and PDF get shapes; beyond 20,000 of them the lanes are a picture of `dpr` pixels to a
/// px there, and the verdict's line says so.
void paintTimeline(QPainter &painter, const QList<NamedTrace> &runs, const Theme &theme, QSize logical, qreal dpr,
                   const TimelinePictureText &text = {});

/// One run: its calls and executors. Several: stacked from the same start. `logical` is in px, the image `dpr` times as large.
QImage renderTimeline(const QList<NamedTrace> &runs, const Theme &theme, QSize logical, qreal dpr, const TimelinePictureText &text = {});

} // namespace interleave
