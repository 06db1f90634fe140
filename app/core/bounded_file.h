// Reads a file that somebody else may have named: a regular one, no larger than what its kind can need. A device, a pipe or a socket
// is refused before it is opened (opening a pipe waits for its other end). Used by every reader of files; any thread; blocks.
#pragma once

#include "core/result.h"

#include <QByteArray>

namespace interleave {

/// What the largest files of each kind may have, bytes.
inline constexpr qint64 mostScenarioBytes = 32'000'000;
inline constexpr qint64 mostRunBytes = 2'000'000'000;
inline constexpr qint64 mostProfileBytes = 1'000'000; ///< of a certificate and a price table, too

/// The whole of it. The error is what is wrong and what to do, without the path: "is larger than 64 MB; name a smaller file".
Result<QByteArray> readBounded(const QString &path, qint64 mostBytes);

} // namespace interleave
