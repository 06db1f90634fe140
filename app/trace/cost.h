// What a run's attempts cost, by a price table. Any thread.
#pragma once

#include "core/price_table.h"
#include "trace/trace.h"

#include <optional>

namespace interleave {

struct Cost {
    std::optional<double> usd; ///< of all attempts; unset: the price of one of them is not known
    double wastedUsd = 0;      ///< the part of it for attempts that failed: what they had begun to answer is paid for
    qint64 wastedTokens = 0;   ///< of failed attempts, as the server told; else their input tokens as estimated
    int retries = 0;           ///< attempts after a call's first
};

/// Of the measured calls. A failed attempt whose usage the server did not tell is charged, when its reply had begun, for its
/// estimated input tokens; a refused one costs nothing.
Cost costOf(const Trace &trace, const PriceTable &prices);
/// Of one attempt; unset: not known.
std::optional<double> costOf(const AttemptEnd &end, const PriceTable &prices);
/// Of one call; unset: not known.
std::optional<double> costOf(const CallRecord &call, const PriceTable &prices);

} // namespace interleave
