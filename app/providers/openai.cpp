#include "providers/openai.h"

#include "providers/model_list.h"
#include "providers/openai_reader.h"
#include "providers/turns.h"

#include <nlohmann/json.hpp>

namespace interleave {

using namespace Qt::StringLiterals;

/// OpenAI's own service knows fields that compatible servers do not, and refuses the old ones that they want.
static bool isOpenAisOwn(const QString &baseUrl)
{
    const QString host = QUrl(baseUrl).host();
    return host == "api.openai.com"_L1 || host.endsWith(".openai.com"_L1) || host.endsWith(".openai.azure.com"_L1);
}

static OrderedJson toolCalls(const QList<ToolCall> &calls)
{
    OrderedJson json = OrderedJson::array();
    for (const ToolCall &call : calls) {
        const QByteArray arguments = call.unreadable.isEmpty() ? compact(jsonOf(call.arguments)) : call.unreadable.toUtf8();
        json.push_back({{"id", utf8(call.id)},
                        {"type", "function"},
                        {"function", {{"name", utf8(call.name)}, {"arguments", arguments.toStdString()}}}});
    }
    return json;
}

/// The wire has no mark for an error: its words begin with one.
static QString outputOf(const ToolResult &result)
{
    const QString mark = u"Error: "_s;
    return result.isError && !result.output.startsWith(mark) ? mark + result.output : result.output;
}

/// Results are messages of their own, right after the calls.
static void append(OrderedJson &messages, const Message &turn)
{
    for (const ToolResult &result : turn.toolResults)
        messages.push_back({{"role", "tool"}, {"tool_call_id", utf8(result.callId)}, {"content", utf8(outputOf(result))}});
    if (turn.role == Message::Role::Model) {
        OrderedJson message{{"role", "assistant"}, {"content", nullptr}};
        if (!turn.text.isEmpty() || turn.toolCalls.isEmpty())
            message["content"] = utf8(turn.text);
        if (!turn.toolCalls.isEmpty())
            message["tool_calls"] = toolCalls(turn.toolCalls);
        messages.push_back(std::move(message));
    } else if (!turn.text.isEmpty() || turn.toolResults.isEmpty()) {
        messages.push_back({{"role", "user"}, {"content", utf8(turn.text)}});
    }
}

static OrderedJson tools(const QList<ToolDefinition> &definitions)
{
    OrderedJson json = OrderedJson::array();
    for (const ToolDefinition &tool : definitions) {
        OrderedJson function{{"name", utf8(tool.name)}, {"description", utf8(tool.description)}};
        if (!tool.parameters.isEmpty())
            function["parameters"] = jsonOf(tool.parameters);
        json.push_back({{"type", "function"}, {"function", std::move(function)}});
    }
    return json;
}

static OrderedJson toolChoice(const Prompt &prompt)
{
    switch (prompt.toolChoice) {
    case ToolChoice::None:
        return "none";
    case ToolChoice::Required:
        return "required";
    case ToolChoice::Automatic:
        break;
    case ToolChoice::Named:
        return {{"type", "function"}, {"function", {{"name", utf8(prompt.chosenTool)}}}};
    }
    return "auto";
}

static OrderedJson messages(const Prompt &prompt)
{
    OrderedJson json = OrderedJson::array();
    if (!prompt.system.isEmpty())
        json.push_back({{"role", "system"}, {"content", utf8(prompt.system)}}); // "developer" is unknown to many servers
    for (const Message &turn : turnsWithIds(prompt))
        append(json, turn);
    return json;
}

static QByteArray body(const QString &modelName, const Prompt &prompt, bool stream, bool isOwn, bool hasNewLimit)
{
    OrderedJson request{{"model", utf8(modelName)}, {"messages", messages(prompt)}};
    if (prompt.temperature)
        request["temperature"] = *prompt.temperature;
    if (prompt.maxOutputTokens)
        request[hasNewLimit ? "max_completion_tokens" : "max_tokens"] = *prompt.maxOutputTokens;
    if (!prompt.tools.isEmpty()) {
        request["tools"] = tools(prompt.tools);
        if (prompt.toolChoice != ToolChoice::Automatic)
            request["tool_choice"] = toolChoice(prompt);
        // GPT-6 calls functions here only when it does not reason; earlier models do not know the field
        if (isOwn && modelName.startsWith("gpt-6"_L1))
            request["reasoning_effort"] = "none";
    }
    if (stream) {
        request["stream"] = true;
        request["stream_options"]["include_usage"] = true;
        if (isOwn)
            request["stream_options"]["include_obfuscation"] = false; // random padding of each chunk
    }
    return compact(request);
}

static QList<std::pair<QByteArray, QByteArray>> headers(const QByteArray &key)
{
    QList<std::pair<QByteArray, QByteArray>> headers{{"Content-Type", "application/json"}};
    if (!key.isEmpty())
        headers.append({"Authorization", "Bearer " + key});
    return headers;
}

WireRequest OpenAi::request(const QString &baseUrl, const QString &modelName, const QByteArray &key, const Prompt &prompt, bool stream,
                            OutputLimitField limitField) const
{
    const bool isOwn = isOpenAisOwn(baseUrl);
    const bool isNew = limitField == OutputLimitField::Auto ? isOwn : limitField == OutputLimitField::MaxCompletionTokens;
    return {
        .url = requestUrl(baseUrl, u"/chat/completions"_s), .headers = headers(key), .body = body(modelName, prompt, stream, isOwn, isNew)};
}

std::unique_ptr<ResponseReader> OpenAi::reader(bool stream) const { return std::make_unique<OpenAiReader>(stream); }

WireRequest OpenAi::modelsRequest(const QString &baseUrl, const QByteArray &key) const
{
    return {.url = requestUrl(baseUrl, u"/models"_s), .headers = headers(key), .body = {}};
}

Result<QStringList> OpenAi::modelsFromBody(const QByteArray &body) const { return modelList(body, "data", "id"); }

} // namespace interleave
