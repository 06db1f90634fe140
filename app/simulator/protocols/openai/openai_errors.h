// Answers of the OpenAI service that say what is wrong. Pure; any thread.
#pragma once

#include "simulator/http/http_message.h"
#include "simulator/protocols/refusal.h"

#include <QString>

namespace interleave {

/// What is wrong with a request; empty texts become null.
struct OpenAiProblem {
    QString message;
    QString param;
    QString code;
};

Answer openAiInvalidRequest(const OpenAiProblem &problem);
Answer openAiUnknownModel(const QString &model);
Answer openAiUnknownPath(const HttpRequest &request);
Answer openAiRefusal(const ServiceRefusal &refusal, const QString &model);

} // namespace interleave
