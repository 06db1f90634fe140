// What all replies of a run may take of the memory together: content is kept until the run is looked at, and how much comes is the
// servers' choice. Begun by whoever makes a run in this process, charged by every exchange, with any thread. One run at a time.
#pragma once

#include <QtGlobal>

namespace interleave::reply_budget {

/// From now on, bytes. Without it there is no limit.
void begin(qint64 bytes);
/// False: they are not there any more.
bool take(qint64 bytes);
qint64 total();

/// For a run of so many calls, or of an unknown number (0): room for whatever models write, never more than an eighth of the machine's
/// memory, and at least 48 MB.
qint64 usualFor(qint64 calls);

} // namespace interleave::reply_budget
