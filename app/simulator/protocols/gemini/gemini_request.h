// Reads the body of a Gemini request for text, as strictly as the real service: an unknown field, a wrong type, a missing
// "contents" or an unknown role is an error with its words. Names in camelCase and in snake_case. Pure; any thread.
#pragma once

#include "simulator/protocols/wire_protocol.h"

namespace interleave {

struct GeminiProblem {
    QString message;
    QString field; ///< "generation_config.top_q"; empty: the body as a whole
};

/// What models since Gemini 3 refuse: a call of the current turn that comes back without its signature. Unset: nothing.
std::optional<GeminiProblem> missingSignature(const Prompt &prompt);
/// A body as a JSON object.
std::variant<QJsonObject, GeminiProblem> readGeminiJson(const QByteArray &bytes);
/// A body of generateContent, or of countTokens, which may also wrap one. Model and delivery are the caller's to set.
std::variant<GenerateRequest, GeminiProblem> readGeminiBody(const QByteArray &bytes, bool countsTokens);

} // namespace interleave
