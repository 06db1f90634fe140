#include "run/run_stock.h"

#include "export/report_document.h"
#include "run/run_inputs.h"
#include "tools/documents.h"
#include "tools/tool_box.h"
#include "json/price_files.h"

namespace interleave {

/// Entries of a run meet only those of the same model, variant and repeat: in a comparison every run finds the same cache.
static std::unique_ptr<ResponseCache> cacheOf(const RunTarget &target, const QString &model)
{
    const CachePolicy &cache = target.scenario.traffic.cache;
    if (!cache.enabled)
        return nullptr;
    const QString space = QStringLiteral("%1/%2/%3").arg(model, target.variant).arg(target.repeat);
    return std::make_unique<ResponseCache>(cache.startsEmpty ? QString() : ResponseCache::defaultFile(), space,
                                           qint64(cache.maxMb) * 1'000'000);
}

std::shared_ptr<RunStock> loadRunStock(const RunTarget &target, const QString &model)
{
    auto stock = std::make_shared<RunStock>();
    stock->prices = loadPriceTable(&stock->pricesProblem);
    stock->cache = cacheOf(target, model);
    stock->environment = currentEnvironment();
    stock->inputs = runInputs(target.scenario);
    if (needsDocuments(target.scenario))
        stock->documents = documentsOf(target.scenario.documents);
    return stock;
}

} // namespace interleave
