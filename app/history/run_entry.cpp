#include "history/run_entry.h"

#include "run/saved_run.h"
#include "trace/event_json.h"
#include "json/json.h"

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QTimeZone>

#include <nlohmann/json.hpp>

namespace interleave {

using namespace Qt::StringLiterals;

/// A stranger's file may call itself anything.
static QString bounded(const QString &text) { return text.size() <= 200 ? text : text.first(199) + u'\u2026'; }

QString idOfRunFile(const QString &fileName)
{
    return QString::fromLatin1(QCryptographicHash::hash(fileName.toUtf8(), QCryptographicHash::Sha256).toHex().first(10));
}

QString RunEntry::verdict() const { return !isReadable() ? u"unreadable"_s : isValid ? u"VALID"_s : u"SUSPECT"_s; }

/// By its last lines: the end of a run is the last that is written, but for what was still in a buffer.
static bool hasEnd(const QString &path)
{
    static constexpr qint64 tail = 64 * 1024;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    file.seek(std::max<qint64>(0, file.size() - tail));
    const QList<QByteArray> lines = file.readAll().split('\n');
    return std::any_of(lines.rbegin(), lines.rend(), [](const QByteArray &line) {
        const Result<Event> event = line.isEmpty() ? Error{} : eventFromJsonLine(line);
        return event && event->kind == EventKind::RunEnd;
    });
}

static QString endpointText(const Endpoint &endpoint)
{
    return endpoint.isSimulator() ? u"simulator (%1)"_s.arg(endpoint.profile) : u"%1 (%2)"_s.arg(endpoint.baseUrl, endpoint.modelName);
}

/// As the run recorded it; else as its file's name begins; else when its file was last written.
static qint64 startedMsOf(const Json &environment, const QFileInfo &file)
{
    const QDateTime told = QDateTime::fromString(textOf(at(environment, "time_utc")), Qt::ISODateWithMs);
    if (told.isValid())
        return told.toMSecsSinceEpoch();
    const QDateTime named = QDateTime::fromString(file.fileName().left(23), u"yyyy-MM-ddTHH-mm-ss.zzz"_s);
    return named.isValid() ? QDateTime(named.date(), named.time(), QTimeZone::utc()).toMSecsSinceEpoch()
                           : file.lastModified().toMSecsSinceEpoch();
}

RunEntry readEntry(const QString &path)
{
    const QFileInfo info(path);
    RunEntry entry;
    entry.id = idOfRunFile(info.fileName());
    entry.file = path;
    entry.sizeBytes = info.size();
    entry.changedMs = info.lastModified().toMSecsSinceEpoch();
    const Result<RunMarks> marks = readMarks(path);
    if (marks)
        entry.marks = *marks;
    else
        entry.problem = marks.error();
    const Result<SavedRun> saved = openRun(path);
    if (!saved) {
        entry.state = RunEntry::State::Unreadable;
        entry.problem = bounded(saved.error());
        entry.startedMs = startedMsOf({}, info);
        return entry;
    }
    const Json header = parseJson(saved->run.trace->header().toUtf8());
    const RunReport &report = saved->run.report;
    const RunResult result = report.result();
    if (!hasEnd(path))
        entry.state = RunEntry::State::Unfinished;
    entry.startedMs = startedMsOf(at(header, "environment"), info);
    entry.version = bounded(textOf(at(at(header, "environment"), "version")));
    entry.scenario = bounded(saved->scenario.name);
    entry.model = bounded(saved->run.model);
    entry.variant = bounded(saved->run.variant);
    entry.repeat = saved->run.repeat;
    entry.endpoint = bounded(endpointText(saved->scenario.endpoint));
    entry.transport = report.transport;
    entry.makespanS = report.makespanS;
    entry.planned = result.planned;
    entry.failed = result.failed;
    entry.resultState = result.name();
    entry.result = result.text();
    entry.isValid = report.validity.valid;
    entry.reason = bounded(report.validity.reasons.value(0));
    return entry;
}

static const char *nameOf(RunEntry::State state)
{
    return state == RunEntry::State::Finished ? "finished" : state == RunEntry::State::Unfinished ? "unfinished" : "unreadable";
}

OrderedJson toJson(const RunEntry &entry)
{
    OrderedJson json{{"id", utf8(entry.id)},
                     {"file", utf8(entry.file)},
                     {"state", nameOf(entry.state)},
                     {"time_utc", utf8(entry.started().toUTC().toString(Qt::ISODateWithMs))},
                     {"size_bytes", entry.sizeBytes}};
    if (entry.isReadable()) {
        json["scenario"] = utf8(entry.scenario);
        json["model"] = utf8(entry.model);
        if (!entry.variant.isEmpty())
            json["variant"] = utf8(entry.variant);
        json["repeat"] = entry.repeat;
        json["endpoint"] = utf8(entry.endpoint);
        json["transport"] = entry.transport.isEmpty() ? OrderedJson() : OrderedJson(utf8(entry.transport));
        json["version"] = entry.version.isEmpty() ? OrderedJson() : OrderedJson(utf8(entry.version));
        json["makespan_s"] = entry.makespanS;
        json["result"] = {{"state", utf8(entry.resultState)}, {"failed", entry.failed}, {"planned", entry.planned}};
        json["verdict"] = entry.isValid ? "valid" : "suspect";
        if (!entry.reason.isEmpty())
            json["reason"] = utf8(entry.reason);
    }
    json["tags"] = jsonOf(entry.marks.tags);
    json["note"] = utf8(entry.marks.note);
    if (!entry.problem.isEmpty())
        json["problem"] = utf8(entry.problem);
    return json;
}

} // namespace interleave
