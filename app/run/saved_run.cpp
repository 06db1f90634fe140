#include "run/saved_run.h"

#include "run/run_inputs.h"
#include "setup/prompts/prompts_file.h"
#include "trace/trace_file.h"
#include "json/json.h"
#include "json/scenario_json.h"

#include <QFile>
#include <QFileInfo>

#include <nlohmann/json.hpp>

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

static Result<Scenario> scenarioOf(const Trace &trace, const QString &path)
{
    const OrderedJson header = parseOrderedJson(trace.header().toUtf8());
    return scenarioOfHeader(header, path + u": scenario of the run"_s);
}

Result<Scenario> scenarioOfRun(const QString &path)
{
    const Result<TracePtr> trace = readTrace(path);
    return trace ? scenarioOf(**trace, path) : Error{trace.error()};
}

QString lostInputOf(const QString &path, const Scenario &scenario)
{
    const Result<TracePtr> trace = readTrace(path);
    return trace ? lostInput(scenario, parseOrderedJson((*trace)->header().toUtf8()), path) : trace.error();
}

static Result<std::vector<qint64>> scheduleOfRun(const QString &path)
{
    const Result<TracePtr> trace = readTrace(path);
    if (!trace)
        return Error{trace.error()};
    std::vector<qint64> planned;
    for (const CallRecord &call : (*trace)->calls()) {
        if (call.planned >= 0)
            planned.push_back(call.planned);
    }
    if (planned.empty())
        return Error{path + u": the run planned no calls, so there is nothing to replay"_s};
    const qint64 first = *std::min_element(planned.begin(), planned.end());
    for (qint64 &ns : planned)
        ns -= first;
    std::sort(planned.begin(), planned.end());
    return planned;
}

bool isRunFile(const QString &path)
{
    if (!QFileInfo(path).isFile())
        return path.endsWith(".itrace"_L1); // a pipe is not opened: that would wait for its other end
    QFile file(path);
    const QByteArray header = traceFileHeader();
    return path.endsWith(".itrace"_L1) || (file.open(QIODevice::ReadOnly) && file.peek(header.size()) == header);
}

Result<std::vector<qint64>> scheduleOf(const QString &path)
{
    if (const QFileInfo file(path); file.exists() && !file.isFile())
        return Error{path + u": is not a regular file; name one"_s};
    return isRunFile(path) ? scheduleOfRun(path) : readTimes(path);
}

Result<SavedRun> openRun(const QString &path)
{
    const Result<TracePtr> trace = readTrace(path);
    if (!trace)
        return Error{trace.error()};
    Result<Scenario> scenario = scenarioOf(**trace, path);
    if (!scenario)
        return Error{scenario.error()};
    const Json header = parseJson((*trace)->header().toUtf8());
    const Json &repeat = at(header, "repeat");
    SavedRun saved{std::move(scenario).value(), {}};
    saved.run.model = textOf(at(header, "model"));
    saved.run.repeat = repeat.is_number() ? repeat.get<int>() : 0;
    saved.run.variant = textOf(at(header, "variant"));
    saved.run.trace = *trace;
    saved.run.file = path;
    saved.run.report = makeRunReport(**trace, saved.scenario, saved.run.model, saved.run.repeat, saved.run.variant);
    return saved;
}

Result<QList<SavedRun>> openRuns(const QStringList &paths)
{
    QList<SavedRun> runs;
    for (const QString &path : paths) {
        Result<SavedRun> saved = openRun(path);
        if (!saved)
            return Error{saved.error()};
        runs.append(std::move(*saved));
    }
    const auto work = [](Scenario scenario) { // without what each run has of its own
        scenario.models.clear();
        scenario.repeats = 1;
        return scenario;
    };
    const bool isOneScenario =
        std::all_of(runs.begin(), runs.end(), [&](const SavedRun &saved) { return work(saved.scenario) == work(runs.first().scenario); });
    QHash<QString, int> known; // runs of a model and variant so far
    for (SavedRun &saved : runs) {
        FinishedRun &run = saved.run;
        if (!isOneScenario && run.variant.isEmpty())
            run.variant = QFileInfo(run.file).completeBaseName();
        run.repeat = known[run.model + u'/' + run.variant]++;
        run.report.variant = run.variant;
        run.report.repeat = run.repeat;
    }
    return runs;
}

} // namespace interleave
