// Measures how late an event loop runs a 10 ms timer: what the loop added to every time stamp. Lateness that on-loop analysis
// caused is the execution model's doing, not the tool's, and is left out. Lives in the thread it measures.
#pragma once

#include "trace/recorder.h"

#include <QTimer>

#include <functional>

namespace interleave {

class LoopLagProbe
{
public:
    /// `busyNs`: time that the model has kept the loop busy on purpose, so far.
    LoopLagProbe(RecorderBuffer &buffer, int executor, std::function<qint64()> busyNs);

private:
    void sample();

    static constexpr int intervalMs = 10;
    RecorderBuffer &m_buffer;
    int m_executor;
    std::function<qint64()> m_busyNs;
    qint64 m_last;
    qint64 m_lastBusy;
    QTimer m_timer;
};

} // namespace interleave
