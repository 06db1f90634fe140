#include "ui/result_page.h"

#include "core/clock.h"
#include "export/report_document.h"
#include "run/catalog.h"
#include "ui/charts/comparison_values.h"
#include "ui/result_pictures.h"
#include "ui/widgets/theme.h"

#include <QJsonDocument>
#include <QSaveFile>

namespace interleave {

static QString figure(const std::optional<double> &value, int decimals = 3)
{
    return value ? QString::number(*value, 'f', decimals) : QStringLiteral("-");
}

static QString row(const QStringList &cells, const QString &tag)
{
    QString text;
    for (const QString &cell : cells)
        text += u'<' + tag + u'>' + cell.toHtmlEscaped() + QStringLiteral("</") + tag + u'>';
    return QStringLiteral("<tr>") + text + QStringLiteral("</tr>\n");
}

static QString table(const QList<FinishedRun> &runs)
{
    QString rows =
        row({QStringLiteral("Model"), QStringLiteral("Variant"), QStringLiteral("Repeat"), QStringLiteral("Calls ok"),
             QStringLiteral("Makespan s"), QStringLiteral("Latency p50 s"), QStringLiteral("Latency p99 s"),
             QStringLiteral("First token p50 s"), QStringLiteral("Calls/s"), QStringLiteral("Ready s, all calls"),
             QStringLiteral("Unread s, all calls"), QStringLiteral("Cost USD"), QStringLiteral("Measurement"), QStringLiteral("Result")},
            QStringLiteral("th"));
    for (const FinishedRun &run : runs) {
        const RunReport &report = run.report;
        const QString measurement = report.validity.valid
                                        ? QStringLiteral("VALID")
                                        : QStringLiteral("SUSPECT: ") + report.validity.reasons.join(QStringLiteral("; "));
        rows += row({titleOfModel(run.model), run.variant, QString::number(run.repeat + 1),
                     QStringLiteral("%1 of %2").arg(report.ok()).arg(report.planned), figure(report.makespanS), figure(report.latency.p50),
                     figure(report.latency.p99), figure(report.ttft.p50), figure(report.throughputRps, 2), figure(report.readyS),
                     (report.unread.isAtMost ? QStringLiteral("at most ") : QString()) + figure(secondsFromNs(report.unread.ns)),
                     figure(report.costUsd, 6), measurement, report.result().text()},
                    QStringLiteral("td"));
    }
    return QStringLiteral("<table>\n") + rows + QStringLiteral("</table>\n");
}

/// What the comparison says and what it does not compare: a list, or nothing.
static QString remarks(const QList<FinishedRun> &runs)
{
    QList<RunReport> reports;
    for (const FinishedRun &run : runs)
        reports.append(run.report);
    QString items;
    const QList<ModelComparison> comparison = compareRuns(reports);
    const QStringList titles = rowTitles(comparison);
    for (qsizetype row = 0; row < comparison.size() && comparison.size() > 1; ++row) {
        const ModelComparison &model = comparison[row];
        const QString note = model.notComparable.isEmpty() ? model.leftOut : QStringLiteral("no speed-up: ") + model.notComparable;
        if (!note.isEmpty())
            items += QStringLiteral("<li>") + titles[row].toHtmlEscaped() + QStringLiteral(": ") + note.toHtmlEscaped() +
                     QStringLiteral("</li>\n");
    }
    return items.isEmpty() ? QString() : QStringLiteral("<ul>\n") + items + QStringLiteral("</ul>\n");
}

/// Without what only a file of its own has before its first element.
static QString inlineSvg(const ResultPicture &picture)
{
    const QByteArray svg = svgOf(picture);
    return QStringLiteral("<figure>") + QString::fromUtf8(svg.mid(svg.indexOf("<svg"))) + QStringLiteral("</figure>\n");
}

static QString style()
{
    const Theme theme = Theme::light();
    return QStringLiteral("body{font:15px sans-serif;margin:2em auto;max-width:1400px;padding:0 1em;background:%1;color:%2}"
                          "table{border-collapse:collapse;font-variant-numeric:tabular-nums}"
                          "th,td{border:1px solid %3;padding:.3em .6em;text-align:left}"
                          "figure{margin:1.5em 0}svg{max-width:100%;height:auto}")
        .arg(theme.panel.name(), theme.text.name(), theme.border.name());
}

QStringList picturesOfPage(const Scenario &scenario, const QList<FinishedRun> &runs)
{
    QStringList pictures;
    for (const ResultPicture &picture : picturesOf(scenario, runs))
        pictures += inlineSvg(picture);
    return pictures;
}

QByteArray resultPage(const Scenario &scenario, const QList<FinishedRun> &runs, const QStringList &pictures)
{
    const QString title = scenario.name.toHtmlEscaped() + QStringLiteral(" - Interleave");
    QByteArray json = QJsonDocument(reportDocument(scenario, runs)).toJson(QJsonDocument::Compact);
    json.replace("</", "<\\/"); // nothing in it may end its element
    const QString page = QStringLiteral("<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><title>") + title +
                         QStringLiteral("</title>\n<style>") + style() + QStringLiteral("</style></head>\n<body>\n<h1>") +
                         scenario.name.toHtmlEscaped() + QStringLiteral("</h1>\n") + table(runs) + remarks(runs) +
                         pictures.join(QString()) + QStringLiteral("<script type=\"application/json\" id=\"report\">");
    return page.toUtf8() + json + QByteArray("</script>\n</body>\n</html>\n");
}

QString saveResultPage(const Scenario &scenario, const QList<FinishedRun> &runs, const QStringList &pictures, const QString &path)
{
    QSaveFile file(path);
    const QByteArray page = resultPage(scenario, runs, pictures);
    if (file.open(QIODevice::WriteOnly) && file.write(page) == page.size() && file.commit())
        return {};
    return path + QStringLiteral(": cannot be written: ") + file.errorString();
}

} // namespace interleave
