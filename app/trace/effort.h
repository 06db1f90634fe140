// Effort and activity, two figures that are never mixed with wall time: effort is the sum of the spans of steps that are no waits for the
// client itself (limiter, pool, ready and backoff are left out), activity the length of their union. Of a run, and of steps of one name.
// Used by the report and exports; functions of a trace, any thread but the GUI's.
#pragma once

#include "trace/critical_path.h"

namespace interleave {

struct Effort {
    qint64 ns = 0;
    qint64 activeNs = 0;
};

/// Of its measured jobs.
Effort effortOf(const Trace &trace);

/// Its jobs are more than a call and the work on its reply, which have their job's name.
bool hasNamedSteps(const Trace &trace);

/// Steps of one kind and one name.
struct NamedSteps {
    QString name; ///< empty: those of no name, whose jobs have
    StepKind kind = StepKind::Call;
    int count = 0;
    int failed = 0;
    qint64 wallNs = 0; ///< summed, from begin to end
    Effort effort;     ///< of a group: of all that is in it
    qint64 criticalNs = 0;
    int tellTokens = 0; ///< calls whose server told them
    qint64 inputTokens = 0;
    qint64 outputTokens = 0;
};

/// In order of first begin.
std::vector<NamedSteps> stepsByName(const Trace &trace, const CriticalPath &path);

} // namespace interleave
