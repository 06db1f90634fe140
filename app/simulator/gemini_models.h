// The models that the simulator lists under the Gemini protocol: "sim", and a few real names so that a client's set-up
// works unchanged. Pure; any thread.
#pragma once

#include "simulator/http_message.h"

#include <QString>

namespace interleave {

bool isGeminiModel(const QString &name);
/// GET /v1beta/models with pageSize and pageToken.
Answer listGeminiModels(const QByteArray &query);
/// GET /v1beta/models/NAME of a known model.
Answer describeGeminiModel(const QString &name);

} // namespace interleave
