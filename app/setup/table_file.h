// The table that a scenario names: CSV, TSV, JSON Lines, JSON or YAML in the scenario's own folder or below. Any thread; blocks.
#pragma once

#include "core/result.h"
#include "core/table.h"

namespace interleave {

/// With its rows. `scenario`: the path of the file that names it. Where the rows are in the scenario, as it is.
Result<Table> withRows(const Table &table, const QString &scenario);

} // namespace interleave
