// The attempts of a call, a line each: how it ended, over which version of HTTP, from which LLM, and what it cost. Function,
// any thread.
#pragma once

#include "core/price_table.h"
#include "trace/trace.h"

namespace interleave {

/// "1  HTTP 429, rate limited, HTTP/1.1, sim" ...; the last line is the cost. Empty: no attempt has ended.
QString attemptText(const CallRecord &call, const PriceTable &prices);

} // namespace interleave
