#include "simulator/protocols/gemini/gemini_protocol.h"

#include "simulator/protocols/conversation_text.h"
#include "simulator/protocols/gemini/gemini_embeddings.h"
#include "simulator/protocols/gemini/gemini_errors.h"
#include "simulator/protocols/gemini/gemini_models.h"
#include "json/json_text.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <optional>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

constexpr QByteArrayView modelsPath("/v1beta/models");

Answer tokenCount(int tokens)
{
    const QJsonObject details{{u"modality"_s, u"TEXT"_s}, {u"tokenCount"_s, tokens}};
    return {.body = QJsonDocument(QJsonObject{{u"totalTokens"_s, tokens}, {u"promptTokensDetails"_s, QJsonArray{details}}})
                        .toJson(QJsonDocument::Compact)};
}

using Kind = ServicePlan::Block::Kind;

/// A call, with what belongs to it in its part: of several calls at once only the first one is signed.
QByteArray callPart(const PlannedReply &reply, size_t block, const QString &arguments)
{
    const size_t number = reply.plan.numberOfCall(block);
    QByteArray json = R"({"functionCall":{"id":"call-)" + reply.id + (number > 0 ? '-' + QByteArray::number(number) : QByteArray());
    json += R"(","name":)";
    appendJsonText(json, reply.plan.blocks[block].tool);
    json += R"(,"args":)";
    if (QJsonDocument::fromJson(arguments.toUtf8()).isObject())
        json += arguments.toUtf8();
    else
        appendJsonText(json, arguments); // what is no object, as a script may want it
    json += '}';
    if (number == 0)
        json += R"(,"thoughtSignature":")" + QByteArray("signature of " + reply.id).toBase64() + '"';
    return json + '}';
}

/// A block as a part of a content. Empty: a call comes whole, or not at all when its arguments are cut.
QByteArray partJson(const PlannedReply &reply, size_t block, const QString &text)
{
    if (reply.plan.blocks[block].kind == Kind::Call)
        return reply.plan.blocks[block].isWhole ? callPart(reply, block, text) : QByteArray();
    QByteArray json = R"({"text":)";
    appendJsonText(json, text);
    return json + (reply.plan.blocks[block].kind == Kind::Thinking ? R"(,"thought":true})" : "}");
}

const char *finishReason(const ServicePlan &plan)
{
    if (plan.cutByMaxTokens)
        return "MAX_TOKENS";
    return plan.end == ServicePlan::End::Refusal ? "SAFETY" : "STOP";
}

/// One GenerateContentResponse with these parts.
QByteArray responseJson(const PlannedReply &reply, const QByteArray &parts, int outputTokens, bool isLast)
{
    const QByteArray inputTokens = QByteArray::number(reply.plan.inputTokens);
    const int thinkingTokens = std::min(outputTokens, reply.plan.thinkingTokens);
    QByteArray json;
    json.reserve(parts.size() + 400);
    json += R"({"candidates":[{"content":{"parts":[)";
    json += parts;
    json += R"(],"role":"model"})";
    if (isLast)
        json += R"(,"finishReason":")" + QByteArray(finishReason(reply.plan)) + '"';
    json += R"(,"index":0}],"usageMetadata":{"promptTokenCount":)";
    json += inputTokens;
    json += R"(,"candidatesTokenCount":)";
    json += QByteArray::number(outputTokens - thinkingTokens);
    if (thinkingTokens > 0)
        json += R"(,"thoughtsTokenCount":)" + QByteArray::number(thinkingTokens);
    json += R"(,"totalTokenCount":)";
    json += QByteArray::number(reply.plan.inputTokens + outputTokens);
    json += R"(,"promptTokensDetails":[{"modality":"TEXT","tokenCount":)";
    json += inputTokens;
    json += R"(}]},"modelVersion":)";
    appendJsonText(json, reply.request.wish.model);
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

} // namespace

bool GeminiProtocol::owns(const HttpRequest &request) const
{
    return request.path.startsWith("/v1beta/") && !request.path.startsWith("/v1beta/openai/");
}

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
        return geminiUnknownPath(request);
    const bool embeds = method->name == "embedContent"_L1 || method->name == "batchEmbedContents"_L1;
    if (!isGeminiModel(method->model, embeds || request.method == "GET"))
        return geminiUnknownModel(method->model, method->name.isEmpty() ? u"getModel"_s : method->name);
    if (request.method == "GET" && method->name.isEmpty())
        return describeGeminiModel(method->model);
    if (request.method == "POST" && embeds)
        return embedGemini(request.body, method->model, method->name == "batchEmbedContents"_L1);
    const bool whole = method->name == "generateContent"_L1;
    const bool stream = method->name == "streamGenerateContent"_L1;
    const bool count = method->name == "countTokens"_L1;
    if (request.method != "POST" || !(whole || stream || count))
        return geminiUnknownPath(request);

    auto body = readGeminiBody(request.body, count);
    if (const auto *problem = std::get_if<GeminiProblem>(&body))
        return geminiInvalidArgument(*problem);
    auto &generate = std::get<GenerateRequest>(body);
    if (count)
        return tokenCount(conversationTokens(generate.prompt) + generate.mediaTokens);
    generate.wish.model = method->model;
    if (method->model.startsWith("gemini-3"_L1)) {
        if (const std::optional<GeminiProblem> problem = missingSignature(generate.prompt))
            return geminiInvalidArgument(*problem);
    }
    if (stream)
        generate.delivery = request.query.split('&').contains("alt=sse") ? Delivery::EventStream : Delivery::JsonArray;
    return std::move(generate);
}

QByteArray GeminiProtocol::whole(const PlannedReply &reply, size_t chunks) const
{
    const ServicePlan &plan = reply.plan;
    QByteArray parts;
    for (size_t block = 0; block < plan.blocks.size(); ++block) {
        const bool isThere = chunks == plan.chunks.size() || (chunks > 0 && plan.chunks[chunks - 1].block > block);
        const QString text = plan.textOf(block, chunks);
        const bool isCall = plan.blocks[block].kind == Kind::Call;
        if ((isCall && !isThere) || (block > 0 && text.isEmpty()))
            continue;
        const QByteArray part = partJson(reply, block, text);
        parts += (parts.isEmpty() || part.isEmpty() ? "" : ",") + part;
    }
    return responseJson(reply, parts, chunks > 0 ? plan.chunks[chunks - 1].tokens : 0, chunks == plan.chunks.size());
}

QByteArray GeminiProtocol::streamType(Delivery delivery) const
{
    return delivery == Delivery::EventStream ? "text/event-stream" : "application/json";
}

QByteArray GeminiProtocol::streamPiece(const PlannedReply &reply, size_t chunk) const
{
    const ServicePlan::Chunk &content = reply.plan.chunks[chunk];
    const bool isLast = chunk + 1 == reply.plan.chunks.size();
    return framed(responseJson(reply, partJson(reply, content.block, content.text), content.tokens, isLast), reply.request.delivery,
                  chunk == 0);
}

QByteArray GeminiProtocol::streamEnd(Delivery delivery) const { return delivery == Delivery::JsonArray ? "]" : ""; }

QByteArray GeminiProtocol::streamError(Delivery delivery, const QByteArray &) const
{
    return framed(geminiRefusal({.kind = ServiceRefusal::Kind::Overloaded}, {}).body, delivery, false);
}

QByteArray GeminiProtocol::wrongTypes(Delivery delivery) const
{
    const QByteArray json =
        R"({"candidates":[{"content":{"parts":[{"text":7}]},"finishReason":["STOP"]}],"usageMetadata":"many","modelVersion":[]})";
    return delivery == Delivery::Whole ? json : framed(json, delivery, true);
}

Answer GeminiProtocol::refuse(const ServiceRefusal &refusal, const QString &model, const QByteArray &) const
{
    return geminiRefusal(refusal, model);
}

} // namespace interleave
