// Facts: runs as Markdown, for a paper's appendix, an issue or a model's prompt. Every figure is of the report; the same runs give the same
// bytes. What came from outside (names, servers' sentences) is text, never markup.
#include "core/visible_text.h"
#include "export/exporters.h"
#include "trace/comparison.h"
#include "trace/findings.h"
#include "json/json.h"
#include "json/scenario_json.h"

#include <QIODevice>
#include <QRegularExpression>

#include <nlohmann/json.hpp>

#include <algorithm>
#include <map>

namespace interleave {

using namespace Qt::StringLiterals;

/// As text in a line or a cell.
static QString plain(const QString &text)
{
    static const QRegularExpression markup(uR"(([\\`*\[\]<>|#]|\b_|_\b))"_s);
    return visibleText(text.simplified(), LineBreaks::Shown).replace(markup, uR"(\\1)"_s);
}

static QString row(const QStringList &cells) { return u"| "_s + cells.join(u" | "_s) + u" |\n"_s; }

/// The first column is of names, the others of figures.
static QString table(const QStringList &heading, const QList<QStringList> &rows)
{
    QStringList rule(heading.size(), u"---:"_s);
    rule.first() = u"---"_s;
    QString text = row(heading) + row(rule);
    for (const QStringList &cells : rows)
        text += row(cells);
    return text;
}

static QString section(const QString &title, const QString &text)
{
    return text.isEmpty() ? QString() : u"\n## %1\n\n%2"_s.arg(title, text);
}

static QString seconds(std::optional<double> value) { return value ? QString::number(*value, 'f', 3) + u" s"_s : u"-"_s; }
static QString number(std::optional<qint64> value) { return value ? QString::number(*value) : u"-"_s; }

static QString nameOf(const FinishedRun &run)
{
    QString name = run.model;
    if (!run.variant.isEmpty())
        name += u", "_s + run.variant;
    return plain(run.repeat > 0 ? u"%1, repeat %2"_s.arg(name).arg(run.repeat + 1) : name);
}

static QString machineOf(const OrderedJson &environment)
{
    const auto text = [&](const char *key) { return plain(textOf(environment.value(key, OrderedJson()))); };
    const QString cores = plain(QString::fromUtf8(compact(environment.value("cores", OrderedJson()))));
    return u"interleave %1, Qt %2, %3, %4, %5 cores, %6\n"_s.arg(text("version"), text("qt"), text("os"), text("cpu"), cores,
                                                                 text("time_utc"));
}

/// Every field of the scenario's file, prompts and rows as their number: their texts are not facts about the run.
static QString settingsOf(const Scenario &scenario)
{
    QList<QStringList> rows;
    const OrderedJson fields = toJson(scenario);
    for (const auto &[key, value] : fields.items()) {
        const bool isMany = key == "prompts" || key == "table";
        if (key == "schema" || key == "name")
            continue;
        rows.append({plain(QString::fromStdString(key)),
                     isMany && value.is_array() ? QString::number(value.size()) : plain(QString::fromUtf8(compact(value)))});
    }
    return table({u"field"_s, u"value"_s}, rows);
}

static QString runsOf(const QList<FinishedRun> &runs, const QList<ModelComparison> &comparison)
{
    QList<QStringList> rows;
    for (const FinishedRun &run : runs) {
        const RunReport &report = run.report;
        const auto model = std::find_if(comparison.begin(), comparison.end(),
                                        [&](const ModelComparison &c) { return c.model == run.model && c.variant == run.variant; });
        const bool hasSpeedup = model != comparison.end() && model->speedup;
        rows.append({nameOf(run), seconds(report.makespanS), hasSpeedup ? QString::number(*model->speedup, 'f', 2) : u"-"_s,
                     seconds(report.latency.p50), seconds(report.latency.p90), seconds(report.ttft.p50),
                     QString::number(report.throughputRps, 'f', 2), QString::number(report.concurrency.max),
                     QString::number(report.parallelism.mean, 'f', 2), u"%1/%2"_s.arg(report.ok()).arg(report.planned),
                     QString::number(report.attempts), number(report.tokens.input), number(report.tokens.output),
                     report.costUsd ? QString::number(*report.costUsd, 'f', 6) : u"-"_s,
                     plain(verdictText(report.validity.valid, report.result()))});
    }
    return table({u"run"_s, u"makespan"_s, u"speed-up"_s, u"latency p50"_s, u"latency p90"_s, u"TTFT p50"_s, u"calls/s"_s,
                  u"in flight, at most"_s, u"CPU steps at once, mean"_s, u"ok"_s, u"attempts"_s, u"input tokens"_s, u"output tokens"_s,
                  u"USD"_s, u"verdict"_s},
                 rows);
}

/// The critical path: which part of each makespan the end waited for. A column adds up to its run's makespan.
static QString pathsOf(const QList<FinishedRun> &runs)
{
    QStringList names, heading{u"on the critical path"_s};
    QList<std::map<QString, qint64>> parts;
    for (const FinishedRun &run : runs) {
        heading.append(nameOf(run));
        std::map<QString, qint64> &of = parts.emplace_back();
        for (const auto &[name, ns] : run.report.criticalPath.byName()) {
            of[name] = ns;
            if (!names.contains(name))
                names.append(name);
        }
    }
    QList<QStringList> rows;
    for (const QString &name : std::as_const(names)) {
        QStringList cells{name};
        for (const std::map<QString, qint64> &of : std::as_const(parts))
            cells.append(of.contains(name) ? seconds(static_cast<double>(of.at(name)) / 1e9) : u"-"_s);
        rows.append(cells);
    }
    return names.isEmpty() ? QString() : table(heading, rows);
}

static QString doubtsOf(const QList<FinishedRun> &runs)
{
    QString text;
    for (const FinishedRun &run : runs) {
        for (const QString &reason : run.report.validity.reasons)
            text += u"- %1: %2\n"_s.arg(nameOf(run), plain(reason));
    }
    return text;
}

static QString failuresOf(const QList<FinishedRun> &runs)
{
    QString text;
    for (const FinishedRun &run : runs) {
        std::map<QString, int> counts;
        if (run.trace) {
            for (const CallRecord &call : run.trace->calls()) {
                if (call.finished && isFailure(call.outcome))
                    ++counts[outcomeTitle(call.outcome) + u": "_s + call.message];
            }
        }
        for (const auto &[sentence, count] : counts)
            text += u"- %1: %2 of %3 calls: %4\n"_s.arg(nameOf(run)).arg(count).arg(run.report.planned).arg(plain(sentence));
        if (!run.report.jobFailure.isEmpty())
            text += u"- %1: %2 of %3 jobs, the first because of this: %4\n"_s.arg(nameOf(run))
                        .arg(run.report.jobsFailed)
                        .arg(run.report.jobs)
                        .arg(plain(run.report.jobFailure));
    }
    return text;
}

static QString findingsOf(const QList<RunReport> &reports, const QList<ModelComparison> &comparison)
{
    QString text;
    for (const Finding &finding : findings(reports, comparison))
        text += u"- %1\n"_s.arg(plain(finding.text()));
    return text;
}

static QString claimsOf(const QList<ClaimVerdict> &claims)
{
    QString text;
    for (const ClaimVerdict &claim : claims) {
        for (const QString &line : textOf(claim).split(u'\n', Qt::SkipEmptyParts))
            text += u"- %1\n"_s.arg(plain(line));
    }
    return text;
}

QString writeFacts(const ExportInput &input, QIODevice &device)
{
    QList<RunReport> reports;
    for (const FinishedRun &run : input.runs)
        reports.append(run.report);
    const QList<ModelComparison> comparison = compareRuns(reports);
    device.write((u"# %1\n\n"_s.arg(plain(input.scenario.name.isEmpty() ? u"A run without a name"_s : input.scenario.name)) +
                  machineOf(environmentOf(input.runs)) + section(u"Runs"_s, runsOf(input.runs, comparison)) +
                  section(u"What the makespan consists of"_s, pathsOf(input.runs)) +
                  section(u"Findings"_s, findingsOf(reports, comparison)) + section(u"The claim"_s, claimsOf(input.claims)) +
                  section(u"Failures"_s, failuresOf(input.runs)) + section(u"Doubts about the measurement"_s, doubtsOf(input.runs)) +
                  section(u"Scenario"_s, settingsOf(input.scenario)))
                     .toUtf8());
    return {};
}

} // namespace interleave
