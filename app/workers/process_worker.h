// A worker process, seen from the engine: `interleave worker` with a line of JSON per message on its pipes. Lives in the
// engine thread.
#pragma once

#include "workers/worker_link.h"
#include "workers/worker_plan.h"

#include <QProcess>

namespace interleave {

class ProcessWorker : public WorkerLink
{
public:
    ProcessWorker(const WorkerPlan &plan, int executor, Listener listener);
    ~ProcessWorker() override; ///< waits a moment for it to end by itself, then kills it
    void send(const WorkerMessage &message) override;
    void close() override;

private:
    void readLines();
    void ended();

    Listener m_listener;
    QProcess m_process;
    QString m_refused;     // what it said that cannot be read
    qint64 m_closedNs = 0; // 0: not yet
};

} // namespace interleave
