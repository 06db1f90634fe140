// The workers of one run, seen from the engine: starts them, hands each free one the next job, serves their questions to the
// traffic policy, and takes in the events of worker processes. Lives in the engine thread.
#pragma once

#include "async/completion.h"
#include "async/semaphore.h"
#include "async/task_group.h"
#include "environment/environment.h"
#include "environment/live_environment.h"
#include "trace/recorder.h"
#include "workers/worker_link.h"

#include <functional>
#include <map>
#include <optional>

namespace interleave {

class LiveWorkers : public Workers
{
public:
    LiveWorkers(WorkerKind kind, const WorkerPlan &plan, JobFunction job, Recorder &recorder, RecorderBuffer &buffer, Traffic &traffic,
                std::function<void(const Job &)> jobEnded);
    ~LiveWorkers() override;

    /// Done when every worker is up (or failed to come up).
    Task<void> ready();
    Task<void> run(Job job) override;

private:
    struct Worker {
        int executor = 0;
        QString name;
        std::unique_ptr<WorkerLink> link;
        bool up = false;
        std::map<int, Verdict> inside;           ///< attempts that it was let in with, by call
        QString lost;                            ///< why it ended, when it did
        Completion<bool> *readyOrLost = nullptr; ///< of ready(), while it waits
        Completion<bool> *jobDone = nullptr;     ///< of run(), while it waits
    };
    void received(Worker &worker, const WorkerMessage &message);
    void workerLost(Worker &worker, const QString &why);
    Task<void> decide(Worker &worker, Ask ask);
    void leaveAll(Worker &worker);
    void reported(Worker &worker, const AttemptReport &report);
    Task<void> runWhenFree(Job job);
    Task<void> awaitReady(Worker &worker);
    /// A worker that ended takes no more jobs; `permit` is its place.
    void retire(Worker &worker, Permit &permit);
    void failCall(int call, int executor, const QString &sentence);

    RecorderBuffer &m_buffer;
    Traffic &m_traffic;
    std::function<void(const Job &)> m_jobEnded;
    Loop &m_loop;
    std::vector<std::unique_ptr<Worker>> m_workers;
    std::vector<Worker *> m_idle; // next one last
    Semaphore m_free;
    bool m_closing = false;
    size_t m_retired = 0;
    QString m_lastLost;
    TaskGroup m_deciding; // last: cancelled first
};

} // namespace interleave
