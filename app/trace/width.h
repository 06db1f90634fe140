// Declared and observed width: how wide a job was allowed to run, and how wide it ran. Declared is the largest number of branches that
// began together (groups of the same parent and causes); observed, the largest number of them that at one instant had a call in flight, a
// tool or a CPU step executing. Where it ran narrower, what held its branches most, in words. Used by the report and the timeline;
// functions of a trace, any thread but the GUI's.
#pragma once

#include "core/scenario.h"
#include "trace/trace.h"

#include <optional>

namespace interleave {

struct Width {
    int declared = 0;
    int observed = 0;
    QString limitedBy;  ///< "one worker", "requests per minute"; empty: it ran as wide as declared
    qint32 branch = -1; ///< one of them, index into Trace::steps()

    /// "declared 4, observed 2: requests per minute"
    QString text() const;
};

/// Of the widest set of branches in the run; nothing: no job had branches. Of several as wide, the one that ran narrowest.
std::optional<Width> widthOf(const Trace &trace, const Scenario &scenario);
/// Of the widest set in one job.
std::optional<Width> widthOfJob(const Trace &trace, const Scenario &scenario, qint32 job);

} // namespace interleave
