#include "forecast/prediction.h"

#include "analysis/analyzer.h"
#include "arrivals/arrivals.h"
#include "core/clock.h"
#include "environment/virtual_environment.h"
#include "execution/execution_model.h"
#include "export/report_document.h"
#include "forecast/predicted_service.h"
#include "tools/documents.h"
#include "tools/tool_box.h"
#include "workloads/workload.h"
#include "json/json.h"
#include "json/price_files.h"
#include "json/scenario_json.h"

#include <QLocale>
#include <QThread>

#include <nlohmann/json.hpp>

namespace interleave {

using namespace Qt::StringLiterals;

// What the client itself costs, in round figures measured on a laptop-class machine: they are part of what is predicted.
static constexpr qint64 threadStartNs = 300'000;
static constexpr qint64 processStartNs = 30'000'000;
static constexpr qint64 analysisNs = 100'000; // the analyzers, beside the calibrated CPU work

static qint64 cpuNsOf(const Scenario &scenario) { return static_cast<qint64>(scenario.cpuMs * 1e6) + analysisNs; }

static VirtualSettings settingsOf(const Scenario &scenario, const Profile &profile, PredictedService &service)
{
    constexpr int mostCacheMb = 64; // in memory here; on disk in a run
    VirtualSettings settings;
    settings.scenario = scenario;
    settings.scenario.traffic.cache.maxMb = std::min(scenario.traffic.cache.maxMb, mostCacheMb);
    settings.workers = scenario.workers;
    settings.pool = scenario.pool;
    settings.cores = QThread::idealThreadCount();
    settings.serverCapacity = profile.capacity;
    settings.threadStartNs = threadStartNs;
    settings.processStartNs = processStartNs;
    settings.service = [&service](const VirtualRequest &request) { return service.serve(request); };
    settings.cpuNs = [cpuNs = cpuNsOf(scenario)](StepId, const CpuWork &) { return cpuNs; };
    if (workloadOf(scenario).usesReplies) {
        settings.compute = [scenario](const CpuWork &work) {
            const QJsonObject results = analyze(work.text, scenario.analyzers, 0);
            return WorkResult{Outcome::Ok, {QJsonDocument(results).toJson(QJsonDocument::Compact)}, {}};
        };
    }
    constexpr qint64 noonMs = 1'767'268'800'000; // 1 January 2026: in virtual time the clock stands still
    const auto documents = needsDocuments(scenario) ? documentsOf(scenario.documents) : nullptr;
    settings.tool = [box = ToolBox(scenario, documents, noonMs)](const ToolWork &work) {
        return VirtualTool{box.plan(work), box.result(work)};
    };
    return settings;
}

static Event headerEvent(const Scenario &scenario, const QString &model)
{
    Event event;
    event.kind = EventKind::RunBegin;
    const QJsonObject header{{u"model"_s, model},
                             {u"repeat"_s, 0},
                             {u"recording"_s, recordingVersion},
                             {u"scenario"_s, qtObject(toJson(scenario))},
                             {u"predicted"_s, true},
                             {u"environment"_s, currentEnvironment()}};
    event.text = QString::fromUtf8(QJsonDocument(header).toJson(QJsonDocument::Compact));
    return event;
}

namespace {

/// Follows a prediction from turn to turn: moves what was recorded into the trace, so that it is kept once, and says when the bounds are
/// reached.
class Course
{
public:
    /// `lagNs`: so long after its beginning something may be recorded (a CPU step is, at its end).
    Course(const PredictionBounds &bounds, const PredictedService &service, Recorder &recorder, VirtualEnvironment &environment,
           qint64 lagNs)
        : m_bounds(bounds)
        , m_service(service)
        , m_recorder(recorder)
        , m_environment(environment)
        , m_lagNs(lagNs)
        , m_untilCpuNs(threadCpuNs() + std::chrono::nanoseconds(bounds.cpuTime).count())
    {
    }

    bool isOver()
    {
        if (m_bounds.stop.stop_requested() || m_service.entries() > m_bounds.entries)
            return true;
        if (++m_turns % turnsBetweenLooks != 0)
            return false;
        follow();
        m_isLate = threadCpuNs() > m_untilCpuNs;
        return m_isLate;
    }
    /// What stopped it; empty: nothing did.
    QString bound() const
    {
        if (m_service.entries() > m_bounds.entries)
            return u"the trace would be larger than a prediction may be"_s;
        return m_isLate ? u"it would take too long"_s : QString();
    }
    std::shared_ptr<Trace> end(const Event &runEnd)
    {
        m_environment.recorder().add(runEnd);
        m_trace->apply(m_recorder.drain());
        return m_trace;
    }

private:
    /// A turn may record what happened some turns before it (a limit let a call in, a reply was complete), never more than a look back.
    static constexpr int turnsBetweenLooks = 64;
    static constexpr int leastToFollow = 10'000; // entries

    void follow()
    {
        const qint64 settled = std::exchange(m_lookedNs, m_environment.now()) - 1 - m_lagNs;
        if (settled < 0 || m_service.entries() < m_followAt)
            return;
        const std::vector<Event> events = m_recorder.drain(settled);
        m_followed += static_cast<qint64>(events.size());
        m_trace->apply(events);
        // What is left is sorted again the next time: not before there is as much to add.
        m_followAt = m_service.entries() + std::max<qint64>(leastToFollow, m_service.entries() - m_followed);
    }

    const PredictionBounds &m_bounds;
    const PredictedService &m_service;
    Recorder &m_recorder;
    VirtualEnvironment &m_environment;
    std::shared_ptr<Trace> m_trace = std::make_shared<Trace>();
    qint64 m_turns = 0;
    qint64 m_lookedNs = 0;
    qint64 m_followAt = leastToFollow, m_followed = 0;
    const qint64 m_lagNs;
    const qint64 m_untilCpuNs;
    bool m_isLate = false;
};

} // namespace

static Result<std::optional<Script>> scriptOf(const Scenario &scenario)
{
    if (scenario.script.isEmpty())
        return std::optional<Script>();
    Result<Script> script = loadScript(scenario.script);
    if (!script)
        return Error{script.error()};
    return std::optional(std::move(script).value());
}

static QString problemOf(const Scenario &scenario, const QString &model, const Result<Profile> &profile,
                         const Result<std::optional<Script>> &script)
{
    if (!findExecutionModel(model))
        return u"there is no execution model named %1; choose one of `interleave list models`"_s.arg(model);
    if (!scenario.endpoint.isSimulator())
        return u"the delays of %1 are not known in advance; choose a profile of the simulator for a prediction"_s.arg(
            scenario.endpoint.baseUrl);
    if (!profile)
        return profile.error();
    if (!script)
        return script.error();
    return scenario.prompts.isEmpty() ? u"it has no prompts; add one"_s : problemOfWorkload(scenario);
}

static QString leftOut(const QString &why, const Trace &trace)
{
    const auto calls = std::count_if(trace.calls().begin(), trace.calls().end(), [](const CallRecord &call) {
        return call.planned >= 0 && call.finished && call.outcome != Outcome::Cancelled;
    });
    return u"only the first %1 s and %2 calls were predicted, and the rest is left out: %3; lower the number of calls, the duration or the retries"_s
        .arg(QLocale::c().toString(secondsFromNs(trace.last() - trace.origin()), 'f', 1))
        .arg(calls)
        .arg(why);
}

PredictedRun predict(const Scenario &scenario, const QString &modelName, const PredictionBounds &bounds)
{
    PredictedRun predicted;
    const Result<Profile> profile = bounds.profile ? *bounds.profile : loadProfile(scenario.endpoint.profile);
    const Result<std::optional<Script>> script = scriptOf(scenario);
    predicted.problem = problemOf(scenario, modelName, profile, script);
    if (!predicted.problem.isEmpty())
        return predicted;
    if (profile->batching)
        predicted.note =
            u"the profile serves requests in batches that slow each other down; predicted is each request as if it were alone, so a run takes longer"_s;
    const ExecutionModel *model = findExecutionModel(modelName);
    const Workload &workload = workloadOf(scenario);
    Scenario bounded = scenario;
    bounded.warmup = std::min(scenario.warmup, bounds.calls);

    Recorder recorder;
    recorder.newBuffer().add(headerEvent(scenario, modelName)); // the first buffer: before the executors, at equal times
    PredictedService service(bounded, *profile, *script, bounds.entries);
    VirtualEnvironment environment(programOf(bounded, loadPriceTable()), settingsOf(bounded, *profile, service), recorder);
    Arrivals arrivals(bounded, [&](int number) { return workload.job(bounded, number); }, environment.recorder(), {}, bounds.calls);
    environment.tellWhenJobsEnd(&arrivals);
    Course course(bounds, service, recorder, environment, cpuNsOf(bounded));
    bool isWhole = false;
    {
        Task<void> run = model->run(environment, arrivals);
        environment.loop().enter([&] {
            arrivals.begin(0);
            run.start();
        });
        environment.loop().runUntil([&] { return run.isDone() || course.isOver(); });
        isWhole = run.isDone();
    }
    if (bounds.stop.stop_requested())
        return predicted;
    Event end;
    end.kind = EventKind::RunEnd;
    end.ns = environment.now();
    end.outcome = isWhole ? Outcome::Ok : Outcome::Cancelled;
    const std::shared_ptr<Trace> trace = course.end(end);
    if (!isWhole)
        predicted.leftOut = leftOut(course.bound(), *trace);
    else if (arrivals.isCut() || bounded.warmup < scenario.warmup || scenario.plannedCalls() > bounds.calls)
        predicted.leftOut = leftOut(u"a prediction has at most %1 calls"_s.arg(bounds.calls), *trace);
    predicted.trace = trace;
    return predicted;
}

} // namespace interleave
