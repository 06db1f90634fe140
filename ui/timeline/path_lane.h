// The critical path of the shown run as a timeline needs it: its segments by time, a lane for the strip above the rows, and which row each
// segment is in. Made from a path that was computed elsewhere, off the GUI thread. A value, GUI thread.
#pragma once

#include "trace/critical_path.h"
#include "ui/timeline/lane_spans.h"

#include <memory>

namespace interleave {

using CriticalPathPtr = std::shared_ptr<const CriticalPath>;

class PathLane
{
public:
    PathLane() = default;
    PathLane(CriticalPathPtr path, qint64 origin);

    bool isEmpty() const { return !m_path || m_path->segments.empty(); }
    const CriticalPath *path() const { return m_path.get(); }
    /// Its spans, and what is ready without one; schedule and think time are left free. Relative to the origin.
    const LaneSpans &lane() const { return m_lane; }
    /// Segments [first, last) that touch [begin, end), relative to the origin.
    std::pair<size_t, size_t> touching(qint64 begin, qint64 end) const;
    /// Steps on it.
    int steps() const { return m_steps; }

private:
    CriticalPathPtr m_path;
    qint64 m_origin = 0;
    LaneSpans m_lane;
    int m_steps = 0;
};

} // namespace interleave
