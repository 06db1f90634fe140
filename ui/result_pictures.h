// The comparison and the timelines of a round as PNG files: what `--out` writes and what the Export menu offers. Light theme,
// twice the pixels, whatever the window shows. Needs a QApplication (offscreen will do); GUI thread.
#pragma once

#include "core/result.h"
#include "core/scenario.h"
#include "trace/finished_run.h"

#include <QImage>
#include <QStringList>

namespace interleave {

QImage comparisonPicture(const QList<FinishedRun> &runs);
/// One timeline per model: its median run.
QImage timelinePicture(const Scenario &scenario, const QList<FinishedRun> &runs);

/// comparison.png and timeline.png in `folder`; the files written.
Result<QStringList> writePictures(const Scenario &scenario, const QList<FinishedRun> &runs, const QString &folder);

} // namespace interleave
