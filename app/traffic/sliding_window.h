// What was spent in the time that lies just behind: a log of amounts with their times, kept for the length of the window. Exact in every
// window, wherever it begins. Memory: one entry for each call of the last window. Used by RateLimiter; a value, time comes from outside.
#pragma once

#include "core/step.h"

#include <QHash>

#include <deque>

namespace interleave {

class SlidingWindow
{
public:
    SlidingWindow(double limit, qint64 lengthNs)
        : m_limit(limit)
        , m_lengthNs(lengthNs)
    {
    }

    /// The earliest time, from `nowNs` on, at which `amount` fits. What is more than the limit fits into an empty window alone.
    qint64 fitsNs(qint64 nowNs, double amount);
    void spend(qint64 nowNs, StepId call, double amount);
    /// The call's entry has another amount; false: it is no longer there.
    bool correct(StepId call, double amount);

private:
    struct Entry {
        qint64 ns;
        StepId call;
        double amount;
    };
    void forget(qint64 nowNs);

    double m_limit;
    qint64 m_lengthNs;
    double m_sum = 0;
    std::deque<Entry> m_entries;      // in order of time
    qint64 m_forgotten = 0;           // entries that were there before the first one
    QHash<StepId, qint64> m_numberOf; // of a call's latest entry, counted from the very first
};

} // namespace interleave
