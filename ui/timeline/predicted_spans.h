// What is expected of a call that is not done: the rest of its prediction, moved to where the call really is. Drawn dashed
// behind the now line. Functions of the content, any thread.
#pragma once

#include "ui/timeline/timeline_content.h"

namespace interleave {

struct PredictedSpan {
    qint64 begin = 0; ///< ns since the run's origin; never before now
    qint64 end = 0;
    Phase phase = Phase::Ttft;
    bool continues = false; ///< the rest of the span that is open now
};

/// Phases that a prediction shows: what takes time at the other end, and our CPU work. Its waits are the gaps between.
constexpr bool isPredicted(Phase phase)
{
    return phase == Phase::Ttft || phase == Phase::Stream || phase == Phase::Analyze || phase == Phase::Tool;
}

/// The rest of one call of the one run, in order. Empty without a prediction, or when the call or the run is over.
/// A call that is late keeps its predicted durations; a span that already lasts longer than predicted ends now.
QList<PredictedSpan> predictedRest(const TimelineContent &content, int call);

/// The rest of the CPU step that an executor works on, or all of its predicted steps before the run has begun.
QList<PredictedSpan> predictedRestOfExecutor(const TimelineContent &content, int executor);

} // namespace interleave
