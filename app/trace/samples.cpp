#include "trace/samples.h"

#include "trace/attempts.h"

namespace interleave {

static bool ranToItsEnd(const CallRecord &call)
{
    return call.planned >= 0 && call.finished && call.outcome != Outcome::Cancelled && call.outcome != Outcome::Dropped;
}

static void addCall(Samples &samples, const CallRecord &call)
{
    if (!isSuccess(call.outcome)) {
        samples.failed.push_back(call.done - call.planned);
        return;
    }
    samples.latency.push_back(call.done - call.planned);
    if (call.sent < 0)
        return;
    samples.service.push_back(call.done - call.lastSent);
    samples.queue.push_back(call.sent - call.planned);
    if (call.firstChunk >= 0)
        samples.ttft.push_back(call.firstChunk - call.lastSent);
    else
        samples.ttft.push_back(call.done - call.lastSent);
    for (size_t i = 1; i < call.chunks.size(); ++i)
        samples.chunkGap.push_back(call.chunks[i].ns - call.chunks[i - 1].ns);
}

Samples samplesOf(const Trace &trace)
{
    Samples samples;
    for (size_t number = 0; number < trace.calls().size(); ++number) {
        if (trace.isMeasured(static_cast<qint32>(number)) && ranToItsEnd(trace.calls()[number]))
            addCall(samples, trace.calls()[number]);
    }
    for (const Span &span : trace.spans()) {
        if (isCpuStep(span) && trace.isMeasured(span) && span.end != Trace::open && span.outcome == Outcome::Ok)
            samples.analysis.push_back(span.end - span.begin);
    }
    return samples;
}

} // namespace interleave
