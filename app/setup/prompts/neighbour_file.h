// Files that a prompts file names: read from its own folder or below, and nowhere else; regular files of a bounded size. What somebody
// else's file names must not reach a person's other files. Any thread; blocks.
#pragma once

#include "core/result.h"

namespace interleave {

/// `name` of the file that names `reference`. An error is one sentence without the name.
Result<QString> textOfNeighbour(const QString &name, const QString &reference);

} // namespace interleave
