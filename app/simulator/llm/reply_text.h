// Writes the text of a simulated reply: readable English about the prompt's topic, of the size that the prompt asks for.
// Used by planService(). Pure; any thread.
#pragma once

#include "core/prompt.h"
#include "simulator/llm/profile.h"
#include "simulator/llm/random_stream.h"

namespace interleave {

/// `wantedTokens` is the length when the prompt asks for none (within some tokens: the text ends with a sentence).
/// The size is read from the prompt's text, else from its system text. Never empty.
QString writeReply(const Prompt &prompt, ReplyFormat format, double wantedTokens, RandomStream &random);

} // namespace interleave
