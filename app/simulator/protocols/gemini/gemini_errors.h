// Answers of the Gemini service that say what is wrong: google.rpc.Status bodies. Pure; any thread.
#pragma once

#include "simulator/protocols/gemini/gemini_request.h"

namespace interleave {

Answer geminiInvalidArgument(const GeminiProblem &problem);
Answer geminiUnknownModel(const QString &model, const QString &method);
Answer geminiUnknownPath(const HttpRequest &request);
Answer geminiRefusal(const ServiceRefusal &refusal, const QString &model);

} // namespace interleave
