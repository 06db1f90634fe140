// What a run would send to services that may charge for it: told, and asked once, before the first run against one. An estimate:
// four characters are a token, and a reply without a limit of its own is taken for 500 tokens. Functions; GUI thread.
#pragma once

#include "core/price_table.h"
#include "core/scenario.h"

#include <QStringList>

#include <optional>

namespace interleave {

struct PaidCalls {
    QStringList addresses;  ///< base URLs that are neither the simulator nor on this computer
    int calls = 0;          ///< over all runs of the round
    bool isCounted = true;  ///< false: a duration decides, `calls` is the least
    qint64 inputTokens = 0; ///< of one attempt per call
    qint64 outputTokens = 0;
    bool mayRetry = false;
    std::optional<double> usd; ///< unset: the price is not known

    QString sentence() const;
};

/// Unset: every call stays on this computer.
std::optional<PaidCalls> paidCalls(const Scenario &scenario, const PriceTable &prices);

} // namespace interleave
