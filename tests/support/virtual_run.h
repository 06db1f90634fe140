// One run in virtual time from a recipe in milliseconds: what tests of execution models start from. All calls are planned at
// 0; the workload is the prompt batch (a call, then the analysis of its reply).
#pragma once

#include "environment/virtual_environment.h"
#include "execution/execution_model.h"
#include "trace/trace.h"
#include "workloads/workload.h"

#include <QList>

namespace interleave::test {

struct CallRecipe {
    int totalMs = 0;
    QList<int> chunkMs = {}; ///< streamed: when each chunk is sent
    int cpuMs = 0;
    int connectMs = 0;
    Outcome outcome = Outcome::Ok;
};

struct RunRecipe {
    QList<CallRecipe> calls{};
    int limit = 5;
    int workers = 5;
    int pool = 3;
    int cores = 8;
    int serverCapacity = 0;
    int threadStartMs = 0;
    int processStartMs = 0;
};

/// All jobs at once, without a schedule.
class JobList : public JobSource
{
public:
    explicit JobList(int jobs)
        : m_jobs(jobs)
    {
    }
    Task<std::optional<Job>> next() override
    {
        if (m_next == m_jobs)
            co_return std::nullopt;
        Job job;
        job.number = m_next++;
        co_return job;
    }
    void finished(const Job &) override {}

private:
    int m_jobs;
    int m_next = 0;
};

class VirtualRun
{
public:
    VirtualRun(const RunRecipe &recipe, const QString &model)
        : m_recipe(recipe)
        , m_environment(promptBatch, settings(), m_recorder)
        , m_model(findExecutionModel(model))
    {
        Event event;
        event.kind = EventKind::RunBegin;
        m_environment.recorder().add(event);
        event.kind = EventKind::Planned;
        for (event.step = callOfJob(0); event.step.job < recipe.calls.size(); ++event.step.job)
            m_environment.recorder().add(event);
    }

    /// Runs to the end, or is dropped as soon as the clock reads `untilMs`.
    std::vector<Event> run(qint64 untilMs = -1)
    {
        bool done = false;
        {
            JobList jobs(static_cast<int>(m_recipe.calls.size()));
            Task<void> task = m_model->run(m_environment, jobs);
            m_environment.loop().enter([&] { task.start(); });
            m_environment.loop().runUntil([&] { return task.isDone() || (untilMs >= 0 && m_environment.now() >= untilMs * 1'000'000); });
            done = task.isDone();
        }
        Event end;
        end.kind = EventKind::RunEnd;
        end.outcome = done ? Outcome::Ok : Outcome::Cancelled;
        end.ns = m_environment.now();
        m_environment.recorder().add(end);
        return m_recorder.drain();
    }

    VirtualEnvironment &environment() { return m_environment; }

private:
    VirtualSettings settings()
    {
        VirtualSettings settings;
        settings.scenario.concurrency = m_recipe.limit;
        settings.workers = m_recipe.workers;
        settings.pool = m_recipe.pool;
        settings.cores = m_recipe.cores;
        settings.serverCapacity = m_recipe.serverCapacity;
        settings.threadStartNs = ns(m_recipe.threadStartMs);
        settings.processStartNs = ns(m_recipe.processStartMs);
        settings.service = [this](const VirtualRequest &request) {
            const CallRecipe &recipe = m_recipe.calls[request.call.job];
            VirtualService service;
            service.connectNs = ns(recipe.connectMs);
            for (const int chunk : recipe.chunkMs)
                service.chunkNs.push_back(ns(chunk));
            service.totalNs = ns(recipe.totalMs);
            service.reply.outcome = recipe.outcome;
            return service;
        };
        settings.cpuNs = [this](StepId step, const CpuWork &) { return ns(m_recipe.calls[step.job].cpuMs); };
        return settings;
    }
    static qint64 ns(int ms) { return qint64(ms) * 1'000'000; }

    RunRecipe m_recipe;
    Recorder m_recorder;
    VirtualEnvironment m_environment;
    const ExecutionModel *m_model;
};

} // namespace interleave::test
