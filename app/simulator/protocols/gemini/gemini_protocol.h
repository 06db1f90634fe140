// Google's Gemini REST API v1beta from the server's side: generateContent, streamGenerateContent (as events with alt=sse,
// else as a JSON array), countTokens, embeddings, models. Errors are google.rpc.Status bodies. No state; any thread.
#pragma once

#include "simulator/protocols/wire_protocol.h"

namespace interleave {

class GeminiProtocol : public WireProtocol
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
    bool sendsCallsWhole() const override { return true; }
};

} // namespace interleave
