#include "simulator/protocols/openai/openai_protocol.h"

#include "simulator/llm/simulated_models.h"
#include "simulator/protocols/openai/openai_embeddings.h"
#include "simulator/protocols/openai/openai_models.h"
#include "simulator/protocols/openai/openai_reply.h"
#include "simulator/protocols/openai/openai_request.h"

#include <cmath>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

/// What follows the base URL: "/chat/completions". Empty: not of this protocol.
QByteArray methodOf(const QByteArray &path)
{
    for (const QByteArrayView base : {"/v1beta/openai", "/openai/v1", "/v1", ""}) {
        if (!path.startsWith(base))
            continue;
        const QByteArray rest = path.mid(base.size());
        for (const QByteArrayView method : {"/chat/completions", "/embeddings", "/models"}) {
            if (rest == method || (method == "/models" && rest.startsWith("/models/")))
                return rest;
        }
    }
    return {};
}

/// As Go prints a duration: "120ms", "1.5s", "6m0s".
QByteArray goDuration(double seconds)
{
    const auto milliseconds = static_cast<qint64>(std::ceil(std::max(seconds, 0.0) * 1000));
    if (milliseconds < 1000)
        return QByteArray::number(milliseconds) + "ms";
    const qint64 minutes = milliseconds / 60000;
    return (minutes > 0 ? QByteArray::number(minutes) + 'm' : QByteArray()) +
           QByteArray::number(static_cast<double>(milliseconds % 60000) / 1000) + 's';
}

void addLimit(HeaderList &headers, const QByteArray &what, const QuotaState::Part &part)
{
    if (part.limit == 0)
        return;
    headers.emplaceBack("x-ratelimit-limit-" + what, QByteArray::number(part.limit));
    headers.emplaceBack("x-ratelimit-remaining-" + what, QByteArray::number(part.left));
    headers.emplaceBack("x-ratelimit-reset-" + what, goDuration(part.fullInS));
}

} // namespace

bool OpenAiProtocol::owns(const HttpRequest &request) const
{
    return !methodOf(request.path).isEmpty() || request.path.startsWith("/v1/") || request.path.startsWith("/openai/v1/");
}

bool OpenAiProtocol::generates(const HttpRequest &request) const
{
    return request.method == "POST" && methodOf(request.path) == "/chat/completions";
}

std::variant<GenerateRequest, Answer> OpenAiProtocol::read(const HttpRequest &request) const
{
    const QByteArray method = methodOf(request.path);
    if (request.method == "GET" && method.startsWith("/models"))
        return method == "/models" ? listOpenAiModels() : describeOpenAiModel(QString::fromUtf8(method.mid(8)));
    if (request.method != "POST" || method.isEmpty() || method.startsWith("/models"))
        return openAiUnknownPath(request);
    if (method == "/embeddings")
        return embedOpenAi(request.body);
    auto body = readChatBody(request.body);
    if (const auto *problem = std::get_if<OpenAiProblem>(&body))
        return openAiInvalidRequest(*problem);
    auto &generate = std::get<GenerateRequest>(body);
    if (!openAiChatModels().contains(generate.wish.model))
        return openAiUnknownModel(generate.wish.model);
    return std::move(generate);
}

QByteArray OpenAiProtocol::whole(const PlannedReply &reply, size_t chunks) const { return chatCompletion(reply, chunks); }

QByteArray OpenAiProtocol::streamType(Delivery) const { return "text/event-stream; charset=utf-8"; }

QByteArray OpenAiProtocol::streamPiece(const PlannedReply &reply, size_t chunk) const { return chatCompletionEvents(reply, chunk); }

QByteArray OpenAiProtocol::streamEnd(Delivery) const { return "data: [DONE]\n\n"; }

QByteArray OpenAiProtocol::streamError(Delivery, const QByteArray &) const
{
    return "data: " + openAiRefusal({.kind = ServiceRefusal::Kind::Overloaded}, {}).body + "\n\n";
}

QByteArray OpenAiProtocol::wrongTypes(Delivery delivery) const
{
    const QByteArray part = delivery == Delivery::Whole ? "message" : "delta";
    const QByteArray json = R"({"id":7,"object":["chat.completion"],"choices":[{"index":0,")" + part +
                            R"(":{"content":7},"finish_reason":null}],"usage":"many","model":[]})";
    return delivery == Delivery::Whole ? json : "data: " + json + "\n\n";
}

Answer OpenAiProtocol::refuse(const ServiceRefusal &refusal, const QString &model, const QByteArray &) const
{
    return openAiRefusal(refusal, model);
}

HeaderList OpenAiProtocol::headers(const QByteArray &id, const QuotaState &quota) const
{
    HeaderList headers{{"x-request-id", "req_" + id}};
    addLimit(headers, "requests", quota.requests);
    addLimit(headers, "tokens", quota.tokens);
    return headers;
}

} // namespace interleave
