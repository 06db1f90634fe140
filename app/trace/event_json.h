// Events as lines of compact JSON, both ways: what a run's file (*.itrace) holds and what worker processes write to their
// pipes. Any thread; no I/O. A line names only what its kind uses, so that a person can read it:
//   {"kind":"span_begin","ns":1200,"call":3,"attempt":1,"executor":2,"phase":"ttft"}
// `attempt` and `executor` are left out when 0, `call` when -1, `outcome` when ok, `value`, `usage` and `text` when empty.
#pragma once

#include "core/job.h"
#include "core/result.h"
#include "trace/event.h"

#include <QByteArray>

namespace interleave {

/// Numbers that no run comes near: a larger one in a file is damage, and is refused before anything is allocated for it.
inline constexpr int mostCallsOfTrace = mostCallsOfRun;
inline constexpr int mostExecutorsOfTrace = 10'000;

/// Without a newline at its end, and never with one inside.
QByteArray toJsonLine(const Event &event);
void appendJsonLine(QByteArray &out, const Event &event);

/// Refuses anything that toJsonLine() could not have written: unknown kinds and fields, missing or mistyped numbers.
/// The sentence does not name the place; the caller knows it.
Result<Event> eventFromJsonLine(const QByteArray &line);

} // namespace interleave
