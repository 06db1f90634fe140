// Records what the system counts about a run (trace/system_counter.h): all of it at the begin and the end, and ten times a second
// what is cheap to read. Made and used in the thread whose loop it watches. Counters that this system does not have are left out.
#pragma once

#include "trace/recorder.h"
#include "trace/system_counter.h"

#include <QTimer>

namespace interleave {

class SystemSampler
{
public:
    /// `serverProcess`: id of the simulator's process; 0: none of ours serves.
    SystemSampler(RecorderBuffer &buffer, int executor, qint64 serverProcess);

    /// Everything. Reading it takes some 0.1 ms, so not while calls are under way.
    void sampleAll();

private:
    void sampleOften();
    void record(SystemCounter counter, std::optional<qint64> value);

    RecorderBuffer &m_buffer;
    int m_executor;
    qint64 m_serverProcess;
    QTimer m_timer;
};

/// One counter of one loop's thread, now: what a worker records of itself.
Event loopCpuEvent(int executor);

} // namespace interleave
