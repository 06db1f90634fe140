// What a run has cost so far, kept up to date while it grows: each call is priced once, when it has finished, so that ten
// thousand of them cost no more than a few at a time. Used by the run presenter; GUI thread.
#pragma once

#include "core/price_table.h"
#include "trace/trace.h"

#include <optional>

namespace interleave {

class LiveCost
{
public:
    explicit LiveCost(PriceTable prices = PriceTable())
        : m_prices(std::move(prices))
    {
    }
    const PriceTable &prices() const { return m_prices; }

    /// For another trace it starts anew.
    void update(const TracePtr &trace);
    /// Of the measured calls that have finished; unset: the price or the tokens of one of them are not known.
    std::optional<double> usd() const { return m_isKnown ? std::optional(m_usd) : std::nullopt; }

private:
    PriceTable m_prices;
    TracePtr m_trace;
    size_t m_seen = 0;                ///< calls looked at
    std::vector<size_t> m_unfinished; ///< of those
    double m_usd = 0;
    bool m_isKnown = true;
};

} // namespace interleave
