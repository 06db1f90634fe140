// The worker's end: one unit of work at a time, in an environment whose loop is the worker's own: its calls, and then their analysis in
// the same thread. A unit that waits for its branches leaves the worker to others. Lives in the worker's thread (of the engine's process,
// or of a worker process).
#pragma once

#include "async/cancellable.h"
#include "async/completion.h"
#include "async/qt_loop.h"
#include "async/task_group.h"
#include "environment/live_environment.h"
#include "workers/worker_link.h"

#include <list>
#include <map>

namespace interleave {

class WorkerSession
{
public:
    using Send = std::function<void(const WorkerMessage &)>;

    WorkerSession(JobProgram job, const LiveServicesFactory &services, Recorder &recorder, int executor, bool asksTraffic, Send send);

    /// Says that the worker is up.
    void begin();
    /// A message of the engine: work, the results of branches, or an answer of the traffic policy.
    void receive(const WorkerMessage &message);

private:
    /// The run's traffic policy, asked through the link.
    class RemoteTraffic : public Traffic
    {
    public:
        RemoteTraffic(bool asks, Send send)
            : m_asks(asks)
            , m_send(std::move(send))
        {
        }
        Task<Verdict> enter(const Ask &ask) override;
        void leave(const AttemptReport &report) override;
        void answered(const WorkerMessage &message);

    private:
        struct Question;
        void giveBack(StepId call, const Verdict &verdict);
        bool m_asks;
        Send m_send;
        std::list<Question *> m_open; // each in the frame of the coroutine that asks
    };
    Task<void> work(Unit unit);
    Task<std::vector<WorkResult>> runBranches(std::vector<Unit> branches, Gathering rule);
    void say(WorkerMessage message);

    Send m_send;
    int m_executor;
    QtLoop m_loop;
    RecorderBuffer &m_buffer;
    RemoteTraffic m_traffic;
    std::unique_ptr<LiveServices> m_services;
    std::unique_ptr<LiveEnvironment> m_environment;
    std::map<StepId, Completion<std::vector<WorkResult>> *> m_waiting; // units that wait for their branches
    std::map<StepId, Cancellable<WorkResult> *> m_units;               // that are at work here
    TaskGroup m_work;                                                  // last: destroyed first, which cancels it
};

} // namespace interleave
