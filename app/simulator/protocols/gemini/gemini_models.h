// The models as the Gemini protocol lists and describes them. Pure; any thread.
#pragma once

#include "simulator/http/http_message.h"

#include <QString>

namespace interleave {

bool isGeminiModel(const QString &name, bool forEmbedding);
/// GET /v1beta/models with pageSize and pageToken.
Answer listGeminiModels(const QByteArray &query);
/// GET /v1beta/models/NAME of a known model.
Answer describeGeminiModel(const QString &name);

} // namespace interleave
