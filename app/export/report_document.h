// The report as one JSON document (schema "interleave.report/1"): scenario, machine, runs, comparison. What `--json` prints and
// report.json holds. Any thread.
#pragma once

#include "core/scenario.h"
#include "trace/claim_verdict.h"
#include "trace/finished_run.h"

#include <QJsonObject>
#include <QList>

#include <nlohmann/json_fwd.hpp>

namespace interleave {

/// The environment is that of the first run, as it was recorded; of this program and machine when it was not. `claims`: of
/// forecast/claims.
nlohmann::ordered_json reportDocument(const Scenario &scenario, const QList<FinishedRun> &runs, const QList<ClaimVerdict> &claims = {});

/// As it was recorded with the first run, or of this program and machine.
nlohmann::ordered_json environmentOf(const QList<FinishedRun> &runs);

/// {"program","version","qt","os","cpu","cores","time_utc"}: this program, this machine, now. Belongs in the header of a run
/// under "environment".
QJsonObject currentEnvironment();

} // namespace interleave
