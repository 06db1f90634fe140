// One finished (or stopped) run: its trace, which no longer changes, and its report. A value, any thread.
#pragma once

#include "trace/run_report.h"
#include "trace/trace.h"

namespace interleave {

struct FinishedRun {
    QString model;
    int repeat = 0;
    TracePtr trace;
    RunReport report;
    QString file{};    ///< where its event log lies (*.itrace); empty: it was not saved, as a prediction
    QString variant{}; ///< of the comparison; empty: the scenario as it is
};

} // namespace interleave
