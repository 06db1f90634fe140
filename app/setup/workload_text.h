// A scenario's workflow, agent or team as text that a person edits, and back. Pure functions; any thread.
#pragma once

#include "core/result.h"
#include "core/scenario.h"

namespace interleave {

/// The part has text of its own to edit: the workload is not a prompt batch.
bool hasWorkloadText(const Scenario &scenario);
/// JSON, a line for each value.
QString workloadText(const Scenario &scenario);
/// The scenario with that part. An error has line and column of the text, and what is wrong.
Result<Scenario> withWorkloadText(Scenario scenario, const QString &text);

} // namespace interleave
