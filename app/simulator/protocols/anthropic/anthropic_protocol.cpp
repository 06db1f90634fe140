#include "simulator/protocols/anthropic/anthropic_protocol.h"

#include "simulator/llm/simulated_models.h"
#include "simulator/protocols/anthropic/anthropic_errors.h"
#include "simulator/protocols/anthropic/anthropic_models.h"
#include "simulator/protocols/anthropic/anthropic_reply.h"
#include "simulator/protocols/anthropic/anthropic_request.h"
#include "simulator/protocols/conversation_text.h"

#include <QDateTime>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView modelsPath("/v1/models");

void addLimit(HeaderList &headers, const QByteArray &what, const QuotaState::Part &part)
{
    if (part.limit == 0)
        return;
    const QByteArray start = "anthropic-ratelimit-" + what;
    const QDateTime full = QDateTime::currentDateTimeUtc().addMSecs(static_cast<qint64>(part.fullInS * 1000));
    headers.emplaceBack(start + "-limit", QByteArray::number(part.limit));
    headers.emplaceBack(start + "-remaining", QByteArray::number(part.left));
    headers.emplaceBack(start + "-reset", full.toString(Qt::ISODate).toLatin1());
}

} // namespace

bool AnthropicProtocol::owns(const HttpRequest &request) const
{
    if (request.path == "/v1/messages" || request.path.startsWith("/v1/messages/"))
        return true;
    const bool asAnthropic = !request.header("anthropic-version").isEmpty() || !request.header("x-api-key").isEmpty();
    return request.path.startsWith(modelsPath) && asAnthropic;
}

bool AnthropicProtocol::generates(const HttpRequest &request) const { return request.method == "POST" && request.path == "/v1/messages"; }

std::variant<GenerateRequest, Answer> AnthropicProtocol::read(const HttpRequest &request) const
{
    const QByteArray version = request.header("anthropic-version");
    if (const std::optional<QString> problem = problemOfVersion(version))
        return anthropicInvalidRequest(*problem, request.id);
    if (request.method == "GET" && request.path == modelsPath)
        return listAnthropicModels(request.query);
    if (request.method == "GET" && request.path.startsWith("/v1/models/"))
        return describeAnthropicModel(QString::fromUtf8(request.path.mid(modelsPath.size() + 1)), request.id);
    const bool counts = request.path == "/v1/messages/count_tokens";
    if (request.method != "POST" || !(counts || request.path == "/v1/messages"))
        return anthropicError(404, u"not_found_error"_s, u"Not Found"_s, request.id);

    auto body = readMessagesBody(request.body, version, counts);
    if (const auto *problem = std::get_if<QString>(&body))
        return anthropicInvalidRequest(*problem, request.id);
    auto &generate = std::get<GenerateRequest>(body);
    if (!anthropicModels().contains(generate.wish.model))
        return anthropicUnknownModel(generate.wish.model, request.id);
    if (counts) {
        const int tokens = conversationTokens(generate.prompt) + generate.mediaTokens;
        return Answer{.body = R"({"input_tokens":)" + QByteArray::number(tokens) + '}'};
    }
    return std::move(generate);
}

QByteArray AnthropicProtocol::whole(const PlannedReply &reply, size_t chunks) const { return anthropicMessage(reply, chunks); }

QByteArray AnthropicProtocol::streamType(Delivery) const { return "text/event-stream; charset=utf-8"; }

QByteArray AnthropicProtocol::streamPiece(const PlannedReply &reply, size_t chunk) const { return anthropicEvents(reply, chunk); }

QByteArray AnthropicProtocol::streamEnd(Delivery) const { return {}; }

QByteArray AnthropicProtocol::streamError(Delivery, const QByteArray &id) const
{
    return anthropicEvent("error", anthropicRefusal({.kind = ServiceRefusal::Kind::Overloaded}, id).body);
}

QByteArray AnthropicProtocol::wrongTypes(Delivery delivery) const
{
    if (delivery == Delivery::Whole)
        return R"({"id":7,"type":"message","role":"assistant","content":[{"type":"text","text":7}],"stop_reason":1,"usage":"many"})";
    return anthropicEvent("content_block_delta",
                          R"({"type":"content_block_delta","index":"first","delta":{"type":"text_delta","text":7}})");
}

Answer AnthropicProtocol::refuse(const ServiceRefusal &refusal, const QString &, const QByteArray &id) const
{
    return anthropicRefusal(refusal, id);
}

HeaderList AnthropicProtocol::headers(const QByteArray &id, const QuotaState &quota) const
{
    HeaderList headers{{"request-id", "req_" + id}};
    addLimit(headers, "requests", quota.requests);
    addLimit(headers, "input-tokens", quota.tokens);
    addLimit(headers, "tokens", quota.tokens);
    return headers;
}

} // namespace interleave
