#include "providers/anthropic.h"

#include "providers/anthropic_reader.h"
#include "providers/model_list.h"
#include "providers/turns.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace interleave {

using namespace Qt::StringLiterals;

static QJsonObject textBlock(const QString &text) { return {{u"type"_s, u"text"_s}, {u"text"_s, text}}; }

static QJsonObject resultBlock(const ToolResult &result)
{
    QJsonObject block{{u"type"_s, u"tool_result"_s}, {u"tool_use_id"_s, result.callId}, {u"content"_s, result.output}};
    if (result.isError)
        block[u"is_error"_s] = true;
    return block;
}

/// The blocks of thinking that came before a call are wanted back unchanged, before it; AnthropicReader keeps them in its
/// signature. What another provider left there is no JSON.
static void appendThinking(QJsonArray &blocks, const ToolCall &call)
{
    const QJsonArray thinking = QJsonDocument::fromJson(call.signature.toUtf8()).array();
    for (const QJsonValue &block : thinking)
        blocks.append(block);
}

/// Plain text where that is all; else results first, and each call's thinking before it and before the text.
static QJsonValue content(const Message &turn)
{
    if (turn.toolCalls.isEmpty() && turn.toolResults.isEmpty())
        return turn.text;
    QJsonArray blocks;
    for (const ToolResult &result : turn.toolResults)
        blocks.append(resultBlock(result));
    if (!turn.toolCalls.isEmpty())
        appendThinking(blocks, turn.toolCalls.first());
    if (!turn.text.isEmpty())
        blocks.append(textBlock(turn.text));
    for (qsizetype i = 0; i < turn.toolCalls.size(); ++i) {
        const ToolCall &call = turn.toolCalls[i];
        if (i > 0)
            appendThinking(blocks, call);
        blocks.append(QJsonObject{{u"type"_s, u"tool_use"_s}, {u"id"_s, call.id}, {u"name"_s, call.name}, {u"input"_s, call.arguments}});
    }
    return blocks;
}

static QJsonArray messages(const Prompt &prompt)
{
    QJsonArray json;
    for (const Message &turn : turnsWithIds(prompt))
        json.append(
            QJsonObject{{u"role"_s, turn.role == Message::Role::Model ? u"assistant"_s : u"user"_s}, {u"content"_s, content(turn)}});
    return json;
}

static QJsonArray tools(const QList<ToolDefinition> &definitions)
{
    QJsonArray json;
    for (const ToolDefinition &tool : definitions) {
        const QJsonObject schema = tool.parameters.isEmpty() ? QJsonObject{{u"type"_s, u"object"_s}} : tool.parameters; // required
        json.append(QJsonObject{{u"name"_s, tool.name}, {u"description"_s, tool.description}, {u"input_schema"_s, schema}});
    }
    return json;
}

static QJsonValue toolChoice(const Prompt &prompt)
{
    switch (prompt.toolChoice) {
    case ToolChoice::None:
        return QJsonObject{{u"type"_s, u"none"_s}};
    case ToolChoice::Required:
        return QJsonObject{{u"type"_s, u"any"_s}};
    case ToolChoice::Automatic:
        break;
    case ToolChoice::Named:
        return QJsonObject{{u"type"_s, u"tool"_s}, {u"name"_s, prompt.chosenTool}};
    }
    return QJsonObject{{u"type"_s, u"auto"_s}};
}

static QByteArray body(const QString &modelName, const Prompt &prompt, bool stream)
{
    QJsonObject request{{u"model"_s, modelName},
                        {u"max_tokens"_s, prompt.maxOutputTokens.value_or(Anthropic::defaultMaxTokens)},
                        {u"messages"_s, messages(prompt)}};
    if (!prompt.system.isEmpty())
        request[u"system"_s] = prompt.system;
    if (prompt.temperature)
        request[u"temperature"_s] = *prompt.temperature;
    if (!prompt.tools.isEmpty()) {
        request[u"tools"_s] = tools(prompt.tools);
        if (prompt.toolChoice != ToolChoice::Automatic)
            request[u"tool_choice"_s] = toolChoice(prompt);
    }
    if (stream)
        request[u"stream"_s] = true;
    return QJsonDocument(request).toJson(QJsonDocument::Compact);
}

static QList<std::pair<QByteArray, QByteArray>> headers(const QByteArray &key, bool hasSampling)
{
    QList<std::pair<QByteArray, QByteArray>> headers{{"Content-Type", "application/json"},
                                                     {"anthropic-version", hasSampling ? "2023-06-01" : "2026-10-21"}};
    if (!key.isEmpty())
        headers.append({"x-api-key", key});
    return headers;
}

WireRequest Anthropic::request(const QString &baseUrl, const QString &modelName, const QByteArray &key, const Prompt &prompt, bool stream,
                               OutputLimitField) const
{
    return {.url = requestUrl(baseUrl, u"/v1/messages"_s),
            .headers = headers(key, prompt.temperature.has_value()),
            .body = body(modelName, prompt, stream)};
}

std::unique_ptr<ResponseReader> Anthropic::reader(bool stream) const { return std::make_unique<AnthropicReader>(stream); }

WireRequest Anthropic::modelsRequest(const QString &baseUrl, const QByteArray &key) const
{
    return {.url = requestUrl(baseUrl, u"/v1/models?limit=1000"_s), .headers = headers(key, false), .body = {}};
}

Result<QStringList> Anthropic::modelsFromBody(const QByteArray &body) const { return modelList(body, "data"_L1, "id"_L1); }

} // namespace interleave
