// What a timeline shows: one run with its calls and executors, or several runs stacked above each other at t = 0. Owned by
// TimelineView (or by a picture while it is made); the painters read it. GUI thread, needs no window.
#pragma once

#include "ui/timeline/path_lane.h"
#include "ui/timeline/run_lanes.h"
#include "ui/timeline/trace_index.h"

#include <QList>
#include <QString>

#include <optional>

namespace interleave {

/// One run of a stacked timeline.
struct NamedTrace {
    QString name;
    TracePtr trace;
    bool isGhost = false; ///< predicted: dashed, without values but "about 15.1 s"
};

struct TimelineRun {
    QString name;
    TraceIndex index;
    bool isGhost = false;
    RunLanes lanes{}; ///< stacked
};

struct TimelineContent {
    bool isStacked = false;
    std::vector<TimelineRun> runs;                    ///< exactly one unless stacked
    TraceIndex ghost;                                 ///< prediction of the one run, or empty
    StepTree tree;                                    ///< rows of the one run, where its jobs are made of steps
    StepLanes lanes;                                  ///< of those rows
    CriticalPathPtr knownPath;                        ///< of the one run, which has ended
    bool showsPath = false;                           ///< it is to be seen
    PathLane path;                                    ///< then this is it
    std::shared_ptr<const std::vector<qint64>> slack; ///< of the one run, by step; null: not known
    QString widthNote;                                ///< of its widest job, "declared 4, observed 2: ..."
    int widthJob = -1;
    qint64 now = 0; ///< ns since the run's origin: open spans end here

    const TraceIndex &index(int run = 0) const { return runs[static_cast<size_t>(run)].index; }
    /// What the one run gained, for the tree; another run: all of it.
    void takeIn(bool isOther);
    void setPath(CriticalPathPtr path, bool shown);
    /// Several runs instead. False: the same as before, grown.
    bool stack(const QList<NamedTrace> &named);
    std::optional<qint64> slackOf(const Span &span) const;
    bool isTree() const { return !isStacked && tree.isTree(); }
    /// The spans of a row of the tree.
    const LaneSpans &lane(const TreeRow &row) const { return lanes.lane(row, tree, *index().trace()); }
    /// The lanes of stacked runs, as near to so many each as folding brings them.
    void fitLanes(int most);
    /// The one run is going on.
    bool isLive() const;
    /// No call and no step to show, neither measured nor predicted.
    bool isEmpty() const;
    /// Calls of the one run: those of its prediction until it has its own.
    int calls() const;
    int executors() const;
    /// Where measured and predicted content ends.
    qint64 end() const;
};

/// Calls in flight (an attempt sent and not complete) and executors with CPU work at one moment.
struct MomentCounts {
    int inFlight = 0;
    int busy = 0;
};
MomentCounts countsAt(const TraceIndex &index, qint64 ns);

/// What a call is doing at `now`, in words.
struct CallState {
    QString word;       ///< "waiting", "streaming", "analyzing", "done", "HTTP error"
    qint64 elapsed = 0; ///< since planned
    bool isActive = false;
    bool isFailed = false;
};
CallState callState(const TraceIndex &index, int call, qint64 now);

/// "P1" for pool 1, "T2" for thread 2, "W3" for process 3, "loop".
QString executorMark(const Trace &trace, int executor);

} // namespace interleave
