// A price table that can be read can be written, and reads the same again; what it costs is a number or unknown.
#include "claim.h"

#include "json/price_table_json.h"

#include <cmath>
#include <cstdint>

using namespace interleave;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const QByteArray json(reinterpret_cast<const char *>(data), static_cast<qsizetype>(size));
    const Result<PriceTable> table = priceTableFromJson(json, QStringLiteral("fuzz"));
    if (!table) {
        fuzz::claim(table.error().startsWith(QStringLiteral("fuzz")), "an error names the place", table.error());
        return 0;
    }
    const QByteArray written = toJson(*table);
    const Result<PriceTable> again = priceTableFromJson(written, QStringLiteral("again"));
    fuzz::claim(bool(again), "what was written can be read", again ? QString() : again.error());
    fuzz::claim(again->rows() == table->rows(), "what was written reads the same", QString::fromUtf8(written));
    for (const PriceRow &row : table->rows()) {
        Usage usage;
        usage.input = 2'000'000'000;
        usage.cached = 1'000'000'000;
        usage.output = 2'000'000'000;
        const std::optional<double> usd = table->costUsd(row.provider, row.model, usage);
        fuzz::claim(usd && std::isfinite(*usd) && *usd >= 0, "a known price gives a cost", row.model);
    }
    return 0;
}
