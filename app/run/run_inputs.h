// What a run took from files that its scenario names, as its own file keeps it: the rows of its table, so that it can be predicted again
// from the run alone, and the fingerprints of its script, profile and documents, so that nobody takes changed ones for those. Any thread;
// blocks.
#pragma once

#include "core/result.h"
#include "core/scenario.h"
#include "json/json.h"

#include <QJsonObject>

namespace interleave {

/// Of rows, as JSON, in a run's file; a larger table is left out.
inline constexpr qsizetype mostTableBytes = 1'000'000;

/// Fields of a run's header: "table_rows", where the table is a file's; "files": by field the path and the SHA-256 of each.
QJsonObject runInputs(const Scenario &scenario);

/// The scenario in a run's header, with the rows that are kept there. `place` names it in errors.
Result<Scenario> scenarioOfHeader(const OrderedJson &header, const QString &place);

/// Why a scenario that a run holds cannot be made or predicted as it was: a file is not there any more, is another one by now, or its rows
/// were too many to keep. One sentence; empty: it can. What a person has named anew in it is not looked at.
QString lostInput(const Scenario &scenario, const OrderedJson &header, const QString &run);

} // namespace interleave
