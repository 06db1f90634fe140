#include "ui/timeline/path_lane.h"

#include <algorithm>
#include <set>

namespace interleave {

PathLane::PathLane(CriticalPathPtr path, qint64 origin)
    : m_path(std::move(path))
    , m_origin(origin)
{
    if (!m_path)
        return;
    std::set<StepId> steps;
    for (const PathSegment &segment : m_path->segments) {
        if (segment.step.isStep())
            steps.insert(segment.step);
        const bool isDrawn = segment.part == PathPart::Span || segment.part == PathPart::Unread || segment.part == PathPart::Ready;
        if (isDrawn)
            m_lane.add(segment.span, segment.begin - origin, segment.end - origin, segment.phase, false);
    }
    m_steps = static_cast<int>(steps.size());
}

std::pair<size_t, size_t> PathLane::touching(qint64 begin, qint64 end) const
{
    if (!m_path)
        return {0, 0};
    const auto &segments = m_path->segments;
    const auto first =
        std::partition_point(segments.begin(), segments.end(), [&](const PathSegment &s) { return s.end - m_origin < begin; });
    const auto last = std::partition_point(first, segments.end(), [&](const PathSegment &s) { return s.begin - m_origin <= end; });
    return {static_cast<size_t>(first - segments.begin()), static_cast<size_t>(last - segments.begin())};
}

} // namespace interleave
