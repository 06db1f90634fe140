#include "run/saved_run.h"

#include "core/scenario_json.h"
#include "trace/trace_file.h"

#include <QJsonDocument>

namespace interleave {

using namespace Qt::StringLiterals;

static QJsonObject headerOf(const Trace &trace) { return QJsonDocument::fromJson(trace.header().toUtf8()).object(); }

static Result<Scenario> scenarioOf(const Trace &trace, const QString &path)
{
    const QByteArray json = QJsonDocument(headerOf(trace)[u"scenario"_s].toObject()).toJson();
    return scenarioFromJson(json, path + u": scenario of the run"_s);
}

Result<Scenario> scenarioOfRun(const QString &path)
{
    const Result<TracePtr> trace = readTrace(path);
    return trace ? scenarioOf(**trace, path) : Error{trace.error()};
}

Result<SavedRun> openRun(const QString &path)
{
    const Result<TracePtr> trace = readTrace(path);
    if (!trace)
        return Error{trace.error()};
    Result<Scenario> scenario = scenarioOf(**trace, path);
    if (!scenario)
        return Error{scenario.error()};
    const QJsonObject header = headerOf(**trace);
    SavedRun saved{std::move(scenario).value(), {}};
    saved.run.model = header[u"model"_s].toString();
    saved.run.repeat = header[u"repeat"_s].toInt();
    saved.run.trace = *trace;
    saved.run.file = path;
    saved.run.report = makeRunReport(**trace, saved.scenario, saved.run.model, saved.run.repeat);
    return saved;
}

} // namespace interleave
