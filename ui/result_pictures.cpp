#include "ui/result_pictures.h"

#include "run/load_sweep.h"

#include "ui/charts/charts.h"
#include "ui/charts/comparison_values.h"
#include "ui/charts/load_chart.h"
#include "ui/timeline/timeline_picture.h"

#include <QDir>
#include <QPainter>

namespace interleave {

static constexpr int timelineWidth = 1400;
static constexpr int mostHeight = 4000; // a thousand lanes are a texture, not rows to read
static constexpr qreal pixelRatio = 2;

static QList<ModelComparison> comparisonOf(const QList<FinishedRun> &runs)
{
    QList<RunReport> reports;
    for (const FinishedRun &run : runs)
        reports.append(run.report);
    return compareRuns(reports);
}

/// One line below the picture: whether its numbers can be trusted.
static QString verdictOf(const QList<FinishedRun> &runs)
{
    int valid = 0;
    for (const FinishedRun &run : runs)
        valid += run.report.validity.valid && run.report.invariants.allHold() ? 1 : 0;
    return QStringLiteral("%1 of %2 runs valid").arg(valid).arg(runs.size());
}

QImage comparisonPicture(const QList<FinishedRun> &runs)
{
    return renderComparison(runs, comparisonOf(runs), Theme::light(), QSize(1200, 720), pixelRatio);
}

QImage timelinePicture(const Scenario &scenario, const QList<FinishedRun> &runs)
{
    QList<NamedTrace> traces;
    const QList<ModelComparison> comparison = comparisonOf(runs);
    const QStringList titles = rowTitles(comparison);
    for (qsizetype row = 0; row < comparison.size(); ++row) {
        if (const FinishedRun *run = shownRun(comparison[row], runs))
            traces.append({titles[row], run->trace, false});
    }
    const TimelinePictureText text{scenario.name, {}, verdictOf(runs)};
    const int height = std::min(mostHeight, timelinePictureHeight(traces, text));
    return renderTimeline(traces, Theme::light(), QSize(timelineWidth, height), pixelRatio, text);
}

static QImage loadPicture(const LoadSweep &sweep)
{
    LoadChart chart(nullptr, &Theme::light());
    constexpr QSize size(900, 520);
    const QRectF rect{QPointF(), QSizeF(size)};
    chart.resize(size);
    chart.setSweep(sweep.points, sweep.knee);
    chart.chart()->resize(rect.size()); // without a window nothing else lays the scene out
    chart.scene()->setSceneRect(rect);
    QImage image(size * pixelRatio, QImage::Format_RGB32);
    image.setDevicePixelRatio(pixelRatio);
    image.fill(Theme::light().panel);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    chart.scene()->render(&painter, rect, rect);
    return image;
}

Result<QStringList> writePictures(const Scenario &scenario, const QList<FinishedRun> &runs, const QString &folder)
{
    const QString comparisonFile = QDir(folder).filePath(QStringLiteral("comparison.png"));
    const QString timelineFile = QDir(folder).filePath(QStringLiteral("timeline.png"));
    if (!comparisonPicture(runs).save(comparisonFile))
        return Error{comparisonFile + QStringLiteral(": cannot be written; is the disk full?")};
    if (!timelinePicture(scenario, runs).save(timelineFile))
        return Error{timelineFile + QStringLiteral(": cannot be written; is the disk full?")};
    QStringList files{comparisonFile, timelineFile};
    if (const LoadSweep sweep = loadSweepOf(runs); sweep.points.size() >= 3) {
        files.append(QDir(folder).filePath(QStringLiteral("load.png")));
        if (!loadPicture(sweep).save(files.last()))
            return Error{files.last() + QStringLiteral(": cannot be written; is the disk full?")};
    }
    return files;
}

} // namespace interleave
