// The spans of the rows of a tree of steps (ui/timeline/step_tree.h), packed for drawing. A row of several calls, and a folded row of all
// that is in it, shows at each instant the phase that says most: an error, then work, then a reply, then waits, so no row has overlaps.
// Made when a row is first looked at, and kept; again only while its job goes on. Times are relative to the run's origin. GUI thread.
#pragma once

#include "ui/timeline/lane_spans.h"
#include "ui/timeline/step_tree.h"

#include <unordered_map>

namespace interleave {

class StepLanes
{
public:
    const LaneSpans &lane(const TreeRow &row, const StepTree &tree, const Trace &trace) const;
    /// Of a call without the tools that it asked for; of a step its own.
    static std::vector<qint32> spansOf(const TreeRow &row, const StepTree &tree, const Trace &trace);

private:
    struct Kept {
        LaneSpans lane;
        quint64 version = 0;
        bool isFinal = false;
    };
    mutable std::unordered_map<quint64, Kept> m_kept; // its values stay where they are
};

/// One row of spans that overlap: at each instant the one that says most.
LaneSpans flattened(const std::vector<qint32> &spans, const Trace &trace);

} // namespace interleave
