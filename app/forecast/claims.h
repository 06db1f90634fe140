// Judges the published claim that a scenario puts to the test: the figures of its runs decide; beside them stands what virtual time says,
// and there the claim's knob is turned to find where the answer changes. Some hundred predictions: in any thread but the GUI's and the
// engine's.
#pragma once

#include "core/scenario.h"
#include "trace/claim_verdict.h"
#include "trace/finished_run.h"

#include <QList>

#include <stop_token>

namespace interleave {

/// One verdict where the scenario has a claim and there are runs of it; else none. Stopped, it says no more than the runs do.
QList<ClaimVerdict> claimsOf(const Scenario &scenario, const QList<FinishedRun> &runs, const std::stop_token &stop = {});

/// The field at a path of a scenario's JSON ("workflow.steps.1.call.max_output_tokens") becomes `value`; a list there gets so many items,
/// its own over and over. False: there is no such place.
bool turn(nlohmann::ordered_json &scenario, const QString &path, double value);

} // namespace interleave
