// What a call waited for the client itself, beside its limits: for an executor (phase Ready), and unread, while the loop that
// reads its reply was in a CPU step. Unread is no phase: it hides in Ttft and Stream, and is marked on them.
//   ready   sum of its spans of Ready
//   unread  union of its stretches. Where the server stamps its chunks (the simulator, virtual time): from the stamp to the read of
//           each chunk that met a CPU step on its loop. Elsewhere, and after the last chunk: where the span lies over such a step,
//           which is at most what was unread, since nothing tells when bytes came.
// Used by the report, the exports, the inspector and the timeline. Functions of a trace; any thread that may read it.
#pragma once

#include "trace/trace.h"

#include <vector>

namespace interleave {

/// The CPU steps of each executor in order of time. Grows with the trace.
class CpuSteps
{
public:
    struct Step {
        qint64 begin = 0;
        qint64 end = 0; ///< Trace::open while it lasts
        qint32 call = -1;
    };
    CpuSteps() = default;
    explicit CpuSteps(const Trace &trace) { update(trace); }
    /// Takes in what the trace gained. For another trace, start with a new one.
    void update(const Trace &trace);
    bool isEmpty() const;
    /// Steps [first, last) of an executor that overlap [begin, end).
    std::pair<const Step *, const Step *> touching(int executor, qint64 begin, qint64 end) const;

private:
    struct Lane {
        std::vector<Step> steps;
        size_t seen = 0; ///< of the executor's spans
    };
    std::vector<Lane> m_lanes;
};

struct UnreadStretch {
    qint64 begin = 0;
    qint64 end = 0;
    qint32 span = -1;   ///< the Ttft or Stream it hides in, index into Trace::spans()
    qint32 behind = -1; ///< the call whose CPU step kept the loop, for the longest part of it
    bool isExact = false;
};

/// In order, not overlapping.
std::vector<UnreadStretch> unreadOf(const Trace &trace, const CallRecord &call, const CpuSteps &steps);

struct UnreadTime {
    qint64 ns = 0;
    bool isAtMost = false; ///< some of it is not exact
    int calls = 0;         ///< that had any
    UnreadStretch longest;
    int longestOf = -1; ///< its call
};

UnreadTime unreadTimeOf(const std::vector<UnreadStretch> &stretches);
/// Of the measured calls.
UnreadTime unreadTimeOf(const Trace &trace);

/// How long a call was in Ready; up to the last event while it is.
qint64 readyNs(const Trace &trace, const CallRecord &call);

} // namespace interleave
