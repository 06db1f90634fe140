#include "cli/kept_runs.h"

#include "cli/run_table.h"
#include "cli/text_table.h"
#include "core/clock.h"
#include "core/visible_text.h"
#include "export/report_document.h"
#include "trace/run_difference.h"
#include "trace/run_settings.h"
#include "json/json.h"

#include <QLocale>

#include <nlohmann/json.hpp>

namespace interleave::cli {

using namespace Qt::StringLiterals;

static QString inLine(const QString &text) { return visibleText(text, LineBreaks::Shown); }
static QString timeText(const RunEntry &entry) { return entry.started().toString(u"yyyy-MM-dd HH:mm:ss"_s); }
static QString sizeText(qint64 bytes) { return QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeSIFormat); }

static QString resultText(const RunEntry &entry)
{
    if (!entry.isReadable())
        return {};
    return entry.state == RunEntry::State::Unfinished ? entry.result + u", unfinished"_s : entry.result;
}

static QString makespanText(const RunEntry &entry)
{
    if (!entry.isReadable())
        return {};
    return (entry.state == RunEntry::State::Unfinished ? u"\u2265 "_s : QString()) + secondsText(entry.makespanS);
}

QString keptRunsTable(const QList<RunEntry> &entries)
{
    QList<QStringList> rows{{u"id"_s, u"when"_s, u"scenario"_s, u"model"_s, u"repeat"_s, u"makespan"_s, u"result"_s, u"verdict"_s,
                             u"size"_s, u"tags and note"_s}};
    QString problems;
    for (const RunEntry &entry : entries) {
        QStringList marks = entry.marks.tags;
        if (!entry.marks.note.isEmpty())
            marks.append(u'"' + inLine(entry.marks.note.size() > 40 ? entry.marks.note.first(39) + u'\u2026' : entry.marks.note) + u'"');
        rows.append({entry.id, timeText(entry), inLine(entry.scenario), inLine(entry.modelText()),
                     entry.isReadable() ? QString::number(entry.repeat + 1) : QString(), makespanText(entry), resultText(entry),
                     entry.verdict(), sizeText(entry.sizeBytes), marks.join(u", "_s)});
        if (!entry.problem.isEmpty())
            problems += u"%1: %2\n"_s.arg(entry.id, inLine(entry.problem));
    }
    return alignedTable(rows) + (problems.isEmpty() ? QString() : u'\n' + problems);
}

static QString headOf(const RunEntry &entry)
{
    QString text = u"%1, %2 of \"%3\", repeat %4, %5, %6"_s.arg(entry.id, inLine(entry.modelText()), inLine(entry.scenario))
                       .arg(entry.repeat + 1)
                       .arg(timeText(entry), inLine(entry.endpoint));
    if (!entry.version.isEmpty())
        text += u", program "_s + inLine(entry.version);
    return text;
}

QString keptRunPage(const RunEntry &entry, const SavedRun &saved)
{
    QString text = headOf(entry) + u'\n' + inLine(entry.file) + u" ("_s + sizeText(entry.sizeBytes) + u")\n"_s;
    if (entry.state == RunEntry::State::Unfinished)
        text += u"It has no end: it is still being written, or was cut by a crash; what is there is shown.\n"_s;
    if (!entry.marks.tags.isEmpty())
        text += u"tags: "_s + entry.marks.tags.join(u", "_s) + u'\n';
    if (!entry.marks.note.isEmpty())
        text += u"note: "_s + inLine(entry.marks.note) + u'\n';
    text += u'\n' + summaryOf(saved.scenario) + u"\n\n"_s + runTable({saved.run});
    QList<QStringList> path{{u"critical path"_s, u"time"_s, u"share"_s, {}}};
    const CriticalPath &of = saved.run.report.criticalPath;
    const qint64 makespan = of.window.end - of.window.begin;
    for (const auto &[name, ns] : of.byName())
        path.append({QString(name), secondsText(secondsFromNs(ns)), u"%1 %"_s.arg(100.0 * double(ns) / double(makespan), 0, 'f', 1), {}});
    if (path.size() > 1)
        text += u'\n' + alignedTable(path);
    if (const QString notes = runNotes({saved.run}); !notes.isEmpty())
        text += u'\n' + notes;
    return text;
}

OrderedJson keptRunJson(const RunEntry &entry, const SavedRun &saved)
{
    OrderedJson json = toJson(entry);
    json["report"] = reportDocument(saved.scenario, {saved.run});
    return json;
}

/// The longest of its stretches, which is where to look first: "job 2, step 1: 2.40 s from 1.10 s".
static QString longestText(const std::vector<PathPlace> &places)
{
    const auto longest = std::max_element(places.begin(), places.end(),
                                          [](const PathPlace &a, const PathPlace &b) { return a.end - a.begin < b.end - b.begin; });
    if (longest == places.end())
        return u"-"_s;
    const QString step = longest->step.isStep() ? u", step %1"_s.arg(stepNumber(longest->step.step)) : QString();
    return u"job %1%2: %3 from %4"_s.arg(longest->step.job)
        .arg(step, secondsText(secondsFromNs(longest->end - longest->begin)), secondsText(secondsFromNs(longest->begin)));
}

/// With its sign; six decimals, so that a person can add them up.
static QString signedSeconds(qint64 ns)
{
    return (ns < 0 ? u"\u2212"_s : ns > 0 ? u"+"_s : QString()) + QString::number(secondsFromNs(std::abs(ns)), 'f', 6) + u" s"_s;
}

QString differencePage(const KeptRun &a, const KeptRun &b)
{
    QString text = u"A: %1\nB: %2\n"_s.arg(headOf(a.entry), headOf(b.entry));
    QList<QStringList> settings{{u"differs"_s, u"A"_s, u"B"_s, {}}};
    for (const SettingDifference &one : settingsThatDiffer(a.saved.scenario, a.saved.run, b.saved.scenario, b.saved.run))
        settings.append({inLine(one.field), inLine(one.a), inLine(one.b), {}});
    text += u'\n' + (settings.size() > 1 ? alignedTable(settings) : u"Their settings are the same.\n"_s);
    const QStringList unfair = whatMakesItUnfair(a.saved.scenario, a.saved.run, b.saved.scenario, b.saved.run);
    for (const QString &sentence : unfair)
        text += (&sentence == &unfair.first() ? u"\n"_s : QString()) + u"not a fair comparison: "_s + inLine(sentence) + u'\n';
    const RunDifference difference = differenceOf(a.saved.run.report.criticalPath, b.saved.run.report.criticalPath);
    QList<QStringList> parts{{u"critical path"_s, u"A"_s, u"B"_s, u"A \u2212 B"_s, u"longest in A"_s, u"longest in B"_s}};
    for (const DifferencePart &part : difference.parts)
        parts.append({part.phase, secondsText(secondsFromNs(part.a)), secondsText(secondsFromNs(part.b)), signedSeconds(part.ns()),
                      longestText(part.inA), longestText(part.inB)});
    parts.append({u"makespan"_s,
                  secondsText(secondsFromNs(difference.makespanA)),
                  secondsText(secondsFromNs(difference.makespanB)),
                  signedSeconds(difference.ns()),
                  {},
                  {}});
    text += u'\n' + alignedTable(parts);
    const bool isOneModel = a.entry.modelText() == b.entry.modelText();
    text += u'\n' + sentenceOf(difference, isOneModel ? u"A"_s : u"A (%1)"_s.arg(inLine(a.entry.modelText())),
                               isOneModel ? u"B"_s : u"B (%1)"_s.arg(inLine(b.entry.modelText())));
    return text + u'\n';
}

OrderedJson differenceJson(const KeptRun &a, const KeptRun &b)
{
    OrderedJson json = toJson(differenceOf(a.saved.run.report.criticalPath, b.saved.run.report.criticalPath), PathPlaces::Listed);
    json["settings"] = toJson(settingsThatDiffer(a.saved.scenario, a.saved.run, b.saved.scenario, b.saved.run));
    json["unfair"] = jsonOf(whatMakesItUnfair(a.saved.scenario, a.saved.run, b.saved.scenario, b.saved.run));
    json["a"] = toJson(a.entry);
    json["b"] = toJson(b.entry);
    return json;
}

} // namespace interleave::cli
