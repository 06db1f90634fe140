// What the simulator reads out of a conversation, the same under every wire protocol: its last question, its tokens, and the
// order of turns that core/prompt.h wants. Used by the protocols' request readers and by planService(). Pure; any thread.
#pragma once

#include "core/prompt.h"

namespace interleave {

/// What an image or a file counts for, whatever its size: tokens of a small image.
constexpr int tokensOfMedia = 258;

/// Puts the turns into the prompt: the user's last words are its text, what came before is its history.
void setConversation(Prompt &prompt, QList<Message> turns);
/// The user's last words, also when the results of tools followed them.
QString lastQuestion(const Prompt &prompt);
/// Tokens of all that is sent to the model as text: system text, turns, calls and results, definitions of tools.
int conversationTokens(const Prompt &prompt);

} // namespace interleave
