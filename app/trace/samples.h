// The samples behind a report's distributions. Functions of a finished trace; any thread. Failed calls are counted as they
// ended; cancelled and dropped ones, which did not run to an end of their own, are in none.
//   latency   done - planned: what a user waits
//   service   done - request of the last attempt handed to the socket: what the server took
//   queue     first request handed to the socket - planned
//   ttft      first content chunk - its attempt's request handed to the socket; a reply in one piece is its own first chunk
//   chunkGap  between neighbouring content chunks, pooled over all calls: chunks, not tokens
//   analysis  duration of the CPU steps on replies
#pragma once

#include "trace/trace.h"

namespace interleave {

/// Nanoseconds; in order of call.
struct Samples {
    std::vector<qint64> latency, service, queue, ttft, chunkGap, analysis;
};

Samples samplesOf(const Trace &trace);

} // namespace interleave
