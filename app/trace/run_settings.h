// What differs between two runs beside their times: fields of the scenario, execution model, machine, program; and what makes it unfair to
// set their times against each other. Nothing is refused for it: it is said first. Used by `runs compare` and the window; pure, any thread.
#pragma once

#include "core/scenario.h"
#include "trace/finished_run.h"

#include <QList>

#include <nlohmann/json_fwd.hpp>

namespace interleave {

struct SettingDifference {
    QString field; ///< "model", "concurrency", "traffic.retry.retries", "environment.cores", ...
    QString a, b;  ///< as a person reads it; long ones are "differ" or counted

    bool operator==(const SettingDifference &) const = default;
};

/// Execution model and variant first, then the scenario's fields in the order of a file, then machine and program as the runs recorded
/// them. What names a run and not its work (name, models, repeats) is left out.
QList<SettingDifference> settingsThatDiffer(const Scenario &a, const FinishedRun &runA, const Scenario &b, const FinishedRun &runB);

/// A sentence each; none: they may be compared.
QStringList whatMakesItUnfair(const Scenario &a, const FinishedRun &runA, const Scenario &b, const FinishedRun &runB);

/// [{"field", "a", "b"}]
nlohmann::ordered_json toJson(const QList<SettingDifference> &settings);

} // namespace interleave
