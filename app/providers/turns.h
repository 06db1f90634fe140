// The turns of a prompt as a provider sends them: its history, then its text as the user's last words. Any thread.
#pragma once

#include "core/prompt.h"

namespace interleave {

QList<Message> turnsOf(const Prompt &prompt);

/// The same, for protocols that match results to calls by id only: calls that have none get "call_0", "call_1", ..., and
/// results without one get that of the first unanswered call of their name.
QList<Message> turnsWithIds(const Prompt &prompt);

} // namespace interleave
