// A provider's wire protocol from the server's side: reads requests, writes replies, refusals and errors as that provider
// does. No I/O and no state; the service decides what is answered and when. Server thread, but safe in any.
#pragma once

#include "core/prompt.h"
#include "simulator/http/http_message.h"
#include "simulator/llm/profile.h"
#include "simulator/protocols/refusal.h"
#include "simulator/service/quota.h"

#include <variant>
#include <vector>

namespace interleave {

enum class Delivery { Whole, EventStream, JsonArray };

/// A request for text, understood.
struct GenerateRequest {
    Prompt prompt;
    ReplyWish wish; ///< the model's name is in here
    Delivery delivery = Delivery::Whole;
    int mediaTokens = 0;     ///< of images and files, which the prompt does not hold
    bool wantsUsage = false; ///< at the end of a stream, where the protocol leaves it out by default
    bool isPadded = false;   ///< chunks of a stream carry filler against eavesdroppers
};

/// What will be answered, and when.
struct PlannedReply {
    GenerateRequest request;
    ServicePlan plan;
    QByteArray id;       ///< unique per response
    qint64 createdS = 0; ///< seconds since 1970
};

class WireProtocol
{
public:
    virtual ~WireProtocol() = default;
    virtual bool owns(const HttpRequest &request) const = 0;
    /// Asks for text rather than for a list of models or a count of tokens: what counts as a request in the metrics.
    virtual bool generates(const HttpRequest &request) const = 0;
    /// Understood, or the answer to what needs no generation: errors, the list of models, the count of tokens.
    virtual std::variant<GenerateRequest, Answer> read(const HttpRequest &request) const = 0;

    /// Body of the whole reply, or of its first `chunks` chunks, without a finish reason then.
    virtual QByteArray whole(const PlannedReply &reply, size_t chunks) const = 0;
    virtual QByteArray streamType(Delivery delivery) const = 0; ///< content type
    virtual QByteArray streamPiece(const PlannedReply &reply, size_t chunk) const = 0;
    virtual QByteArray streamEnd(Delivery delivery) const = 0; ///< what follows the last piece
    virtual QByteArray streamError(Delivery delivery, const QByteArray &id) const = 0;
    /// Well-formed, but no field has the type that it should have.
    virtual QByteArray wrongTypes(Delivery delivery) const = 0;
    /// `id` is that of the request.
    virtual Answer refuse(const ServiceRefusal &refusal, const QString &model, const QByteArray &id) const = 0;
    /// What every response carries beside its body, in the protocol's own names.
    virtual HeaderList headers(const QByteArray &id, const QuotaState &quota) const
    {
        Q_UNUSED(id)
        Q_UNUSED(quota)
        return {};
    }
    /// A tool call is one piece of a stream, however long its arguments are.
    virtual bool sendsCallsWhole() const { return false; }
};

/// All that the simulator speaks; they live as long as the program.
const std::vector<const WireProtocol *> &wireProtocols();

} // namespace interleave
