// Runs of one scenario under several execution models, set against the sequential one. A value, any thread.
// Speed-up = median over repeats of makespan(sequential) / makespan(model) of the same repeat; its 95 % interval is a
// percentile bootstrap over repeats (2,000 resamples, seeded), and is withheld below 5 repeats. Medians are by nearest rank, as
// everywhere (of an even number the lower of the middle two), so that a median makespan is always that of a run. Stopped runs
// are left out.
#pragma once

#include "trace/run_report.h"

#include <QList>

namespace interleave {

struct ModelComparison {
    QString model;
    QString variant; ///< empty: the scenario as it is
    int repeats = 0; ///< finished runs that count
    double makespanMedianS = 0;
    std::optional<double> makespanLow95S, makespanHigh95S;      ///< bootstrap of the median over repeats, as for the speed-up
    std::optional<double> speedup, speedupLow95, speedupHigh95; ///< unset: no sequential run to compare with
    int medianRun = -1;                                         ///< index into the runs of the one whose makespan is the median
};

/// One entry per model and variant, in the order in which they first appear. Speed-ups are within a variant.
QList<ModelComparison> compareRuns(const QList<RunReport> &runs);
QJsonArray comparisonJson(const QList<ModelComparison> &comparison);

/// Least number of repeats for an interval.
inline constexpr int minimumRepeatsForInterval = 5;

} // namespace interleave
