// The workers of one run, seen from the engine: starts them, hands each free one the next unit of work (a job, or a branch of one), serves
// their questions to the traffic policy, and takes in the events of worker processes. Lives in the engine thread.
#pragma once

#include "async/completion.h"
#include "async/task_group.h"
#include "environment/environment.h"
#include "environment/worker_places.h"
#include "trace/recorder.h"
#include "workers/worker_link.h"
#include "workers/worker_plan.h"

#include <functional>
#include <map>
#include <set>

namespace interleave {

class LiveWorkers : public Workers
{
public:
    using JobEnded = std::function<void(const Job &job, const WorkResult &result)>;

    LiveWorkers(WorkerKind kind, const WorkerPlan &plan, const JobProgram &job, Recorder &recorder, RecorderBuffer &buffer,
                Traffic &traffic, JobEnded jobEnded);
    ~LiveWorkers() override;

    /// Done when every worker is up (or failed to come up).
    Task<void> ready();
    Task<void> run(Job job) override;

private:
    /// What a worker said about a unit that it works on.
    struct Word {
        enum class Kind { Done, Branches, Lost } kind = Kind::Lost;
        WorkResult result;          // Done
        std::vector<Unit> branches; // Branches
        Gathering gathering;        // Branches
    };
    struct Worker {
        int number = 0;
        int executor = 0;
        QString name;
        std::unique_ptr<WorkerLink> link;
        bool up = false;
        std::map<StepId, Verdict> inside;            ///< attempts that it was let in with, by call
        QString lost;                                ///< why it ended, when it did
        Completion<bool> *readyOrLost = nullptr;     ///< of ready(), while it waits
        std::map<StepId, Completion<Word> *> atWork; ///< units that wait for its word
    };
    void received(Worker &worker, const WorkerMessage &message);
    void said(Worker &worker, const WorkerMessage &message, Word word);
    void workerLost(Worker &worker, const QString &why);
    Task<void> decide(Worker &worker, Ask ask);
    void leaveAll(Worker &worker);
    void reported(Worker &worker, const AttemptReport &report);
    Task<void> awaitReady(Worker &worker);
    Task<WorkResult> runUnit(Unit unit);
    Task<Word> wordOf(Worker &worker, StepId unit, WorkerMessage message);
    Task<Worker *> freeWorker();
    Task<bool> runBranches(Worker &worker, StepId unit, Word word, WorkerMessage &results);
    Task<WorkResult> runBranch(Unit branch);
    void cancel(StepId unit);
    bool isCancelled(StepId unit) const;
    void retire(Worker &worker);

    RecorderBuffer &m_buffer;
    Traffic &m_traffic;
    JobEnded m_jobEnded;
    Loop &m_loop;
    std::vector<std::unique_ptr<Worker>> m_workers;
    WorkerPlaces m_places;
    std::set<StepId> m_cancelled; ///< units that nobody wants any more, until they are over
    bool m_closing = false;
    QString m_lastLost;
    TaskGroup m_deciding; // last: cancelled first
};

/// Starts them; done when they are up.
Task<std::unique_ptr<Workers>> startLiveWorkers(WorkerKind kind, const WorkerPlan &plan, JobProgram job, Recorder &recorder,
                                                RecorderBuffer &buffer, Traffic &traffic, LiveWorkers::JobEnded jobEnded);

} // namespace interleave
