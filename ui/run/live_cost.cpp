#include "ui/run/live_cost.h"

#include "trace/cost.h"

namespace interleave {

void LiveCost::update(const TracePtr &trace)
{
    if (trace != m_trace) {
        m_trace = trace;
        m_seen = 0;
        m_unfinished.clear();
        m_usd = 0;
        m_isKnown = true;
    }
    if (!trace)
        return;
    for (; m_seen < trace->calls().size(); ++m_seen) {
        if (trace->isMeasured(static_cast<qint32>(m_seen)))
            m_unfinished.push_back(m_seen);
    }
    std::erase_if(m_unfinished, [&](size_t number) {
        const CallRecord &call = trace->calls()[number];
        if (!call.finished)
            return false;
        const std::optional<double> usd = costOf(call, m_prices);
        m_usd += usd.value_or(0);
        m_isKnown = m_isKnown && usd;
        return true;
    });
}

} // namespace interleave
