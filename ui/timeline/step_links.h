// What a step waited for and what waited for it, as a person follows them by key. Functions of a trace; any thread that may read it.
// Indices are of Trace::steps(); -1: none.
#pragma once

#include "trace/trace.h"

namespace interleave {

/// Of its causes the one that ended last: what it really waited for.
qint32 lastCauseOf(const Trace &trace, qint32 step);
/// Of the steps that waited for it the first.
qint32 firstEffectOf(const Trace &trace, qint32 step);
/// The step itself; of a group what in it ended last, or began first: a step that has spans.
qint32 leafOf(const Trace &trace, qint32 step, bool last);

/// Its first span, or its last; of a call none of the work on its reply.
qint32 spanOfStep(const Trace &trace, qint32 step, bool last);
/// The step that a span is of; of the first wait of a job's first call that call.
qint32 stepOfSpan(const Trace &trace, const Span &span);

} // namespace interleave
