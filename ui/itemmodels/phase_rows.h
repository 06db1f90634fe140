// The phases of one call in order of time, with a row for each usual phase that did not happen. What the inspector's table
// shows, without the table. Pure functions of a trace; any thread that may read it.
#pragma once

#include "trace/unread.h"

#include <QList>

#include <optional>

namespace interleave {

struct PhaseRow {
    std::optional<Phase> phase; ///< unset: planned, and nothing done yet
    int attempt = 0;
    qint64 begin = -1; ///< -1: it did not happen, or not yet
    qint64 end = -1;   ///< "now" while it is open
    bool isOpen = false;
    bool isError = false; ///< its attempt failed here
    bool isAhead = false; ///< not yet, but it may still come
    qint64 unread = 0;    ///< above 0: no phase, but how much of the one before lay unread, from the first to the last of it
    bool isAtMost = false;

    bool happened() const { return begin >= 0; }
    bool operator==(const PhaseRow &) const = default;
};

/// Empty where the trace has no such call. `steps`: those of the trace.
QList<PhaseRow> phaseRows(const Trace &trace, int call, qint64 now, const CpuSteps &steps);
/// Each phase begins where the one before it ended.
bool phasesTile(const QList<PhaseRow> &rows);

} // namespace interleave
