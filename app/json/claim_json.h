// Reads the published claim that a scenario puts to the test. Any thread.
#pragma once

#include "core/claim.h"
#include "json/field_reader.h"

namespace interleave {

Claim readClaim(FieldReader &fields);
/// A variant that it names and that is not among those of the scenario; empty: there is none.
QString unknownVariantOf(const Claim &claim, const QStringList &variants);

} // namespace interleave
