// OpenAI's REST API from the server's side: chat completions, models, embeddings. Its paths are taken below every base URL in
// use: /v1, /openai/v1, /v1beta/openai (Gemini's imitation of it), and none. No state; any thread.
#pragma once

#include "simulator/protocols/wire_protocol.h"

namespace interleave {

class OpenAiProtocol : public WireProtocol
{
public:
    bool owns(const HttpRequest &request) const override;
    bool generates(const HttpRequest &request) const override;
    std::variant<GenerateRequest, Answer> read(const HttpRequest &request) const override;
    QByteArray whole(const PlannedReply &reply, size_t chunks) const override;
    QByteArray streamType(Delivery delivery) const override;
    QByteArray streamPiece(const PlannedReply &reply, size_t chunk) const override;
    QByteArray streamEnd(Delivery delivery) const override;
    QByteArray streamError(Delivery delivery, const QByteArray &id) const override;
    QByteArray wrongTypes(Delivery delivery) const override;
    Answer refuse(const ServiceRefusal &refusal, const QString &model, const QByteArray &id) const override;
    HeaderList headers(const QByteArray &id, const QuotaState &quota) const override;
};

} // namespace interleave
