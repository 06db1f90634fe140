#include "run/live_run.h"

#include "core/clock.h"
#include "core/routes.h"
#include "run/child_environment.h"
#include "run/program_path.h"
#include "setup/keys/endpoint_secrets.h"
#include "transport/proxy.h"
#include "transport/reply_budget.h"
#include "workers/live_workers.h"
#include "workloads/workload.h"
#include "json/json.h"
#include "json/scenario_json.h"

#include <QJsonDocument>

#include <algorithm>
#include <limits>

#include <nlohmann/json.hpp>

namespace interleave {

static QString compact(const QJsonObject &json) { return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact)); }

/// Its duration decides how many calls there are, or its jobs do.
static bool isUnlimited(const Scenario &scenario)
{
    return (scenario.requests == 0 && scenario.arrival.durationS > 0) || workloadOf(scenario).callsOfJob == 0;
}

/// A tool's limit holds over all workers: they ask.
static bool limitsTools(const Scenario &scenario)
{
    return std::any_of(scenario.tools.begin(), scenario.tools.end(), [](const ToolSettings &tool) { return tool.limit > 0; });
}

/// Jobs that can be under way together.
static int mostAtOnce(const Scenario &scenario)
{
    return isUnlimited(scenario) ? std::numeric_limits<int>::max() : std::max(1, scenario.plannedCalls() * workloadOf(scenario).callsOfJob);
}

LiveRun::LiveRun(const RunTarget &target, const ExecutionModel &model, RunStock &stock, Recorder &recorder, StopFlag &stop,
                 std::function<void()> finished)
    : m_target(target)
    , m_model(model)
    , m_stop(stop)
    , m_finished(std::move(finished))
    , m_buffer(recorder.newBuffer())
    , m_executor(recorder.addExecutor(m_buffer, ExecutorKind::Loop, QStringLiteral("network loop"), monotonicNs()))
    , m_pricesProblem(stock.pricesProblem)
    , m_environmentJson(stock.environment)
    , m_inputs(stock.inputs)
    , m_traffic(target.scenario, stock.prices, std::move(stock.cache))
    , m_services(makeCallServices(target, stop, m_buffer, m_executor, m_traffic))
    , m_environment(programOf(target.scenario, stock.prices), *m_services, recorder, m_buffer, m_executor,
                    model.usesPool ? target.scenario.pool : 0)
    , m_arrivals(
          target.scenario, [this](int number) { return workloadOf(m_target.scenario).job(m_target.scenario, number); }, m_buffer,
          target.replayNs)
    , m_probe(m_buffer, m_executor, [this] { return m_environment.busyOnLoopNs(); })
    , m_sampler(m_buffer, m_executor, target.simulatorProcess)
{
    const qint64 replyBytes = reply_budget::usualFor(isUnlimited(target.scenario) ? 0 : mostAtOnce(target.scenario));
    reply_budget::begin(replyBytes);
    m_environment.tellWhenJobsEnd(&m_arrivals);
    if (!model.usesWorkers)
        return;
    WorkerPlan plan;
    plan.workers = target.scenario.workers;
    if (!workloadOf(target.scenario).hasBranches)
        plan.workers = std::min(plan.workers, mostAtOnce(target.scenario)); // more would never get a job
    plan.asksTraffic = target.scenario.concurrency < plan.workers || target.scenario.traffic != TrafficPolicy() ||
                       limitsTools(target.scenario) ||
                       routesOf(target.scenario).size() > 1; // a step's own model is a route, which the engine chooses
    plan.threadServices = [target, &stop](RecorderBuffer &buffer, int executor, Traffic &traffic) {
        return makeCallServices(target, stop, buffer, executor, traffic);
    };
    plan.processProgram = programPath();
    Scenario forWorker = target.scenario;
    forWorker.prompts.resize(1); // jobs bring their own, and their row
    forWorker.table = {};
    plan.processSetup = QJsonDocument(QJsonObject{{QStringLiteral("scenario"), qtObject(toJson(forWorker))},
                                                  {QStringLiteral("simulator_url"), target.simulatorUrl},
                                                  {QStringLiteral("repeat"), target.repeat},
                                                  {QStringLiteral("reply_bytes"), replyBytes / plan.workers},
                                                  {QStringLiteral("secrets"), secretsForWorker(routesOf(target.scenario))}})
                            .toJson(QJsonDocument::Compact);
    plan.processEnvironment = childEnvironment();
    m_environment.setWorkerStarter([this, &recorder, plan = std::move(plan), prices = stock.prices](WorkerKind kind) {
        return startLiveWorkers(kind, plan, programOf(m_target.scenario, prices), recorder, m_buffer, m_traffic,
                                [this](const Job &job, const WorkResult &result) { m_environment.jobEnded(job, result); });
    });
}

LiveRun::~LiveRun()
{
    if (m_ended)
        return;
    m_stop = true; // CPU work in progress ends early
    m_task.reset();
    m_environment.finishComputing();
    recordEnd(Outcome::Cancelled);
}

QStringList LiveRun::notices() const
{
    QStringList notices;
    if (!m_pricesProblem.isEmpty())
        notices.append(QStringLiteral("%1; costs are counted with the built-in prices.").arg(m_pricesProblem));
    if (const QString problem = m_traffic.cacheProblem(); !problem.isEmpty())
        notices.append(problem);
    for (const Endpoint &route : routesOf(m_target.scenario)) {
        const std::optional<Proxy> proxy = route.isSimulator() ? std::nullopt : proxyFor(QUrl(route.baseUrl));
        const QString sentence = proxy ? QStringLiteral("Requests to %1 go over the proxy %2 (%3): its time is in every figure.")
                                             .arg(QUrl(route.baseUrl).host(), proxy->shown(), proxy->variable)
                                       : QString();
        if (proxy && !notices.contains(sentence))
            notices.append(sentence);
    }
    return notices;
}

void LiveRun::start()
{
    recordHeader();
    recordCpu();
    m_loop.enter([this] {
        m_arrivals.begin(m_loop.now());
        m_task.emplace(drive());
        m_task->start();
    });
}

Task<void> LiveRun::drive()
{
    co_await m_model.run(m_environment, m_arrivals);
    recordEnd(Outcome::Ok);
    m_ended = true;
    m_finished();
}

void LiveRun::recordHeader()
{
    Event event;
    event.kind = EventKind::RunBegin;
    event.ns = monotonicNs();
    QJsonObject header{{QStringLiteral("model"), m_model.id},
                       {QStringLiteral("repeat"), m_target.repeat},
                       {QStringLiteral("recording"), recordingVersion},
                       {QStringLiteral("environment"), m_environmentJson},
                       {QStringLiteral("requests"), requestUrlsOf(m_target)},
                       {QStringLiteral("scenario"), qtObject(toJson(m_target.scenario))}};
    for (auto input = m_inputs.begin(); input != m_inputs.end(); ++input)
        header[input.key()] = input.value();
    if (!m_target.variant.isEmpty())
        header[QStringLiteral("variant")] = m_target.variant;
    event.text = compact(header);
    m_buffer.add(event);
}

void LiveRun::recordCpu()
{
    Event event;
    event.kind = EventKind::ClientCpu;
    event.ns = monotonicNs();
    event.value = processCpuNs();
    m_buffer.add(std::move(event));
    m_sampler.sampleAll();
}

void LiveRun::recordEnd(Outcome outcome)
{
    recordCpu();
    Event event;
    event.kind = EventKind::RunEnd;
    event.ns = monotonicNs();
    event.outcome = outcome;
    m_buffer.add(std::move(event));
}

} // namespace interleave
