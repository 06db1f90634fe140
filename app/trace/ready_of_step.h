// What a step that has no call waits for an executor is written when it is handed on, and ends where it is begun, or with the step. Used by
// Trace alone; thread: the trace's.
#pragma once

#include "trace/trace_records.h"

#include <algorithm>

namespace interleave {

inline void endReadyOf(const StepRecord &step, std::vector<Span> &spans, qint64 ns)
{
    for (const qint32 index : step.spans) {
        if (Span &span = spans[static_cast<size_t>(index)]; span.phase == Phase::Ready && span.end == TraceRecords::open)
            span.end = std::max(ns, span.begin);
    }
}

} // namespace interleave
