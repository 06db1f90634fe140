// Why the models of a comparison take as long as they do: each one's median run against the baseline's, split into phases
// (trace/run_difference.h). The baseline is the sequential run of the same variant where there is one, else the first run. Used by
// report.json, findings and the Compare page; pure, any thread.
#pragma once

#include "trace/comparison.h"
#include "trace/run_difference.h"

#include <QList>

namespace interleave {

struct Why {
    int run = -1, against = -1; ///< indices into the runs
    RunDifference difference;   ///< makespan of `run` - that of `against`
    QString caution;            ///< what keeps them from being compared: one sentence; empty: nothing
};

/// One for each model and variant but the baselines, in the order of the comparison.
QList<Why> whyOf(const QList<RunReport> &runs, const QList<ModelComparison> &comparison);

/// Of two runs, whichever they are.
Why whyOf(const QList<RunReport> &runs, int run, int against);

/// [{"model", "variant", "repeat", "against": {"model", "variant", "repeat"}, "difference_s", "parts": …, "caution"}]
nlohmann::ordered_json toJson(const QList<Why> &whys, const QList<RunReport> &runs);

} // namespace interleave
