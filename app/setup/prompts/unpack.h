// Unpacks gzip and Zstandard, told by their first bytes; anything else stays as it is. Used by the reader of prompts files. A pure
// function; any thread.
#pragma once

#include "core/result.h"

#include <QByteArray>

namespace interleave {

/// What unpacks to more than `most` bytes is refused before it is kept, and so is what is cut or damaged. `name` is the place in errors.
Result<QByteArray> unpacked(const QByteArray &content, const QString &name, qint64 most);

} // namespace interleave
