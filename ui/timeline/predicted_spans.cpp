#include "ui/timeline/predicted_spans.h"

#include <algorithm>

namespace interleave {

static bool isOver(const TimelineContent &content)
{
    return content.isStacked || content.ghost.isEmpty() || content.runs.empty() ||
           (!content.index().isEmpty() && content.index().trace()->isFinished());
}

/// Spans of `lane` from `first` on, moved by `shift`, as far as they lie after now.
static QList<PredictedSpan> rest(const LaneSpans &lane, size_t first, qint64 shift, qint64 now, bool continues)
{
    QList<PredictedSpan> spans;
    for (size_t i = first; i < lane.size(); ++i) {
        if (!isPredicted(lane.phase(i)) || lane.end(i) == LaneSpans::open)
            continue;
        const qint64 begin = std::max(now, lane.begin(i) + shift);
        const qint64 end = lane.end(i) + shift;
        if (end > begin)
            spans.append({begin, end, lane.phase(i), continues && i == first});
    }
    return spans;
}

/// The first span from `i` on that is not a wait for an executor.
static size_t afterReady(const LaneSpans &lane, size_t i)
{
    while (i < lane.size() && lane.phase(i) == Phase::Ready)
        ++i;
    return i;
}

QList<PredictedSpan> predictedRest(const TimelineContent &content, int call)
{
    if (isOver(content) || call >= content.ghost.calls())
        return {};
    const LaneSpans &predicted = content.ghost.call(call);
    const LaneSpans &measured = content.index().call(call);
    if (predicted.size() == 0)
        return {};
    const size_t first = afterReady(predicted, 0);
    const qint64 begin = first < predicted.size() ? predicted.begin(first) : 0;
    size_t last = measured.size();
    while (last > 0 && measured.phase(last - 1) == Phase::Ready)
        --last;
    if (last == 0) // not begun: as predicted, but not before now
        return rest(predicted, first, std::max<qint64>(0, content.now - begin), content.now, false);

    --last; // what it did last, or does now; while it is ready it goes on after that
    const bool isOpen = measured.end(last) == LaneSpans::open;
    const bool waits = last + 1 < measured.size() && measured.end(last + 1) == LaneSpans::open;
    if (!isOpen && content.index().trace()->calls()[static_cast<size_t>(call)].finished &&
        (measured.phase(last) == Phase::Analyze || measured.phase(last) == Phase::Tool))
        return {};
    // Where the prediction was in the same phase; a retry is not predicted, so it is looked for from the end.
    for (size_t i = predicted.size(); i-- > 0;) {
        if (predicted.phase(i) != measured.phase(last))
            continue;
        qint64 shift = measured.begin(last) - predicted.begin(i);
        if (!isOpen) {
            const size_t next = afterReady(predicted, i + 1);
            const qint64 end =
                waits && next < predicted.size() ? content.now - predicted.begin(next) : measured.end(last) - predicted.end(i);
            return rest(predicted, next, std::max(shift, end), content.now, false);
        }
        shift = std::max(shift, content.now - predicted.end(i));
        return rest(predicted, i, shift, content.now, true);
    }
    // In a phase that was not predicted (limiter, back-off): all that takes time is still to come.
    return rest(predicted, first, std::max<qint64>(0, content.now - begin), content.now, false);
}

QList<PredictedSpan> predictedRestOfExecutor(const TimelineContent &content, int executor)
{
    if (isOver(content))
        return {};
    if (content.index().calls() == 0)
        return rest(content.ghost.executor(executor), 0, 0, content.now, false);
    const LaneSpans &lane = content.index().executor(executor);
    if (lane.size() == 0 || lane.end(lane.size() - 1) != LaneSpans::open || !isPredicted(lane.phase(lane.size() - 1)))
        return {};
    const Span &span = content.index().trace()->spans()[static_cast<size_t>(lane.span(lane.size() - 1))];
    if (span.call < 0)
        return {};
    QList<PredictedSpan> spans = predictedRest(content, span.call);
    if (spans.isEmpty() || !spans.constFirst().continues)
        return {};
    return {spans.constFirst()};
}

} // namespace interleave
