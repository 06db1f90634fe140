// The figures of a finished run that tests of published claims ask for (core/claim.h). Used by forecast/claims; pure, any thread but the
// GUI's: it reads whole traces.
#pragma once

#include "core/claim.h"
#include "core/scenario.h"
#include "trace/finished_run.h"

namespace interleave {

/// Of a run that ended. `scenario` is what it ran, `expected` the column of its table with the right answers. Unset: the run does not say.
std::optional<double> claimFigure(ClaimMeasure measure, const FinishedRun &run, const Scenario &scenario, const QString &expected);

/// Of the runs of the figure's variant: of each of its models the median of the repeats (the lower of two), and of these the least, or the
/// most. Unset: one of these models has no finished run, or a run does not say.
std::optional<double> claimFigure(const ClaimFigure &figure, const QList<FinishedRun> &runs, const Scenario &scenario,
                                  const QString &expected);

/// The last words of a job; empty: it has said nothing.
QString answerOf(const Trace &trace, int job);

} // namespace interleave
