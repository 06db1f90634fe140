// The pool of executors that does CPU steps under the hybrid model: QtConcurrent on a QThreadPool of its own. Each of its
// executors is a lane of the trace. Lives in the engine thread; its tasks run in the pool's threads.
#pragma once

#include "async/task.h"
#include "core/work.h"
#include "trace/recorder.h"

#include <QThreadPool>

#include <functional>
#include <mutex>
#include <vector>

namespace interleave {

/// What a CPU step does, in the thread that does it; the phase says what it is.
using CpuFunction = std::function<WorkResult()>;

/// Whether a step is over when its CPU work is done; a tool may wait after it.
enum class StepEnd : quint8 { Ends, GoesOn };

/// Does one CPU step on an executor, in the calling thread, and records it.
WorkResult computeAndRecord(const CpuFunction &work, RecorderBuffer &buffer, int executor, StepId step, Phase phase, StepEnd end);

class AnalysisPool
{
public:
    AnalysisPool(int size, Recorder &recorder, RecorderBuffer &loopBuffer, int loopExecutor);
    ~AnalysisPool(); ///< waits for the CPU steps in progress

    /// Does it in the pool; the wait for a free executor is recorded too.
    Task<WorkResult> compute(StepId step, Phase phase, CpuFunction work, StepEnd end);

private:
    struct Slot {
        RecorderBuffer *buffer = nullptr;
        int executor = 0;
    };
    Slot takeSlot();
    void giveBack(Slot slot);

    RecorderBuffer &m_loopBuffer;
    int m_loopExecutor;
    std::mutex m_mutex;
    std::vector<Slot> m_idle; // lowest number last
    QThreadPool m_threads;
};

} // namespace interleave
