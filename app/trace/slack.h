// Slack: how much later a step could end without moving the end of its job, all else as recorded. What a step waited for is what the trace
// says: its causes, else the begin of its group; a group ends after the last step in it; a job after its last step. How long a step takes,
// its waits for the client itself included, stays as it was: an order of the limiter's queue is taken as it was. Spans of a step follow
// each other, so each has its step's slack. O(n + causes). Used by exports, the inspector and the timeline; a function of a finished
// trace, any thread but the GUI's.
#pragma once

#include "trace/trace.h"

#include <vector>

namespace interleave {

/// By index into Trace::steps(), in nanoseconds; unknownSlack where a damaged trace goes round in circles.
std::vector<qint64> slackOfSteps(const Trace &trace);
inline constexpr qint64 unknownSlack = -1;

} // namespace interleave
