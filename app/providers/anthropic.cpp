#include "providers/anthropic.h"

#include "providers/anthropic_reader.h"
#include "providers/model_list.h"
#include "providers/turns.h"

#include <nlohmann/json.hpp>

namespace interleave {

using namespace Qt::StringLiterals;

static OrderedJson textBlock(const QString &text) { return {{"type", "text"}, {"text", utf8(text)}}; }

static OrderedJson resultBlock(const ToolResult &result)
{
    OrderedJson block{{"type", "tool_result"}, {"tool_use_id", utf8(result.callId)}, {"content", utf8(result.output)}};
    if (result.isError)
        block["is_error"] = true;
    return block;
}

/// The blocks of thinking that came before a call are wanted back unchanged, before it; AnthropicReader keeps them in its
/// signature. What another provider left there is no JSON.
static void appendThinking(OrderedJson &blocks, const ToolCall &call)
{
    const OrderedJson thinking = parseOrderedJson(call.signature.toUtf8());
    if (!thinking.is_array())
        return;
    for (const OrderedJson &block : thinking)
        blocks.push_back(block);
}

/// Plain text where that is all; else results first, and each call's thinking before it and before the text.
static OrderedJson content(const Message &turn)
{
    if (turn.toolCalls.isEmpty() && turn.toolResults.isEmpty())
        return utf8(turn.text);
    OrderedJson blocks = OrderedJson::array();
    for (const ToolResult &result : turn.toolResults)
        blocks.push_back(resultBlock(result));
    if (!turn.toolCalls.isEmpty())
        appendThinking(blocks, turn.toolCalls.first());
    if (!turn.text.isEmpty())
        blocks.push_back(textBlock(turn.text));
    for (qsizetype i = 0; i < turn.toolCalls.size(); ++i) {
        const ToolCall &call = turn.toolCalls[i];
        if (i > 0)
            appendThinking(blocks, call);
        blocks.push_back({{"type", "tool_use"}, {"id", utf8(call.id)}, {"name", utf8(call.name)}, {"input", jsonOf(call.arguments)}});
    }
    return blocks;
}

static OrderedJson messages(const Prompt &prompt)
{
    OrderedJson json = OrderedJson::array();
    for (const Message &turn : turnsWithIds(prompt))
        json.push_back({{"role", turn.role == Message::Role::Model ? "assistant" : "user"}, {"content", content(turn)}});
    return json;
}

static OrderedJson tools(const QList<ToolDefinition> &definitions)
{
    OrderedJson json = OrderedJson::array();
    for (const ToolDefinition &tool : definitions) {
        OrderedJson schema = tool.parameters.isEmpty() ? OrderedJson{{"type", "object"}} : jsonOf(tool.parameters); // required
        json.push_back({{"name", utf8(tool.name)}, {"description", utf8(tool.description)}, {"input_schema", std::move(schema)}});
    }
    return json;
}

static OrderedJson toolChoice(const Prompt &prompt)
{
    switch (prompt.toolChoice) {
    case ToolChoice::None:
        return {{"type", "none"}};
    case ToolChoice::Required:
        return {{"type", "any"}};
    case ToolChoice::Automatic:
        break;
    case ToolChoice::Named:
        return {{"type", "tool"}, {"name", utf8(prompt.chosenTool)}};
    }
    return {{"type", "auto"}};
}

static QByteArray body(const QString &modelName, const Prompt &prompt, bool stream)
{
    OrderedJson request{{"model", utf8(modelName)},
                        {"max_tokens", prompt.maxOutputTokens.value_or(Anthropic::defaultMaxTokens)},
                        {"messages", messages(prompt)}};
    if (!prompt.system.isEmpty())
        request["system"] = utf8(prompt.system);
    if (prompt.temperature)
        request["temperature"] = *prompt.temperature;
    if (!prompt.tools.isEmpty()) {
        request["tools"] = tools(prompt.tools);
        if (prompt.toolChoice != ToolChoice::Automatic)
            request["tool_choice"] = toolChoice(prompt);
    }
    if (stream)
        request["stream"] = true;
    return compact(request);
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

Result<QStringList> Anthropic::modelsFromBody(const QByteArray &body) const { return modelList(body, "data", "id"); }

} // namespace interleave
