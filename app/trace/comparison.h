// Runs of one scenario under several execution models, set against the sequential one. A value, any thread.
// Speed-up = median over repeats of makespan(sequential) / makespan(model) of the same repeat; its 95 % interval is a
// percentile bootstrap over repeats (2,000 resamples, seeded), and is withheld below 5 repeats. Medians are by nearest rank, as
// everywhere (of an even number the lower of the middle two), so that a median makespan is always that of a run. Stopped runs
// are left out.
//
// Only equal work is compared: the two runs of a repeat are set against each other where both are complete (trace/run_result.h)
// and made the same calls. A run whose calls fail at once is not fast. Where no repeat is left there is no speed-up, and the
// comparison says why; where some are, it says how many were left out.
#pragma once

#include "trace/run_report.h"

#include <QList>

namespace interleave {

struct ModelComparison {
    QString model;
    QString variant;        ///< empty: the scenario as it is
    int repeats = 0;        ///< finished runs
    bool isComplete = true; ///< its median is of complete runs; else it has none, and the median is of what there is
    double makespanMedianS = 0;
    std::optional<double> makespanLow95S, makespanHigh95S;      ///< bootstrap of the median over repeats, as for the speed-up
    std::optional<double> speedup, speedupLow95, speedupHigh95; ///< unset: see notComparable
    QString notComparable;                                      ///< why there is no speed-up: one sentence; empty: there is one
    QString leftOut;    ///< which repeats the speed-up is not of, and why: one sentence; empty: none
    int medianRun = -1; ///< index into the runs of the one whose makespan is the median
};

/// One entry per model and variant, in the order in which they first appear. Speed-ups are within a variant.
QList<ModelComparison> compareRuns(const QList<RunReport> &runs);
nlohmann::ordered_json comparisonJson(const QList<ModelComparison> &comparison);

/// Least number of repeats for an interval.
inline constexpr int minimumRepeatsForInterval = 5;

} // namespace interleave
