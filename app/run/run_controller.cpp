#include "run/run_controller.h"

#include "core/clock.h"
#include "core/log.h"
#include "core/routes.h"
#include "run/engine.h"
#include "run/run_file.h"
#include "run/run_log.h"
#include "run/run_stock.h"
#include "run/saved_run.h"
#include "run/simulator_process.h"
#include "setup/catalog.h"
#include "setup/keys/endpoint_secrets.h"
#include "simulator/llm/profile.h"
#include "telemetry/metrics_server.h"
#include "json/scenario_json.h"

#include <QFutureWatcher>
#include <QTimer>
#include <QtConcurrent/QtConcurrentRun>

namespace interleave {

static constexpr int frameMs = 16; // events are drained at the rate of a display

class RunController::Private : public QObject
{
public:
    explicit Private(RunController &controller);

    Result<Scenario> runnable(const Scenario &scenario) const;
    QString plan();
    void begin();
    void startNext();
    void prepareRun(const QString &baseUrl);
    void startRun();
    void drain(qint64 upToNs = std::numeric_limits<qint64>::max());
    void runEnded();
    void reported(const RunReport &report);
    void finishAll();
    void fail(const QString &sentence);
    void notice(const QString &sentence);

    RunController &q;
    Scenario scenario;
    QList<PlannedRun> queue;
    QList<FinishedRun> finishedRuns;
    std::vector<qint64> replayNs; // of a replay, after its origin
    int current = -1;
    bool running = false;
    bool stopping = false;
    bool awaitsSimulator = false;
    bool awaitsSchedule = false;
    bool awaitsStock = false;
    QStringList noticed;

    std::shared_ptr<RunHandle> handle; // while a run goes on
    std::shared_ptr<Trace> trace = std::make_shared<Trace>();
    std::unique_ptr<RunFile> file;
    QString savedAs;                     // of the run that ended last
    std::shared_future<QString> written; // its file
    QFutureWatcher<RunReport> report;
    QFutureWatcher<Result<std::vector<qint64>>> schedule; // of a replay
    RunTarget target;                                     // of the run that is prepared, or goes on
    QFutureWatcher<std::shared_ptr<RunStock>> stock;      // what it needs from the disk
    QTimer frame;
    std::unique_ptr<MetricsServer> metrics; // null: nobody wants them
    SimulatorProcess simulator;
    Engine engine; // last: its thread ends first
};

RunController::Private::Private(RunController &controller)
    : q(controller)
{
    frame.setInterval(frameMs);
    frame.setTimerType(Qt::PreciseTimer);
    connect(&frame, &QTimer::timeout, this, [this] { drain(monotonicNs()); });
    connect(&engine, &Engine::ended, this, &Private::runEnded);
    connect(&engine, &Engine::noticed, this, &Private::notice);
    connect(&report, &QFutureWatcherBase::finished, this, [this] { reported(report.result()); });
    connect(&schedule, &QFutureWatcherBase::finished, this, [this] {
        const Result<std::vector<qint64>> read = schedule.result();
        if (!std::exchange(awaitsSchedule, false))
            return;
        if (!read) {
            fail(read.error());
            return;
        }
        replayNs = *read;
        startNext();
    });
    connect(&stock, &QFutureWatcherBase::finished, this, [this] {
        if (std::exchange(awaitsStock, false))
            startRun();
    });
    connect(&simulator, &SimulatorProcess::ready, this, [this](const QString &baseUrl) {
        Q_EMIT q.simulatorReady(baseUrl);
        if (std::exchange(awaitsSimulator, false))
            prepareRun(baseUrl);
    });
    connect(&simulator, &SimulatorProcess::failed, this, [this](const QString &sentence) {
        Q_EMIT q.simulatorReady({});
        if (std::exchange(awaitsSimulator, false))
            fail(sentence);
    });
}

/// The scenario, complete, or what keeps it from running, in one sentence.
Result<Scenario> RunController::Private::runnable(const Scenario &s) const
{
    const Result<Scenario> inRange = checked(s, s.name);
    if (!inRange)
        return inRange;
    const Result<Scenario> known = withKnownNames(s, s.name);
    if (!known)
        return known;
    if (s.models.isEmpty())
        return Error{QStringLiteral("no execution model is chosen; tick at least one")};
    for (const Endpoint &route : routesOf(*known)) {
        if (const Result<QByteArray> key = keyOf(route); !key)
            return Error{key.error()};
        if (const Result<HttpSettings> http = trustedSettingsOf(route); !http)
            return Error{http.error()};
    }
    return known;
}

/// Fills the queue: in each repeat every variant under every model. What is wrong, in one sentence; empty: nothing.
QString RunController::Private::plan()
{
    QList<std::pair<QString, Scenario>> variants;
    for (const Variant &variant : std::as_const(scenario.variants)) {
        Result<Scenario> changed = variantOf(scenario, variant);
        if (!changed)
            return changed.error();
        variants.append({variant.name, *changed});
    }
    if (variants.isEmpty())
        variants.append({QString(), scenario});
    for (auto &[name, changed] : variants) {
        const Result<Scenario> complete = runnable(changed);
        if (!complete)
            return complete.error();
        changed = *complete;
    }
    for (int repeat = 0; repeat < scenario.repeats; ++repeat) {
        for (const auto &[name, changed] : std::as_const(variants)) {
            for (const QString &model : changed.models)
                queue.append({model, repeat, name, changed});
        }
    }
    return {};
}

void RunController::Private::begin()
{
    replayNs.clear();
    if (stopping) {
        finishAll();
    } else if (scenario.arrival.kind == Arrival::Kind::Replay) {
        awaitsSchedule = true;
        schedule.setFuture(QtConcurrent::run(scheduleOf, scenario.arrival.file));
    } else {
        startNext();
    }
}

void RunController::Private::startNext()
{
    ++current;
    if (stopping || current >= queue.size()) {
        finishAll();
        return;
    }
    const Scenario &planned = queue[current].scenario;
    const QList<Endpoint> routes = routesOf(planned);
    if (std::any_of(routes.begin(), routes.end(), [](const Endpoint &route) { return route.isSimulator(); })) {
        awaitsSimulator = true;
        simulator.require(planned, current > 0);
    } else {
        prepareRun({});
    }
}

void RunController::Private::prepareRun(const QString &baseUrl)
{
    const PlannedRun &run = queue[current];
    target = RunTarget();
    target.scenario = run.scenario;
    target.simulatorUrl = baseUrl;
    target.simulatorProcess = baseUrl.isEmpty() ? 0 : simulator.id();
    target.repeat = run.repeat;
    target.variant = run.variant;
    target.replayNs = replayNs;
    awaitsStock = true;
    stock.setFuture(QtConcurrent::run(loadRunStock, target, run.model));
}

void RunController::Private::startRun()
{
    const PlannedRun &run = queue[current];
    handle = std::make_shared<RunHandle>();
    trace = std::make_shared<Trace>();
    file = std::make_unique<RunFile>(RunFile::nameFor(scenario.name, run.model, run.repeat));
    run_log::started(run, current + 1, queue.size(), target.simulatorUrl);
    engine.start(target, *findExecutionModel(run.model), stock.result(), handle);
    frame.start();
    Q_EMIT q.runStarted(current);
}

void RunController::Private::drain(qint64 upToNs)
{
    if (!handle)
        return;
    const std::vector<Event> events = handle->recorder.drain(upToNs);
    file->append(events);
    run_log::recorded(events);
    if (events.empty())
        return;
    trace->apply(events);
    if (metrics)
        metrics->apply(events);
    Q_EMIT q.traceAdvanced();
}

void RunController::Private::runEnded()
{
    if (!handle)
        return; // it ended by itself just before it was stopped
    frame.stop();
    drain();
    handle.reset();
    savedAs = file->path();
    written = file->finish();
    file.reset();
    const PlannedRun run = queue[current];
    // The trace no longer changes from here on. Whoever is told of the report may read the file: it is whole by then.
    report.setFuture(QtConcurrent::run([trace = TracePtr(trace), run, written = written] {
        const RunReport made = makeRunReport(*trace, run.scenario, run.model, run.repeat, run.variant);
        written.wait();
        return made;
    }));
}

void RunController::Private::reported(const RunReport &finished)
{
    if (const QString error = written.get(); !error.isEmpty()) {
        notice(error);
        savedAs.clear(); // it is cut: nothing may be copied from it as if it were whole
    }
    const PlannedRun &run = queue[current];
    finishedRuns.append({run.model, run.repeat, trace, finished, savedAs, run.variant});
    run_log::ended(finishedRuns.last());
    Q_EMIT q.runFinished(current);
    startNext();
}

void RunController::Private::finishAll()
{
    running = false;
    current = -1;
    Q_EMIT q.finished();
}

void RunController::Private::fail(const QString &sentence)
{
    qCInfo(logRun).noquote() << "cannot run:" << sentence;
    Q_EMIT q.failed(sentence);
    finishAll();
}

void RunController::Private::notice(const QString &sentence)
{
    if (noticed.contains(sentence))
        return;
    noticed.append(sentence);
    qCInfo(logRun).noquote() << "goes on, but:" << sentence;
    Q_EMIT q.noticed(sentence);
}

RunController::RunController(QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(*this))
{
}

RunController::~RunController()
{
    // No event is handled in here: of those who would hear of it some may be gone. What was recorded until now reaches the file: the run's
    // last events come when the engine cancels it.
    d->engine.shutDown();
    if (d->handle) {
        const std::vector<Event> events = d->handle->recorder.drain();
        d->file->append(events);
        d->file.reset();
    }
    d->report.waitForFinished();
}

void RunController::start(const Scenario &scenario)
{
    if (d->running)
        return;
    d->scenario = scenario;
    d->queue.clear();
    d->finishedRuns.clear();
    d->noticed.clear();
    d->current = -1;
    d->stopping = false;
    d->running = true;
    const QString problem = d->plan();
    if (problem.isEmpty()) // later, so that nothing is emitted in here and the caller can look at the queue first
        QMetaObject::invokeMethod(d.get(), [this] { d->begin(); }, Qt::QueuedConnection);
    else
        d->fail(problem);
}

void RunController::stop()
{
    if (!d->running)
        return;
    d->stopping = true;
    qCInfo(logRun) << "stopped by the person";
    if (std::exchange(d->awaitsSimulator, false) || std::exchange(d->awaitsSchedule, false) || std::exchange(d->awaitsStock, false))
        d->finishAll();
    else
        d->engine.cancel();
}

void RunController::showSaved(const QList<SavedRun> &runs)
{
    if (d->running || runs.isEmpty())
        return;
    d->scenario = runs.first().scenario;
    d->queue.clear();
    d->finishedRuns.clear();
    for (const SavedRun &saved : runs) {
        d->queue.append({saved.run.model, saved.run.repeat, saved.run.variant, saved.scenario});
        d->finishedRuns.append(saved.run);
    }
    d->trace = std::make_shared<Trace>();
}

void RunController::warmUp(const Scenario &scenario)
{
    if (!d->running && scenario.endpoint.isSimulator() && loadProfile(scenario.endpoint.profile))
        d->simulator.require(scenario, false);
}

Result<quint16> RunController::serveMetrics(quint16 port)
{
    stopServingMetrics();
    auto server = std::make_unique<MetricsServer>();
    const Result<quint16> listening = server->listen(port);
    if (listening)
        d->metrics = std::move(server);
    return listening;
}

void RunController::stopServingMetrics() { d->metrics.reset(); }

bool RunController::isRunning() const { return d->running; }
const Scenario &RunController::scenario() const { return d->scenario; }
const QList<PlannedRun> &RunController::queue() const { return d->queue; }
int RunController::currentRun() const { return d->current; }
TracePtr RunController::currentTrace() const { return d->trace; }
const QList<FinishedRun> &RunController::finishedRuns() const { return d->finishedRuns; }
qint64 RunController::now() const { return d->handle ? monotonicNs() : d->trace->last(); }
QString RunController::runsFolder() { return RunFile::folder(); }

} // namespace interleave
