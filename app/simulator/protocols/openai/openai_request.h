// Reads the body of a chat completion request as strictly as OpenAI's service: an unknown argument, a wrong type, a tool call
// without its answer is an error with its words. Pure; any thread.
#pragma once

#include "simulator/protocols/openai/openai_errors.h"
#include "simulator/protocols/wire_protocol.h"

namespace interleave {

std::variant<GenerateRequest, OpenAiProblem> readChatBody(const QByteArray &bytes);
/// A body as a JSON object.
std::variant<QJsonObject, OpenAiProblem> readOpenAiJson(const QByteArray &bytes);

} // namespace interleave
