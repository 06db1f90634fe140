#include "ui/compare/result_pictures.h"

#include "core/safe_file.h"
#include "forecast/load_sweep.h"

#include "ui/charts/comparison_picture.h"
#include "ui/charts/comparison_values.h"
#include "ui/charts/load_chart.h"
#include "ui/compare/result_page.h"
#include "ui/timeline/timeline_picture.h"

#include <QBuffer>
#include <QDir>
#include <QFileInfo>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QRegularExpression>
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

/// As a file of that ending, into a device. Empty, or why not: what the device refuses its owner sees.
static QString writePng(const ResultPicture &picture, QIODevice &device)
{
    QImage image(picture.size * pixelRatio, QImage::Format_RGB32);
    if (image.isNull())
        return QStringLiteral("there is not enough memory for so large a picture; write it as SVG");
    image.setDevicePixelRatio(pixelRatio);
    QPainter painter(&image);
    picture.paint(painter);
    painter.end();
    // encoded first: libpng writes to standard error by itself when its device is full
    QBuffer encoded;
    if (!image.save(&encoded, "PNG"))
        return QStringLiteral("the picture cannot be made as PNG; write it as SVG");
    device.write(encoded.data());
    return {};
}

QByteArray wellFormed(QByteArray xml)
{
    static const QByteArray replacement = QString(QChar(QChar::ReplacementCharacter)).toUtf8();
    QByteArray clean;
    clean.reserve(xml.size());
    for (qsizetype i = 0; i < xml.size(); ++i) {
        const auto byte = static_cast<uchar>(xml[i]);
        // U+FFFE and U+FFFF are no characters either
        const bool isNone =
            byte == 0xEF && i + 2 < xml.size() && static_cast<uchar>(xml[i + 1]) == 0xBF && static_cast<uchar>(xml[i + 2]) >= 0xBE;
        if (isNone)
            i += 2;
        if (isNone || (byte < 0x20 && byte != '\t' && byte != '\n' && byte != '\r') || byte == 0x7F)
            clean += replacement;
        else
            clean += xml[i];
    }
    return clean;
}

/// The families of this machine's fonts are followed by those that other machines have.
static QByteArray withFamilies(const QByteArray &svg)
{
    static const QRegularExpression family(QStringLiteral("font-family=\"([^\"]*)\""));
    QString text = QString::fromUtf8(svg), result;
    qsizetype at = 0;
    for (const QRegularExpressionMatch &match : family.globalMatch(text)) {
        const QString name = match.captured(1);
        const bool isMono = name.contains(QLatin1StringView("mono"), Qt::CaseInsensitive) ||
                            name.contains(QLatin1StringView("courier"), Qt::CaseInsensitive);
        const bool isAlias = name.isEmpty() || name.startsWith(QLatin1StringView("Sans"), Qt::CaseInsensitive) || name.contains(u'\'');
        result += QStringView(text).mid(at, match.capturedStart() - at);
        result += QStringLiteral("font-family=\"") + (isAlias ? QString() : u'\'' + name + QStringLiteral("', ")) +
                  (isMono ? QStringLiteral("ui-monospace, 'DejaVu Sans Mono', Consolas, monospace\"")
                          : QStringLiteral("system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', Arial, sans-serif\""));
        at = match.capturedEnd();
    }
    return (result + QStringView(text).mid(at)).toUtf8();
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
    return wellFormed(withFamilies(buffer.data()));
}

static QString writeSvg(const ResultPicture &picture, QIODevice &device)
{
    device.write(svgOf(picture));
    return {};
}

static QString writePdf(const ResultPicture &picture, QIODevice &device)
{
    QBuffer encoded;
    encoded.open(QIODevice::WriteOnly);
    QPdfWriter pdf(&encoded);
    pdf.setResolution(screenDpi);
    pdf.setCreator(QStringLiteral("Interleave " INTERLEAVE_VERSION));
    pdf.setPageMargins(QMarginsF());
    pdf.setPageSize(QPageSize(QSizeF(picture.size) * pointsPerInch / screenDpi, QPageSize::Point, {}, QPageSize::ExactMatch));
    QPainter painter(&pdf);
    painter.setRenderHint(QPainter::LosslessImageRendering);
    picture.paint(painter);
    if (!painter.end())
        return QStringLiteral("the picture cannot be made as PDF; write it as SVG");
    device.write(encoded.data());
    return {};
}

QString savePicture(const ResultPicture &picture, const QString &path)
{
    const QString ending = QFileInfo(path).suffix().toLower();
    const auto write = ending == QLatin1StringView("svg") ? writeSvg : ending == QLatin1StringView("pdf") ? writePdf : writePng;
    return writeWhole(path, [&](QIODevice &device) { return write(picture, device); });
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
