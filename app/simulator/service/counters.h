// What the server counts, written by its thread and read by any: /metrics, tests and the observer of a run. Requests for
// text only; requests = served + rejected + cancelled + in flight.
#pragma once

#include <QtGlobal>

#include <algorithm>
#include <array>
#include <atomic>
#include <map>

namespace interleave {

/// How long requests waited in line, as a histogram.
struct QueueTimes {
    static constexpr std::array bounds{0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0}; ///< seconds
    std::array<quint64, bounds.size() + 1> counts{}; ///< up to each bound, and beyond the last
    quint64 count = 0;
    double sumS = 0;

    void add(double seconds)
    {
        ++counts[static_cast<size_t>(std::lower_bound(bounds.begin(), bounds.end(), seconds) - bounds.begin())];
        ++count;
        sumS += seconds;
    }
};

struct ServiceCounters {
    std::atomic<int> inFlight = 0; ///< in service or in line
    std::atomic<int> maxInFlight = 0;
    std::atomic<int> connections = 0;
    std::atomic<quint64> requests = 0;
    std::atomic<quint64> served = 0;
    std::atomic<quint64> rejected = 0;
    std::atomic<quint64> cancelled = 0; ///< the client left first, or a fault broke the connection

    // read by the server's thread alone
    std::map<int, quint64> responses; ///< begun, by status
    quint64 inputTokens = 0;          ///< of requests that were served
    quint64 outputTokens = 0;         ///< sent
    QueueTimes queueTimes;
};

/// One request in flight, from its making to its destruction.
class InFlight
{
public:
    explicit InFlight(ServiceCounters &counters)
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
    ServiceCounters &m_counters;
    bool m_served = false;
};

} // namespace interleave
