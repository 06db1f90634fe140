#include "run/prediction.h"

#include "core/scenario_json.h"
#include "environment/arrivals.h"
#include "environment/virtual_environment.h"
#include "execution/execution_model.h"
#include "export/report_document.h"
#include "run/predicted_service.h"
#include "workloads/workload.h"

#include <QThread>

namespace interleave {

using namespace Qt::StringLiterals;

// What the client itself costs, in round figures measured on a laptop-class machine: they are part of what is predicted.
static constexpr qint64 threadStartNs = 300'000;
static constexpr qint64 processStartNs = 30'000'000;
static constexpr qint64 analysisNs = 100'000; // the analyzers, beside the calibrated CPU work

static constexpr int mostAttempts = 200'000;

static VirtualSettings settingsOf(const Scenario &scenario, const Profile &profile, int &attempts)
{
    VirtualSettings settings;
    settings.scenario = scenario;
    settings.workers = scenario.workers;
    settings.pool = scenario.pool;
    settings.cores = QThread::idealThreadCount();
    settings.serverCapacity = profile.capacity;
    settings.threadStartNs = threadStartNs;
    settings.processStartNs = processStartNs;
    settings.service = [service = std::make_shared<PredictedService>(scenario, profile), &attempts](const VirtualRequest &request) {
        ++attempts;
        return service->serve(request);
    };
    const qint64 cpuNs = static_cast<qint64>(scenario.cpuMs * 1e6) + analysisNs;
    settings.cpuNs = [cpuNs](int, const QString &) { return cpuNs; };
    return settings;
}

static Event headerEvent(const Scenario &scenario, const QString &model)
{
    Event event;
    event.kind = EventKind::RunBegin;
    const QJsonObject header{{u"model"_s, model},
                             {u"repeat"_s, 0},
                             {u"recording"_s, recordingVersion},
                             {u"scenario"_s, toJson(scenario)},
                             {u"predicted"_s, true},
                             {u"environment"_s, currentEnvironment()}};
    event.text = QString::fromUtf8(QJsonDocument(header).toJson(QJsonDocument::Compact));
    return event;
}

TracePtr predict(const Scenario &scenario, const QString &modelName)
{
    const ExecutionModel *model = findExecutionModel(modelName);
    const Workload *workload = findWorkload(u"prompt_batch"_s);
    const Result<Profile> profile = loadProfile(scenario.endpoint.profile);
    if (!model || !workload || !profile || !scenario.endpoint.isSimulator() || scenario.prompts.isEmpty())
        return nullptr;

    int attempts = 0;
    Recorder recorder;
    recorder.newBuffer().add(headerEvent(scenario, modelName)); // the first buffer: before the executors, at equal times
    VirtualEnvironment environment(workload->run, settingsOf(scenario, *profile, attempts), recorder);
    Arrivals arrivals(scenario, [&](int call) { return workload->job(scenario, call); }, environment.recorder());
    if (arrivals.wantsEnds())
        environment.tellWhenJobsEnd(&arrivals);
    {
        Task<void> run = model->run(environment, arrivals);
        environment.loop().enter([&] {
            arrivals.begin(0);
            run.start();
        });
        environment.loop().runUntil([&] { return run.isDone() || attempts > mostAttempts; });
        if (!run.isDone())
            return nullptr;
    }
    Event end;
    end.kind = EventKind::RunEnd;
    end.ns = environment.now();
    environment.recorder().add(end);

    auto trace = std::make_shared<Trace>();
    trace->apply(recorder.drain());
    return trace;
}

} // namespace interleave
