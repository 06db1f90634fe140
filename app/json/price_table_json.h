// The price table as a file that people write. Functions, any thread.
#pragma once

#include "core/price_table.h"
#include "core/result.h"

namespace interleave {

/// {"rows": [{"provider","model","input","cached","output","long_over","long_input","long_output","note","source"}]}; unknown keys
/// but those that begin with "_" are refused by name.
Result<PriceTable> priceTableFromJson(const QByteArray &json, const QString &place);
QByteArray toJson(const PriceTable &table);

} // namespace interleave
