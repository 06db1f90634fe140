#include "ui/timeline/run_lanes.h"

#include <algorithm>

namespace interleave {

void RunLanes::fit(const TraceIndex &index, int most)
{
    if (m_trace != index.tracePtr()) {
        *this = RunLanes();
        m_trace = index.tracePtr();
    }
    if (!m_trace || (m_version == m_trace->version() && m_most == most && m_version > 0))
        return;
    m_version = m_trace->version();
    m_most = most;
    m_calls = index.calls();
    m_tree.update(*m_trace);
    if (!m_tree.isTree())
        return;
    for (int depth = m_tree.depth(); depth >= 0; --depth) {
        m_tree.openTo(depth);
        m_rows = m_tree.rows(*m_trace, depth > 0 ? static_cast<size_t>(std::max(1, most)) : std::numeric_limits<size_t>::max());
        if (m_rows.size() <= static_cast<size_t>(most))
            return;
    }
}

const LaneSpans &RunLanes::lane(const TraceIndex &index, int lane) const
{
    const TreeRow row = this->row(lane);
    return isTree() ? m_lanes.lane(row, m_tree, *m_trace) : index.call(row.index);
}

} // namespace interleave
