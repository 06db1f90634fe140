// Gemini's embedContent and batchEmbedContents. Pure; any thread.
#pragma once

#include "simulator/http/http_message.h"

#include <QString>

namespace interleave {

Answer embedGemini(const QByteArray &body, const QString &model, bool isBatch);

} // namespace interleave
