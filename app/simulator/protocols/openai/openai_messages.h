// Reads the messages of a chat completion request into a prompt. Used by readChatBody(). Pure; any thread.
#pragma once

#include "simulator/protocols/openai/openai_errors.h"
#include "simulator/protocols/wire_protocol.h"

#include <QJsonArray>

#include <optional>

namespace interleave {

/// Sets system text, history and text; the first thing that is wrong otherwise.
std::optional<OpenAiProblem> readChatMessages(const QJsonArray &messages, GenerateRequest &request);

} // namespace interleave
