#include "ui/timeline/timeline_hit.h"

#include "ui/timeline/minimap_painter.h"
#include "ui/timeline/step_links.h"

namespace interleave {

TimelineZone zoneAt(const TimelineFrame &frame, QPointF point)
{
    if (std::abs(point.x() - frame.plotLeft()) <= 3 && point.y() >= frame.minimapHeight)
        return TimelineZone::GutterEdge;
    if (point.x() < frame.plotLeft())
        return TimelineZone::Gutter;
    if (point.y() < frame.minimapHeight) {
        const QRectF window = minimapWindow(frame);
        if (std::abs(point.x() - window.right()) <= 5)
            return TimelineZone::MinimapEndGrip;
        if (std::abs(point.x() - window.left()) <= 5)
            return TimelineZone::MinimapBeginGrip;
        return TimelineZone::Minimap;
    }
    return point.y() < frame.lanesTop() ? TimelineZone::Ruler : TimelineZone::Lanes;
}

int rowAt(const TimelineFrame &frame, QPointF point)
{
    if (point.y() < frame.lanesTop())
        return -1;
    return frame.layout->rowAt(static_cast<int>(point.y()) - frame.lanesTop() + frame.scroll);
}

const LaneSpans &laneOf(const TimelineFrame &frame, const SpanRef &ref)
{
    static const LaneSpans none;
    if (ref.row < 0 || ref.row >= frame.layout->rows().size())
        return none;
    const LaneRow &row = frame.layout->rows()[ref.row];
    const TraceIndex &index = frame.content->index(ref.run);
    if (frame.content->isTree() && row.isOfTree())
        return frame.content->lane(row.treeRow());
    switch (row.kind) {
    case RowKind::Call:
        return index.call(row.index);
    case RowKind::Path:
        return frame.content->path.lane();
    case RowKind::Executor:
        return index.executor(row.index);
    case RowKind::Run:
        return row.lanes > 0 ? frame.content->runs[static_cast<size_t>(ref.run)].lanes.lane(index, row.laneAt(ref.lane)) : none;
    case RowKind::CallsHeader:
    case RowKind::ExecutorsHeader:
    case RowKind::Node:
    case RowKind::Step:
        break;
    }
    return none;
}

/// Position in the lane of the span nearest to `ns` and not further than `tolerance`, or -1. Later ones lie on top.
static int positionAt(const LaneSpans &lane, qint64 ns, qint64 tolerance, qint64 now)
{
    const auto [first, last] = lane.touching(ns - tolerance, ns + tolerance);
    int best = -1;
    qint64 bestDistance = tolerance + 1;
    for (size_t i = last; i-- > first;) {
        const qint64 end = lane.end(i) == LaneSpans::open ? now : lane.end(i);
        const qint64 distance = std::max({qint64(0), lane.begin(i) - ns, ns - end});
        // A tick within reach is meant before the wide bar that it stands on the edge of.
        const bool isTick = end - lane.begin(i) < tolerance;
        if (distance < bestDistance || (isTick && distance <= tolerance / 2)) {
            best = static_cast<int>(i);
            bestDistance = distance;
            if (isTick)
                break;
        }
        if (last - i > 64) // folded to a few pixels: any of them will do
            break;
    }
    return best;
}

static SpanRef inLane(const TimelineFrame &frame, SpanRef ref, qint64 ns, qint64 tolerance)
{
    const LaneSpans &lane = laneOf(frame, ref);
    const int position = positionAt(lane, ns, tolerance, frame.content->now);
    ref.span = position < 0 ? -1 : lane.span(static_cast<size_t>(position));
    return ref;
}

SpanRef spanAt(const TimelineFrame &frame, QPointF point)
{
    SpanRef ref;
    ref.row = rowAt(frame, point);
    if (ref.row < 0 || point.x() < frame.plotLeft())
        return {};
    const LaneRow &row = frame.layout->rows()[ref.row];
    if (row.kind == RowKind::Run) {
        const int y = static_cast<int>(point.y()) - frame.rowTop(row) - row.barTop;
        ref.run = row.index;
        ref.lane = row.pitch > 0 ? y / row.pitch : 0;
        if (y < 0 || ref.lane >= row.lanes || frame.content->runs[static_cast<size_t>(ref.run)].isGhost)
            return {};
    }
    const TimeScale scale = frame.scale();
    const SpanRef found = inLane(frame, ref, scale.ns(point.x()), static_cast<qint64>(3 * scale.nsPerPx));
    return found.isNull() ? SpanRef{} : found;
}

SpanRef neighbour(const TimelineFrame &frame, const SpanRef &ref, int steps)
{
    const LaneSpans &lane = laneOf(frame, ref);
    for (size_t i = 0; i < lane.size(); ++i) {
        if (lane.span(i) != ref.span)
            continue;
        const auto last = static_cast<qint64>(lane.size()) - 1;
        SpanRef other = ref;
        other.span = lane.span(static_cast<size_t>(std::clamp(static_cast<qint64>(i) + steps, qint64(0), last)));
        return other;
    }
    return ref;
}

SpanRef spanInRow(const TimelineFrame &frame, int row, qint64 ns)
{
    SpanRef ref;
    ref.row = row;
    const LaneSpans &lane = laneOf(frame, ref);
    if (lane.size() == 0)
        return {};
    const SpanRef found = inLane(frame, ref, ns, 0);
    if (!found.isNull())
        return found;
    // Nothing at that time: the last one before it, else the first.
    const auto [first, last] = lane.touching(ns, ns);
    ref.span = lane.span(last > 0 ? std::min(last, lane.size()) - 1 : first < lane.size() ? first : 0);
    return ref;
}

SpanRef findSpan(const TimelineFrame &frame, qint32 span)
{
    if (frame.content->isStacked || frame.content->runs.empty() || frame.content->index().isEmpty() || span < 0 ||
        static_cast<size_t>(span) >= frame.content->index().trace()->spans().size())
        return {};
    const Span &record = frame.content->index().trace()->spans()[static_cast<size_t>(span)];
    SpanRef ref;
    ref.span = span;
    const TimelineContent &content = *frame.content;
    if (const qint32 step = stepOfSpan(*content.index().trace(), record); content.isTree() && step >= 0) {
        ref.row = frame.layout->find(content.tree.rowOf(step, *content.index().trace()));
        return ref.row < 0 ? SpanRef{} : ref;
    }
    ref.row = record.call >= 0 ? frame.layout->find(RowKind::Call, record.call) : frame.layout->find(RowKind::Executor, record.executor);
    return ref.row < 0 ? SpanRef{} : ref;
}

} // namespace interleave
