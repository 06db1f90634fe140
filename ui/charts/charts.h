// The charts of a comparison, in menu order: what `interleave list charts` names. A value, any thread.
#pragma once

#include "setup/catalog.h"

namespace interleave {

QList<CatalogEntry> catalogOfCharts();

} // namespace interleave
