// The prices that a run is reckoned with: a person's own rows, in a file of their own, before those of the program's resources. Any
// thread; reading and writing block.
#pragma once

#include "core/price_table.h"
#include "core/result.h"

namespace interleave {

/// The person's own rows, then the program's. A file that cannot be read counts as empty; `problem` then says why.
PriceTable loadPriceTable(QString *problem = nullptr);
/// ~/.config/interleave/prices.json
QString ownPricesFile();
/// The rows in it; none where it does not exist. Blocks.
Result<QList<PriceRow>> ownPrices();
/// Replaces the file, whole or not at all. What went wrong, in one sentence; empty: nothing. Blocks.
QString saveOwnPrices(const QList<PriceRow> &rows);

} // namespace interleave
