// Whether the simulated model answers with a call of a tool instead of text, and with which arguments. Used by planService().
// Pure; any thread.
#pragma once

#include "core/prompt.h"
#include "simulator/llm/random_stream.h"

#include <optional>

namespace interleave {

/// A forced choice (Required, Named) is followed until a tool has answered; then text comes. With an automatic choice the
/// model calls the tools whose names the question mentions, in that order, each once. The call has no id yet.
std::optional<ToolCall> toolCallFor(const Prompt &prompt, RandomStream &random);

} // namespace interleave
