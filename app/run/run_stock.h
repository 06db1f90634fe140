// What a live run needs from the disk, read before it begins: prices, the response cache. Loaded in the thread pool by RunController; used
// up by LiveRun in the engine thread, which touches no disk itself.
#pragma once

#include "core/price_table.h"
#include "run/call_services.h"
#include "traffic/response_cache.h"

#include <QJsonObject>

#include <memory>

namespace interleave {

class Documents;

struct RunStock {
    PriceTable prices;
    QString pricesProblem;                      ///< why they are not the person's own; empty: they are, or there are none
    std::unique_ptr<ResponseCache> cache;       ///< null: the scenario has none
    QJsonObject environment;                    ///< of the run's header
    QJsonObject inputs;                         ///< likewise: what it takes from files (run_inputs.h)
    std::shared_ptr<const Documents> documents; ///< read here, so that the run's threads find them; null: no tools
};

/// Blocks, on the disk and perhaps a second on another program that writes the cache. `model`: id.
std::shared_ptr<RunStock> loadRunStock(const RunTarget &target, const QString &model);

} // namespace interleave
