// The samples behind a report's distributions. Functions of a finished trace; any thread. They are of the calls that are ok
// (cache hits too, which have no service time, no queue and no first chunk, because nothing was sent): a refusal that came at
// once would make a service look fast. Failed calls have a distribution of their own; cancelled and dropped ones, which did not
// run to an end of their own, are in none.
//   latency   done - planned: what a user waits
//   service   done - request of the last attempt handed to the socket: what the server took
//   queue     first request handed to the socket - planned
//   ttft      first content chunk - its attempt's request handed to the socket; a reply in one piece is its own first chunk
//   chunkGap  between neighbouring content chunks, pooled over all calls: chunks, not tokens
//   analysis  duration of the CPU steps on replies
//   failed    done - planned of the calls that failed
#pragma once

#include "trace/trace.h"

namespace interleave {

/// Nanoseconds; in order of call.
struct Samples {
    std::vector<qint64> latency, service, queue, ttft, chunkGap, analysis, failed;
};

Samples samplesOf(const Trace &trace);

} // namespace interleave
