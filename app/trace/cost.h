// What a run's attempts cost, by a price table. Any thread.
#pragma once

#include "core/price_table.h"
#include "trace/trace.h"

#include <optional>

namespace interleave {

struct Cost {
    std::optional<double> usd;          ///< of all attempts; unset: the price or the tokens of one of them are not known
    std::optional<double> estimatedUsd; ///< the same with tokens as the client estimates them where the server did not tell
    std::optional<double> wastedUsd;    ///< for attempts that failed: what they had begun to answer is paid for
    qint64 wastedTokens = 0;            ///< of failed attempts that the model had worked on; estimated where it did not tell
    bool isWasteEstimated = false;
    int retries = 0; ///< attempts after a call's first
};

/// The model has worked on it: it answered, in part or whole, or the server told tokens. A refused request is read by nobody.
bool hasWork(const AttemptEnd &end);
/// As the server told; what it did not tell is the client's own estimate, from the lengths of the prompt and of the reply.
Usage estimatedUsage(const CallRecord &call, const AttemptEnd &end);

/// Of the measured calls. An attempt that no model has worked on costs nothing; one that it has, without telling its tokens, costs
/// nobody knows what.
Cost costOf(const Trace &trace, const PriceTable &prices);
/// Of one attempt; unset: not known.
std::optional<double> costOf(const AttemptEnd &end, const PriceTable &prices);
/// Of one call; unset: not known.
std::optional<double> costOf(const CallRecord &call, const PriceTable &prices);

} // namespace interleave
