// OpenAI's embeddings, as numbers or in base64. Pure; any thread.
#pragma once

#include "simulator/http/http_message.h"

namespace interleave {

Answer embedOpenAi(const QByteArray &body);

} // namespace interleave
