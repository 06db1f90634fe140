// A worker thread, from both sides: the link lives in the engine thread, run() is the worker's thread with an event loop of
// its own. Messages are queued calls.
#pragma once

#include "environment/environment.h"
#include "workers/worker_link.h"
#include "workers/worker_plan.h"

#include <QThread>

#include <mutex>

namespace interleave {

class WorkerSession;

class ThreadWorker : public WorkerLink
{
public:
    ThreadWorker(const WorkerPlan &plan, const JobProgram &job, Recorder &recorder, int executor, Listener listener);
    ~ThreadWorker() override;
    void send(const WorkerMessage &message) override;
    void close() override;

private:
    class Thread;
    Listener m_listener;
    QObject m_engineSide; // receives in the engine thread; destroyed first of what the thread calls
    std::unique_ptr<Thread> m_thread;
};

} // namespace interleave
