#include "run/live_run.h"

#include "core/clock.h"
#include "core/scenario_json.h"
#include "export/report_document.h"
#include "run/program_path.h"
#include "workloads/workload.h"

#include <QJsonDocument>

namespace interleave {

static const Workload &workloadOf(const RunTarget &) { return workloads().front(); } // scenarios have one workload so far

static QString compact(const QJsonObject &json) { return QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Compact)); }

LiveRun::LiveRun(const RunTarget &target, const ExecutionModel &model, Recorder &recorder, StopFlag &stop, std::function<void()> finished)
    : m_target(target)
    , m_model(model)
    , m_stop(stop)
    , m_finished(std::move(finished))
    , m_buffer(recorder.newBuffer())
    , m_executor(recorder.addExecutor(m_buffer, ExecutorKind::Loop, QStringLiteral("network loop"), monotonicNs()))
    , m_gate(target.scenario.concurrency)
    , m_services(makeCallServices(target, stop, m_buffer, m_executor, m_gate))
    , m_environment(workloadOf(target).run, *m_services, recorder, m_buffer, m_executor, model.usesPool ? target.scenario.pool : 0)
    , m_jobs(workloadOf(target).jobs(target.scenario))
    , m_probe(m_buffer, m_executor, [this] { return m_environment.busyOnLoopNs(); })
{
    if (!model.usesWorkers)
        return;
    WorkerPlan plan;
    plan.workers = std::min(target.scenario.workers, static_cast<int>(m_jobs.size())); // more would never get a job
    plan.asksGate = target.scenario.concurrency < plan.workers;
    plan.threadServices = [target, &stop](RecorderBuffer &buffer, int executor, Gate &gate) {
        return makeCallServices(target, stop, buffer, executor, gate);
    };
    plan.processProgram = programPath();
    Scenario forWorker = target.scenario;
    forWorker.prompts.resize(1); // jobs bring their own
    plan.processSetup = QJsonDocument(QJsonObject{{QStringLiteral("scenario"), toJson(forWorker)},
                                                  {QStringLiteral("base_url"), target.baseUrl},
                                                  {QStringLiteral("repeat"), target.repeat}})
                            .toJson(QJsonDocument::Compact);
    m_environment.setWorkerPlan(std::move(plan), m_gate);
}

LiveRun::~LiveRun()
{
    if (m_ended)
        return;
    m_stop = true; // CPU work in progress ends early
    m_task.reset();
    recordEnd(Outcome::Cancelled);
}

void LiveRun::start()
{
    recordPlan(m_jobs, m_model);
    recordCpu();
    m_loop.enter([this] {
        m_task.emplace(drive());
        m_task->start();
    });
}

Task<void> LiveRun::drive()
{
    co_await m_model.run(m_environment, m_jobs);
    recordEnd(Outcome::Ok);
    m_ended = true;
    m_finished();
}

void LiveRun::recordPlan(const Jobs &jobs, const ExecutionModel &model)
{
    Event event;
    event.kind = EventKind::RunBegin;
    event.ns = monotonicNs();
    event.text = compact({{QStringLiteral("model"), model.id},
                          {QStringLiteral("repeat"), m_target.repeat},
                          {QStringLiteral("environment"), currentEnvironment()},
                          {QStringLiteral("scenario"), toJson(m_target.scenario)}});
    m_buffer.add(event);
    event.kind = EventKind::Planned; // all at once: every call is wanted at the origin
    for (const Job &job : jobs) {
        event.call = job.call;
        event.value = job.call % m_target.scenario.prompts.size();
        event.text = job.prompt.text.section(u'\n', 0, 0, QString::SectionSkipEmpty).trimmed().left(200);
        m_buffer.add(event);
    }
    event.kind = EventKind::Released;
    event.text.clear();
    event.value = 0;
    for (const Job &job : jobs) {
        event.call = job.call;
        event.ns = monotonicNs();
        m_buffer.add(event);
    }
}

void LiveRun::recordCpu()
{
    Event event;
    event.kind = EventKind::ClientCpu;
    event.ns = monotonicNs();
    event.value = processCpuNs();
    m_buffer.add(std::move(event));
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
