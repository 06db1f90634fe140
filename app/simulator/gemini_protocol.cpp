#include "simulator/gemini_protocol.h"

#include "simulator/gemini_models.h"
#include "simulator/gemini_request.h"
#include "simulator/json_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView modelsPath("/v1beta/models");

Answer rpcStatus(int code, const QString &status, const QString &message, const QJsonArray &details = {})
{
    QJsonObject error{{u"code"_s, code}, {u"message"_s, message}, {u"status"_s, status}};
    if (!details.isEmpty())
        error[u"details"_s] = details;
    return {.status = code, .body = QJsonDocument(QJsonObject{{u"error"_s, error}}).toJson(QJsonDocument::Compact)};
}

Answer invalidArgument(const GeminiProblem &problem)
{
    QJsonObject violation{{u"description"_s, problem.message}};
    if (!problem.field.isEmpty())
        violation[u"field"_s] = problem.field;
    return rpcStatus(
        400, u"INVALID_ARGUMENT"_s, problem.message,
        {QJsonObject{{u"@type"_s, u"type.googleapis.com/google.rpc.BadRequest"_s}, {u"fieldViolations"_s, QJsonArray{violation}}}});
}

Answer unknownModel(const QString &model, const QString &method)
{
    return rpcStatus(404, u"NOT_FOUND"_s,
                     u"models/%1 is not found for API version v1beta, or is not supported for %2. Call ListModels to see the list of "
                     "available models and their supported methods."_s.arg(model, method));
}

Answer unknownPath(const HttpRequest &request)
{
    return rpcStatus(404, u"NOT_FOUND"_s,
                     u"%1 %2 is not a method of this API."_s.arg(QString::fromLatin1(request.method), QString::fromUtf8(request.path)));
}

Answer tokenCount(int tokens)
{
    const QJsonObject details{{u"modality"_s, u"TEXT"_s}, {u"tokenCount"_s, tokens}};
    return {.body = QJsonDocument(QJsonObject{{u"totalTokens"_s, tokens}, {u"promptTokensDetails"_s, QJsonArray{details}}})
                        .toJson(QJsonDocument::Compact)};
}

/// One GenerateContentResponse.
QByteArray responseJson(const PlannedReply &reply, const QString &text, int outputTokens, bool isLast)
{
    const QByteArray inputTokens = QByteArray::number(reply.plan.inputTokens);
    QByteArray json;
    json.reserve(text.size() + 400);
    json += R"({"candidates":[{"content":{"parts":[{"text":)";
    appendJsonString(json, text);
    json += R"(}],"role":"model"})";
    if (isLast)
        json += reply.plan.cutByMaxTokens ? R"(,"finishReason":"MAX_TOKENS")" : R"(,"finishReason":"STOP")";
    json += R"(,"index":0}],"usageMetadata":{"promptTokenCount":)";
    json += inputTokens;
    json += R"(,"candidatesTokenCount":)";
    json += QByteArray::number(outputTokens);
    json += R"(,"totalTokenCount":)";
    json += QByteArray::number(reply.plan.inputTokens + outputTokens);
    json += R"(,"promptTokensDetails":[{"modality":"TEXT","tokenCount":)";
    json += inputTokens;
    json += R"(}]},"modelVersion":)";
    appendJsonString(json, reply.request.model);
    json += R"(,"responseId":")";
    json += reply.id;
    json += "\"}";
    return json;
}

/// An object as one piece of a stream.
QByteArray framed(const QByteArray &json, Delivery delivery, bool isFirst)
{
    if (delivery == Delivery::EventStream)
        return "data: " + json + "\r\n\r\n";
    return (isFirst ? "[" : ",\r\n") + json;
}

struct Method {
    QString model;
    QString name; ///< after the colon; empty: none
};

std::optional<Method> methodOf(const HttpRequest &request)
{
    if (request.path.size() <= modelsPath.size() + 1 || request.path[modelsPath.size()] != '/')
        return std::nullopt;
    const QString rest = QString::fromUtf8(request.path).mid(modelsPath.size() + 1);
    const qsizetype colon = rest.lastIndexOf(u':');
    return colon < 0 ? Method{rest, {}} : Method{rest.left(colon), rest.mid(colon + 1)};
}

QString retryDelay(double seconds) { return QString::number(std::ceil(seconds * 1000) / 1000) % u's'; }

Answer quotaExceeded(const Refusal &refusal, const QString &model)
{
    const bool ofTokens = refusal.kind == Refusal::Kind::TokenRate;
    const QString metric = u"generativelanguage.googleapis.com/"_s %
                           (ofTokens ? u"generate_content_free_tier_input_token_count"_s : u"generate_content_free_tier_requests"_s);
    const QString quotaId =
        ofTokens ? u"GenerateContentInputTokensPerModelPerMinute-FreeTier"_s : u"GenerateRequestsPerMinutePerProjectPerModel-FreeTier"_s;
    const QString delay = retryDelay(refusal.retryAfterS);
    const QJsonObject violation{{u"quotaMetric"_s, metric},
                                {u"quotaId"_s, quotaId},
                                {u"quotaDimensions"_s, QJsonObject{{u"location"_s, u"global"_s}, {u"model"_s, model}}},
                                {u"quotaValue"_s, QString::number(refusal.limit)}};
    return rpcStatus(429, u"RESOURCE_EXHAUSTED"_s,
                     u"You exceeded your current quota, please check your plan and billing details.\n* Quota exceeded for metric: %1, "
                     "limit: %2\nPlease retry in %3."_s.arg(metric)
                         .arg(refusal.limit)
                         .arg(delay),
                     {QJsonObject{{u"@type"_s, u"type.googleapis.com/google.rpc.QuotaFailure"_s}, {u"violations"_s, QJsonArray{violation}}},
                      QJsonObject{{u"@type"_s, u"type.googleapis.com/google.rpc.RetryInfo"_s}, {u"retryDelay"_s, delay}}});
}

} // namespace

bool GeminiProtocol::owns(const HttpRequest &request) const { return request.path.startsWith("/v1beta/"); }

bool GeminiProtocol::generates(const HttpRequest &request) const
{
    const std::optional<Method> method = methodOf(request);
    return request.method == "POST" && method && method->name.endsWith("enerateContent"_L1);
}

std::variant<GenerateRequest, Answer> GeminiProtocol::read(const HttpRequest &request) const
{
    if (request.method == "GET" && request.path == modelsPath)
        return listGeminiModels(request.query);
    const std::optional<Method> method = methodOf(request);
    if (!method)
        return unknownPath(request);
    if (!isGeminiModel(method->model))
        return unknownModel(method->model, method->name.isEmpty() ? u"getModel"_s : method->name);
    if (request.method == "GET" && method->name.isEmpty())
        return describeGeminiModel(method->model);
    const bool whole = method->name == "generateContent"_L1;
    const bool stream = method->name == "streamGenerateContent"_L1;
    const bool count = method->name == "countTokens"_L1;
    if (request.method != "POST" || !(whole || stream || count))
        return unknownPath(request);

    auto body = readGeminiBody(request.body, count);
    if (const auto *problem = std::get_if<GeminiProblem>(&body))
        return invalidArgument(*problem);
    auto &generate = std::get<GenerateRequest>(body);
    if (count)
        return tokenCount(generate.inputTokens);
    generate.model = method->model;
    if (stream)
        generate.delivery = request.query.split('&').contains("alt=sse") ? Delivery::EventStream : Delivery::JsonArray;
    return std::move(generate);
}

QByteArray GeminiProtocol::whole(const PlannedReply &reply, size_t chunks) const
{
    const bool complete = chunks == reply.plan.chunks.size();
    QString text;
    for (size_t i = 0; i < chunks; ++i)
        text += reply.plan.chunks[i].text;
    return responseJson(reply, text, chunks > 0 ? reply.plan.chunks[chunks - 1].tokens : 0, complete);
}

QByteArray GeminiProtocol::streamType(Delivery delivery) const
{
    return delivery == Delivery::EventStream ? "text/event-stream" : "application/json";
}

QByteArray GeminiProtocol::streamPiece(const PlannedReply &reply, size_t chunk) const
{
    const ServicePlan::Chunk &content = reply.plan.chunks[chunk];
    const bool isLast = chunk + 1 == reply.plan.chunks.size();
    return framed(responseJson(reply, content.text, content.tokens, isLast), reply.request.delivery, chunk == 0);
}

QByteArray GeminiProtocol::streamEnd(Delivery delivery) const { return delivery == Delivery::JsonArray ? "]" : ""; }

QByteArray GeminiProtocol::streamError(Delivery delivery) const
{
    return framed(refuse({.kind = Refusal::Kind::Overloaded}, {}).body, delivery, false);
}

QByteArray GeminiProtocol::wrongTypes(Delivery delivery) const
{
    const QByteArray json = R"({"candidates":{"content":["text"],"finishReason":7},"usageMetadata":"many","modelVersion":[]})";
    return delivery == Delivery::Whole ? json : framed(json, delivery, true);
}

Answer GeminiProtocol::refuse(const Refusal &refusal, const QString &model) const
{
    switch (refusal.kind) {
    case Refusal::Kind::Overloaded:
        return rpcStatus(503, u"UNAVAILABLE"_s, u"The model is overloaded. Please try again later."_s);
    case Refusal::Kind::Internal:
        return rpcStatus(
            500, u"INTERNAL"_s,
            u"An internal error has occurred. Please retry or report in https://developers.generativeai.google/guide/troubleshooting"_s);
    case Refusal::Kind::RequestRate:
    case Refusal::Kind::TokenRate:
        break;
    }
    return quotaExceeded(refusal, model);
}

const std::vector<const WireProtocol *> &wireProtocols()
{
    static const GeminiProtocol gemini;
    static const std::vector<const WireProtocol *> protocols{&gemini};
    return protocols;
}

} // namespace interleave
