// Answers of the Anthropic service that say what is wrong. `id` is that of the request, which their bodies repeat. Pure; any thread.
#pragma once

#include "simulator/http/http_message.h"
#include "simulator/protocols/refusal.h"

#include <QString>

namespace interleave {

Answer anthropicError(int status, const QString &type, const QString &message, const QByteArray &id);
Answer anthropicInvalidRequest(const QString &message, const QByteArray &id);
Answer anthropicUnknownModel(const QString &model, const QByteArray &id);
Answer anthropicRefusal(const ServiceRefusal &refusal, const QByteArray &id);

} // namespace interleave
