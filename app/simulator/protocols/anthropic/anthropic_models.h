// The models as Anthropic's service lists them. Pure; any thread.
#pragma once

#include "simulator/http/http_message.h"

#include <QString>

namespace interleave {

/// GET /v1/models with limit, after_id and before_id.
Answer listAnthropicModels(const QByteArray &query);
/// GET /v1/models/NAME; 404 when there is none of that name.
Answer describeAnthropicModel(const QString &name, const QByteArray &id);

} // namespace interleave
