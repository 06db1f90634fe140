// A profile as its file has it, before it is read: what turns one of its numbers starts from here. Any thread; blocks.
#pragma once

#include "core/shipped_file.h"

namespace interleave {

/// One of profileNames(), or a file.
Result<NamedContent> profileFile(const QString &nameOrPath);

} // namespace interleave
