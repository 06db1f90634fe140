#include "ui/compare/result_page.h"

#include "core/clock.h"
#include "core/safe_file.h"
#include "export/report_document.h"
#include "forecast/claims.h"
#include "setup/catalog.h"
#include "trace/findings.h"
#include "ui/charts/comparison_values.h"
#include "ui/compare/result_pictures.h"
#include "ui/widgets/theme.h"
#include "json/json.h"

#include <QVariant>

#include <nlohmann/json.hpp>

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

/// Wall time, effort and activity are apart: they are never one figure.
static QString stepTables(const QList<FinishedRun> &runs)
{
    QString tables;
    for (const FinishedRun &run : runs) {
        if (run.report.namedSteps.empty())
            continue;
        QString rows = row({QStringLiteral("Step"), QStringLiteral("Kind"), QStringLiteral("n"), QStringLiteral("Failed"),
                            QStringLiteral("Wall time s, summed"), QStringLiteral("Effort s"), QStringLiteral("Active s"),
                            QStringLiteral("On the critical path s"), QStringLiteral("Tokens in"), QStringLiteral("Tokens out")},
                           QStringLiteral("th"));
        for (const NamedSteps &steps : run.report.namedSteps) {
            const bool isTold = steps.tellTokens > 0;
            rows += row({steps.name, QString(stepKindName(steps.kind)), QString::number(steps.count), QString::number(steps.failed),
                         figure(secondsFromNs(steps.wallNs)), figure(secondsFromNs(steps.effort.ns)),
                         figure(secondsFromNs(steps.effort.activeNs)), figure(secondsFromNs(steps.criticalNs)),
                         isTold ? QString::number(steps.inputTokens) : QStringLiteral("-"),
                         isTold ? QString::number(steps.outputTokens) : QStringLiteral("-")},
                        QStringLiteral("td"));
        }
        QString title = titleOfModel(run.model) + (run.variant.isEmpty() ? QString() : QStringLiteral(", ") + run.variant) +
                        QStringLiteral(", repeat %1").arg(run.repeat + 1);
        if (run.report.width)
            title += QStringLiteral(": ") + run.report.width->text();
        tables += QStringLiteral("<h3>") + title.toHtmlEscaped() + QStringLiteral("</h3>\n<div class=\"wide\"><table>\n") + rows +
                  QStringLiteral("</table></div>\n");
    }
    return tables.isEmpty() ? QString() : QStringLiteral("<h2>Steps</h2>\n") + tables;
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

static QString heading(const char *text) { return QStringLiteral("<h2>") + QLatin1StringView(text) + QStringLiteral("</h2>\n"); }

/// What the runs show, as the Compare page says it.
static QString findingsList(const QList<FinishedRun> &runs)
{
    QList<RunReport> reports;
    for (const FinishedRun &run : runs)
        reports.append(run.report);
    QString items;
    const QList<Finding> found = findingsOf(reports, compareRuns(reports));
    for (const Finding &finding : found)
        items += QStringLiteral("<li><strong>") + finding.claim.toHtmlEscaped() + QStringLiteral("</strong> ") +
                 finding.evidence.toHtmlEscaped() + QStringLiteral("</li>\n");
    return items.isEmpty() ? QString() : heading("Findings") + QStringLiteral("<ul>\n") + items + QStringLiteral("</ul>\n");
}

/// The published claim, and what the runs say of it.
static QString claimList(const QList<ClaimVerdict> &claims)
{
    QString text;
    for (const ClaimVerdict &verdict : claims) {
        text += heading("The claim") + QStringLiteral("<p>%1 (%2)<br><small>%3</small></p>\n<p><strong>%4</strong></p>\n<ul>\n")
                                           .arg(verdict.claim.text.toHtmlEscaped(), verdict.claim.number.toHtmlEscaped(),
                                                verdict.claim.source.toHtmlEscaped(), verdict.headline().toHtmlEscaped());
        for (const QString &sentence : verdict.findings() + verdict.remarks())
            text += QStringLiteral("<li>") + sentence.toHtmlEscaped() + QStringLiteral("</li>\n");
        text += QStringLiteral("</ul>\n");
    }
    return text;
}

static QString valueText(const OrderedJson &value)
{
    return value.is_null() ? QString() : value.is_string() ? textOf(value) : QString::fromUtf8(compact(value));
}

/// The fields of an object, one a row; objects within it have the way to their fields ("endpoint.profile").
static QString fieldRows(const OrderedJson &object, const QString &prefix = {})
{
    QString rows;
    for (const auto &[key, value] : object.items()) {
        const QString name = prefix + QString::fromStdString(key);
        if (value.is_object())
            rows += fieldRows(value, name + u'.');
        else
            rows += row({name, valueText(value)}, QStringLiteral("td"));
    }
    return rows;
}

static QString fieldTable(const char *title, const OrderedJson &object)
{
    return heading(title) + QStringLiteral("<table>\n") + fieldRows(object) + QStringLiteral("</table>\n");
}

/// Prompts may be many and long: their number is told, and the JSON at the page's end has them.
static OrderedJson setUpOf(OrderedJson scenario)
{
    scenario["prompts"] = scenario["prompts"].size();
    scenario.erase("schema");
    return scenario;
}

static QString coloursOf(const Theme &theme)
{
    return QStringLiteral(":root{--panel:%1;--text:%2;--border:%3}").arg(theme.panel.name(), theme.text.name(), theme.border.name());
}

/// Pictures are light in the dark too: they are those of the other formats.
static QString style()
{
    return coloursOf(Theme::light()) + QStringLiteral("@media(prefers-color-scheme:dark){") + coloursOf(Theme::dark()) +
           QStringLiteral("}body{font:15px system-ui,sans-serif;margin:2em auto;max-width:1400px;padding:0 1em;background:var(--panel);"
                          "color:var(--text)}.wide{overflow-x:auto}"
                          "table{border-collapse:collapse;font-variant-numeric:tabular-nums}"
                          "th,td{border:1px solid var(--border);padding:.3em .6em;text-align:left;overflow-wrap:anywhere}"
                          "figure{margin:1.5em 0}svg{max-width:100%;height:auto}");
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
    const QList<ClaimVerdict> claims = claimsOf(scenario, runs);
    const OrderedJson report = reportDocument(scenario, runs, claims);
    QByteArray json = compact(report);
    json.replace("</", "<\\/"); // nothing in it may end its element
    const QString page =
        QStringLiteral("<!DOCTYPE html>\n<html lang=\"en\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" "
                       "content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\"><title>") +
        title + QStringLiteral("</title>\n<style>") + style() + QStringLiteral("</style></head>\n<body>\n<h1>") +
        scenario.name.toHtmlEscaped() + QStringLiteral("</h1>\n<div class=\"wide\">") + table(runs) + QStringLiteral("</div>\n") +
        remarks(runs) + claimList(claims) + findingsList(runs) + stepTables(runs) + pictures.join(QString()) +
        fieldTable("Set-up", setUpOf(report["scenario"])) + fieldTable("Environment", report["environment"]) +
        QStringLiteral("<script type=\"application/json\" id=\"report\">");
    return wellFormed(page.toUtf8()) + json + QByteArray("</script>\n</body>\n</html>\n");
}

QString saveResultPage(const Scenario &scenario, const QList<FinishedRun> &runs, const QStringList &pictures, const QString &path)
{
    return writeWhole(path, resultPage(scenario, runs, pictures));
}

} // namespace interleave
