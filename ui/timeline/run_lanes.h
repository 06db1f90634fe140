// Which lanes a trace has where there is little room: stacked timelines and the minimap. Of a run of prompts its calls; of jobs made of
// steps the rows of their tree (ui/timeline/step_tree.h), folded until they fit: groups within groups first, then branches and agents, then
// jobs. What still does not fit is for the caller to leave out or to sum up. The big timeline has the same rows, folded by hand. Grows with
// its trace; GUI thread, needs no window.
#pragma once

#include "ui/timeline/step_lanes.h"
#include "ui/timeline/trace_index.h"

namespace interleave {

class RunLanes
{
public:
    /// Takes in what the trace gained (another one: all of it), and folds it to `most` lanes, or as near as it comes.
    void fit(const TraceIndex &index, int most);

    int count() const { return m_tree.isTree() ? static_cast<int>(m_rows.size()) : m_calls; }
    /// Lanes are of jobs, agents and tools, and not of calls.
    bool isTree() const { return m_tree.isTree(); }
    TreeRow row(int lane) const { return isTree() ? m_rows[static_cast<size_t>(lane)] : TreeRow{TreeRow::Kind::Call, lane, 0}; }
    /// `index`: that of fit().
    const LaneSpans &lane(const TraceIndex &index, int lane) const;
    /// Whose chunks and unread stretches belong on it.
    std::vector<int> callsOn(int lane) const { return m_tree.callsOn(row(lane)); }

private:
    StepTree m_tree;
    StepLanes m_lanes;
    std::vector<TreeRow> m_rows; // of a tree
    int m_calls = 0;
    int m_most = 0;
    quint64 m_version = 0;
    TracePtr m_trace;
};

} // namespace interleave
