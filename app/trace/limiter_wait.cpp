#include "trace/limiter_wait.h"

namespace interleave {

std::vector<qint64> limiterWaits(const Trace &trace)
{
    std::vector<qint64> waits;
    for (size_t number = 0; number < trace.calls().size(); ++number) {
        const CallRecord &call = trace.calls()[number];
        if (!trace.isMeasured(static_cast<qint32>(number)) || call.planned < 0 || !call.finished || !isSuccess(call.outcome))
            continue;
        qint64 ns = 0;
        for (const qint32 index : call.spans) {
            const Span &span = trace.spans()[static_cast<size_t>(index)];
            ns += span.phase == Phase::Limiter ? Trace::endOr(span, trace.last()) - span.begin : 0;
        }
        waits.push_back(ns);
    }
    return waits;
}

} // namespace interleave
