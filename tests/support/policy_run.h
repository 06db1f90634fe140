// One run in virtual time of a scenario with its traffic policy and arrival schedule, against a server that a test scripts.
#pragma once

#include "arrivals/arrivals.h"
#include "environment/virtual_environment.h"
#include "execution/execution_model.h"
#include "trace/run_report.h"
#include "trace/trace.h"
#include "workloads/workload.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace interleave::test {

inline VirtualService served(int ms, int outputTokens = 10)
{
    VirtualService service;
    service.totalNs = qint64(ms) * 1'000'000;
    service.chunkNs = {service.totalNs};
    service.reply.outcome = Outcome::Ok;
    service.reply.httpStatus = 200;
    service.reply.text = QStringLiteral("reply");
    service.reply.usage = {5, 0, outputTokens, 0};
    return service;
}

inline VirtualService refused(int ms, int status, std::optional<double> retryAfterS = {})
{
    VirtualService service;
    service.totalNs = qint64(ms) * 1'000'000;
    service.reply.outcome = status == 429 ? Outcome::RateLimited : Outcome::HttpError;
    service.reply.httpStatus = status;
    service.reply.retryAfterS = retryAfterS;
    service.reply.error = QStringLiteral("HTTP %1").arg(status);
    return service;
}

struct PolicyRun {
    Trace trace;
    RunReport report;

    /// Milliseconds from the origin at which each attempt was sent, in order of time.
    QList<qint64> sentMs() const
    {
        QList<qint64> times;
        for (const Span &span : trace.spans()) {
            if (span.phase == Phase::Ttft)
                times.append(span.begin / 1'000'000);
        }
        std::sort(times.begin(), times.end());
        return times;
    }
    qint64 plannedMs(int call) const { return trace.calls()[static_cast<size_t>(call)].planned / 1'000'000; }
    qint64 doneMs(int call) const { return trace.calls()[static_cast<size_t>(call)].done / 1'000'000; }
    /// Total length of a call's spans of one phase.
    qint64 phaseMs(int call, Phase phase) const
    {
        qint64 ns = 0;
        for (const Span &span : trace.spans())
            ns += span.call == call && span.phase == phase ? span.end - span.begin : 0;
        return ns / 1'000'000;
    }
};

inline Scenario scenarioOf(int prompts)
{
    Scenario scenario;
    scenario.concurrency = 1000;
    for (int i = 0; i < prompts; ++i) {
        Prompt prompt;
        prompt.text = QStringLiteral("prompt %1").arg(i);
        scenario.prompts.append(prompt);
    }
    return scenario;
}

inline PolicyRun runPolicy(const Scenario &scenario, const QString &model, std::function<VirtualService(const VirtualRequest &)> service,
                           std::vector<qint64> replayNs = {})
{
    VirtualSettings settings;
    settings.scenario = scenario;
    settings.workers = scenario.workers;
    settings.pool = scenario.pool;
    settings.service = std::move(service);
    settings.cpuNs = [](StepId, const CpuWork &) { return 0; };
    Recorder recorder;
    Event header;
    header.kind = EventKind::RunBegin;
    header.text =
        QString::fromUtf8(QJsonDocument(QJsonObject{{QStringLiteral("scenario"), QJsonObject{{QStringLiteral("warmup"), scenario.warmup}}}})
                              .toJson(QJsonDocument::Compact));
    recorder.newBuffer().add(header);
    VirtualEnvironment environment(promptBatch, std::move(settings), recorder);
    Arrivals arrivals(scenario, [&](int call) { return promptBatchJob(scenario, call); }, environment.recorder(), std::move(replayNs));
    environment.tellWhenJobsEnd(&arrivals);
    {
        Task<void> task = findExecutionModel(model)->run(environment, arrivals);
        environment.loop().enter([&] {
            arrivals.begin(0);
            task.start();
        });
        environment.loop().runUntil([&] { return task.isDone(); });
    }
    Event end;
    end.kind = EventKind::RunEnd;
    end.ns = environment.now();
    environment.recorder().add(end);
    PolicyRun run;
    run.trace.apply(recorder.drain());
    run.report = makeRunReport(run.trace, scenario, model, 0);
    return run;
}

} // namespace interleave::test
