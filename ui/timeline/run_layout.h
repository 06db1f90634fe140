// The layout of the one run that a timeline shows: a tree where its jobs are made of steps, else its calls; and of several runs, one above
// the other. Used by the view and by pictures; GUI thread.
#pragma once

#include "ui/timeline/lane_layout.h"
#include "ui/timeline/timeline_content.h"

namespace interleave {

inline LaneLayout layoutOfRun(const TimelineContent &content, bool callsOpen = true, bool executorsOpen = true)
{
    const bool hasPath = !content.path.isEmpty();
    return content.isTree()
               ? LaneLayout::ofTree(content.tree.rows(*content.index().trace()), content.executors(), callsOpen, executorsOpen, hasPath)
               : LaneLayout::ofRun(content.calls(), content.executors(), callsOpen, executorsOpen, hasPath);
}

inline LaneLayout layoutOfStack(TimelineContent &content, int height)
{
    content.fitLanes(LaneLayout::lanesThatFit(static_cast<int>(content.runs.size()), height));
    QList<int> lanes;
    for (const TimelineRun &run : content.runs)
        lanes.append(run.lanes.count());
    return LaneLayout::stacked(lanes, height);
}

} // namespace interleave
