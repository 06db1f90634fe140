// A folder of .txt and .md files as prompts, one of each file, in the order of their names. Any thread; blocks while it reads.
#pragma once

#include "setup/prompts/prompt_set.h"

namespace interleave {

/// What else is in the folder is told.
Result<PromptSet> promptsOfFolder(const QString &path);

} // namespace interleave
