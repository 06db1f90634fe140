// What the server counts, written by its thread and read by any: /metrics, tests and the observer of a run. Requests for
// text only; requests = served + rejected + cancelled + in flight.
#pragma once

#include <QtGlobal>

#include <atomic>

namespace interleave {

struct Counters {
    std::atomic<int> inFlight = 0; ///< in service or in line
    std::atomic<int> maxInFlight = 0;
    std::atomic<int> connections = 0;
    std::atomic<quint64> requests = 0;
    std::atomic<quint64> served = 0;
    std::atomic<quint64> rejected = 0;
    std::atomic<quint64> cancelled = 0; ///< the client left first, or a fault broke the connection
};

/// One request in flight, from its making to its destruction.
class InFlight
{
public:
    explicit InFlight(Counters &counters)
        : m_counters(counters)
    {
        const int now = ++m_counters.inFlight;
        if (now > m_counters.maxInFlight) // only the server's thread writes
            m_counters.maxInFlight = now;
    }
    ~InFlight()
    {
        --m_counters.inFlight;
        ++(m_served ? m_counters.served : m_counters.cancelled);
    }
    Q_DISABLE_COPY_MOVE(InFlight)
    void markServed() { m_served = true; }

private:
    Counters &m_counters;
    bool m_served = false;
};

} // namespace interleave
