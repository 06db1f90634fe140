// The pool of executors that analyzes replies under the hybrid model: QtConcurrent on a QThreadPool of its own. Each of its
// executors is a lane of the trace. Lives in the engine thread; its tasks run in the pool's threads.
#pragma once

#include "async/task.h"
#include "environment/live_services.h"

#include <QThreadPool>

#include <mutex>
#include <vector>

namespace interleave {

/// Records one CPU step of a call on an executor, in the calling thread.
void analyzeAndRecord(const LiveServices &services, RecorderBuffer &buffer, int executor, int call, const QString &text);

class AnalysisPool
{
public:
    AnalysisPool(int size, const LiveServices &services, Recorder &recorder, RecorderBuffer &loopBuffer, int loopExecutor);
    ~AnalysisPool(); ///< waits for the CPU steps in progress

    /// Analyzes a reply in the pool; the wait for a free executor is recorded too.
    Task<void> analyze(int call, QString text);

private:
    struct Slot {
        RecorderBuffer *buffer = nullptr;
        int executor = 0;
    };
    Slot takeSlot();
    void giveBack(Slot slot);

    const LiveServices &m_services;
    RecorderBuffer &m_loopBuffer;
    int m_loopExecutor;
    std::mutex m_mutex;
    std::vector<Slot> m_idle; // lowest number last
    QThreadPool m_threads;
};

} // namespace interleave
