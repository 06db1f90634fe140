#include "traffic/sliding_window.h"

namespace interleave {

static constexpr double rounding = 1e-6; // of a sum of many amounts

void SlidingWindow::forget(qint64 nowNs)
{
    while (!m_entries.empty() && m_entries.front().ns + m_lengthNs <= nowNs) {
        const Entry &entry = m_entries.front();
        m_sum -= entry.amount;
        if (const auto number = m_numberOf.constFind(entry.call); number != m_numberOf.cend() && *number == m_forgotten)
            m_numberOf.erase(number);
        m_entries.pop_front();
        ++m_forgotten;
    }
    if (m_entries.empty())
        m_sum = 0;
}

qint64 SlidingWindow::fitsNs(qint64 nowNs, double amount)
{
    forget(nowNs);
    double sum = m_sum;
    qint64 ns = nowNs;
    for (const Entry &entry : m_entries) {
        if (sum + amount <= m_limit + rounding)
            break;
        sum -= entry.amount;
        ns = entry.ns + m_lengthNs;
    }
    return ns;
}

void SlidingWindow::spend(qint64 nowNs, StepId call, double amount)
{
    m_numberOf[call] = m_forgotten + static_cast<qint64>(m_entries.size());
    m_entries.push_back({nowNs, call, amount});
    m_sum += amount;
}

bool SlidingWindow::correct(StepId call, double amount)
{
    const auto number = m_numberOf.constFind(call);
    if (number == m_numberOf.cend())
        return false;
    Entry &entry = m_entries[static_cast<size_t>(*number - m_forgotten)];
    m_sum += amount - entry.amount;
    entry.amount = amount;
    return true;
}

} // namespace interleave
