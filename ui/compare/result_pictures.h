// The comparison and the timelines of a round as pictures, and as one page with all of them: what `--out` writes and what the Export
// menu offers. Light theme, whatever the window shows. PNG has twice the pixels; SVG and PDF stay sharp at any size. Needs a QApplication
// (offscreen will do); GUI thread.
#pragma once

#include "core/result.h"
#include "core/scenario.h"
#include "trace/finished_run.h"

#include <QList>
#include <QSize>
#include <QStringList>

#include <functional>

class QPainter;

namespace interleave {

struct ResultPicture {
    QString name; ///< of its file, without an ending: "comparison"
    QSize size;   ///< px at scale 1
    std::function<void(QPainter &painter)> paint;
};

ResultPicture comparisonPicture(const QList<FinishedRun> &runs);
/// One timeline per model: its median run.
ResultPicture timelinePicture(const Scenario &scenario, const QList<FinishedRun> &runs);
/// Both, and the curves of a load sweep where the runs are one.
QList<ResultPicture> picturesOf(const Scenario &scenario, const QList<FinishedRun> &runs);

/// As PNG, SVG or PDF, by the ending of `path`. An empty string, or one sentence that says why not.
QString savePicture(const ResultPicture &picture, const QString &path);
QByteArray svgOf(const ResultPicture &picture);
/// Characters that XML and HTML do not have (control characters in a prompt, say) become the replacement character.
QByteArray wellFormed(QByteArray xml);

/// All of them in `folder` in each of the formats png, svg and pdf, and report.html; the files written.
Result<QStringList> writePictures(const Scenario &scenario, const QList<FinishedRun> &runs, const QString &folder,
                                  const QStringList &formats);

} // namespace interleave
