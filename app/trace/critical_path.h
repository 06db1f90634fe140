// The critical path of a run: for each instant of its makespan, what the end waited for. Walked back from the end by what the trace
// recorded: inside a step by its spans, from the begin of a step to the last of its causes, else to the begin of its group; from the end of
// a group to the last of its steps; from a job to the user's job before it. So its segments tile the makespan, to the nanosecond.
//   - What a step waits for the client itself (limiter, ready, connection) is a segment of that step: who held the place is in its sentence
//     (trace/waits.h), not in the path. An order of the limiter's queue is taken as it was.
//   - Where nothing of a step is open, it is ready: it has all it needs, and nobody is there for it.
//   - Unread is a part of its own, taken out of waiting and streaming (trace/unread.h).
//   - Before a job was planned there is the user's think time, or the schedule, which had not planned it yet.
// O(n log n) for a trace of n spans. Used by the report, the invariants, exports and the timeline; functions of a finished trace, any
// thread but the GUI's.
#pragma once

#include "trace/attempts.h"

#include <vector>

namespace interleave {

enum class PathPart : quint8 {
    Span,       ///< a span, `phase`
    Ready,      ///< nothing of the step was open
    Unread,     ///< inside a span that waited or streamed
    Think,      ///< of the user, between two jobs
    Schedule,   ///< the job was not planned yet
    Unexplained ///< only of a damaged trace: it waited for itself
};

struct PathSegment {
    qint64 begin = 0; ///< clock of the trace
    qint64 end = 0;
    StepId step;      ///< step 0: the job itself
    qint32 span = -1; ///< index into Trace::spans(); -1: none
    PathPart part = PathPart::Span;
    Phase phase = Phase::Ready; ///< of Span and Unread: that of the span

    qint64 length() const { return end - begin; }
    /// "ttft", "ready", "unread", "think", "schedule": as in files.
    QLatin1StringView name() const;
    bool operator==(const PathSegment &) const = default;
};

struct CriticalPath {
    Interval window; ///< the makespan
    std::vector<PathSegment> segments;

    /// How long each name is on it, in the order of the legend; no zeros. The sum is the makespan.
    std::vector<std::pair<QLatin1StringView, qint64>> byName() const;
};

/// Of a run that is not finished, or planned nothing: no segments.
CriticalPath criticalPathOf(const Trace &trace);

/// One sentence that says where it does not tile the makespan, or lies beside its spans; empty: it does.
QString problemOf(const CriticalPath &path, const Trace &trace);

} // namespace interleave
