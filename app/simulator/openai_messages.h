// Reads the messages of a chat completion request into a prompt. Used by readChatBody(). Pure; any thread.
#pragma once

#include "simulator/openai_errors.h"
#include "simulator/wire_protocol.h"

#include <QJsonArray>

#include <optional>

namespace interleave {

/// Sets system text, history and text; the first thing that is wrong otherwise.
std::optional<OpenAiProblem> readChatMessages(const QJsonArray &messages, GenerateRequest &request);

} // namespace interleave
