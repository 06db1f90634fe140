// How long calls waited for the client's own limits (calls in flight, requests and tokens per minute): part of their latency that the
// server has nothing to do with. Functions of a finished trace; any thread.
#pragma once

#include "trace/trace.h"

namespace interleave {

/// Nanoseconds in `limiter` of each measured call that is ok, in order of call.
std::vector<qint64> limiterWaits(const Trace &trace);

} // namespace interleave
