// The models as OpenAI's service lists them. Pure; any thread.
#pragma once

#include "simulator/http/http_message.h"

#include <QString>

namespace interleave {

Answer listOpenAiModels();
/// 404 when there is none of that name.
Answer describeOpenAiModel(const QString &name);

} // namespace interleave
