#include "ui/result_pictures.h"

#include "run/load_sweep.h"

#include "ui/charts/charts.h"
#include "ui/charts/comparison_values.h"
#include "ui/charts/load_chart.h"
#include "ui/result_page.h"
#include "ui/timeline/timeline_picture.h"

#include <QBuffer>
#include <QDir>
#include <QFileInfo>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

namespace interleave {

static constexpr int timelineWidth = 1400;
static constexpr int mostHeight = 4000; // a thousand lanes are a texture, not rows to read
static constexpr int pixelRatio = 2;
static constexpr int screenDpi = 96; // of the sizes given in px
static constexpr qreal pointsPerInch = 72;

static QList<ModelComparison> comparisonOf(const QList<FinishedRun> &runs)
{
    QList<RunReport> reports;
    for (const FinishedRun &run : runs)
        reports.append(run.report);
    return compareRuns(reports);
}

/// One line below the picture: whether its numbers can be trusted, and whether the calls were answered.
static QString verdictOf(const QList<FinishedRun> &runs)
{
    int valid = 0, complete = 0;
    for (const FinishedRun &run : runs) {
        valid += run.report.validity.valid ? 1 : 0;
        complete += run.report.result().isComplete() ? 1 : 0;
    }
    return QStringLiteral("%1 of %2 runs VALID, %3 of %2 complete").arg(valid).arg(runs.size()).arg(complete);
}

ResultPicture comparisonPicture(const QList<FinishedRun> &runs)
{
    const QSize size(1200, 720);
    return {QStringLiteral("comparison"), size,
            [runs, size](QPainter &painter) { paintComparison(painter, runs, comparisonOf(runs), Theme::light(), size); }};
}

ResultPicture timelinePicture(const Scenario &scenario, const QList<FinishedRun> &runs)
{
    QList<NamedTrace> traces;
    const QList<ModelComparison> comparison = comparisonOf(runs);
    const QStringList titles = rowTitles(comparison);
    for (qsizetype row = 0; row < comparison.size(); ++row) {
        if (const FinishedRun *run = shownRun(comparison[row], runs))
            traces.append({titles[row], run->trace, false});
    }
    const TimelinePictureText text{scenario.name, {}, verdictOf(runs)};
    const QSize size(timelineWidth, std::min(mostHeight, timelinePictureHeight(traces, text)));
    return {QStringLiteral("timeline"), size,
            [traces, text, size](QPainter &painter) { paintTimeline(painter, traces, Theme::light(), size, pixelRatio, text); }};
}

static ResultPicture loadPicture(const LoadSweep &sweep)
{
    constexpr QSize size(900, 520);
    const auto paint = [sweep, size](QPainter &painter) {
        LoadChart chart(nullptr, &Theme::light());
        const QRectF rect{QPointF(), QSizeF(size)};
        chart.resize(size);
        chart.setSweep(sweep.points, sweep.knee);
        chart.chart()->resize(rect.size()); // without a window nothing else lays the scene out
        chart.scene()->setSceneRect(rect);
        painter.fillRect(rect, Theme::light().panel);
        painter.setRenderHint(QPainter::Antialiasing);
        chart.scene()->render(&painter, rect, rect);
    };
    return {QStringLiteral("load"), size, paint};
}

QList<ResultPicture> picturesOf(const Scenario &scenario, const QList<FinishedRun> &runs)
{
    QList<ResultPicture> pictures{comparisonPicture(runs), timelinePicture(scenario, runs)};
    if (const LoadSweep sweep = loadSweepOf(runs); sweep.points.size() >= 3)
        pictures.append(loadPicture(sweep));
    return pictures;
}

static bool savePng(const ResultPicture &picture, const QString &path)
{
    QImage image(picture.size * pixelRatio, QImage::Format_RGB32);
    if (image.isNull())
        return false;
    image.setDevicePixelRatio(pixelRatio);
    QPainter painter(&image);
    picture.paint(painter);
    painter.end();
    return image.save(path, "PNG");
}

QByteArray svgOf(const ResultPicture &picture)
{
    QBuffer buffer;
    QSvgGenerator svg;
    svg.setOutputDevice(&buffer);
    svg.setResolution(screenDpi);
    svg.setSize(picture.size);
    svg.setViewBox(QRect(QPoint(), picture.size));
    svg.setTitle(picture.name);
    QPainter painter(&svg);
    picture.paint(painter);
    painter.end();
    return buffer.data();
}

static bool saveSvg(const ResultPicture &picture, const QString &path)
{
    QSaveFile file(path);
    return file.open(QIODevice::WriteOnly) && file.write(svgOf(picture)) > 0 && file.commit();
}

static bool savePdf(const ResultPicture &picture, const QString &path)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return false;
    QPdfWriter pdf(&file);
    pdf.setResolution(screenDpi);
    pdf.setCreator(QStringLiteral("Interleave " INTERLEAVE_VERSION));
    pdf.setPageMargins(QMarginsF());
    pdf.setPageSize(QPageSize(QSizeF(picture.size) * pointsPerInch / screenDpi, QPageSize::Point, {}, QPageSize::ExactMatch));
    QPainter painter(&pdf);
    picture.paint(painter);
    return painter.end() && file.commit();
}

QString savePicture(const ResultPicture &picture, const QString &path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    const auto save = ending == QLatin1StringView("svg") ? saveSvg : ending == QLatin1StringView("pdf") ? savePdf : savePng;
    return save(picture, path) ? QString()
                               : path + QStringLiteral(": cannot be written; choose a folder that is writable, or free some space");
}

Result<QStringList> writePictures(const Scenario &scenario, const QList<FinishedRun> &runs, const QString &folder,
                                  const QStringList &formats)
{
    QStringList written;
    for (const ResultPicture &picture : picturesOf(scenario, runs)) {
        for (const QString &format : formats) {
            if (format == QLatin1StringView("html"))
                continue;
            const QString file = QDir(folder).filePath(picture.name + u'.' + format);
            if (const QString problem = savePicture(picture, file); !problem.isEmpty())
                return Error{problem};
            written.append(file);
        }
    }
    if (formats.contains(QLatin1StringView("html"))) {
        const QString file = QDir(folder).filePath(QStringLiteral("report.html"));
        if (const QString problem = saveResultPage(scenario, runs, picturesOfPage(scenario, runs), file); !problem.isEmpty())
            return Error{problem};
        written.append(file);
    }
    return written;
}

} // namespace interleave
