#include "providers/openai.h"

#include "providers/model_list.h"
#include "providers/openai_reader.h"
#include "providers/turns.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace interleave {

using namespace Qt::StringLiterals;

/// OpenAI's own service knows fields that compatible servers do not, and refuses the old ones that they want.
static bool isOpenAisOwn(const QString &baseUrl)
{
    const QString host = QUrl(baseUrl).host();
    return host == "api.openai.com"_L1 || host.endsWith(".openai.com"_L1) || host.endsWith(".openai.azure.com"_L1);
}

static QJsonArray toolCalls(const QList<ToolCall> &calls)
{
    QJsonArray json;
    for (const ToolCall &call : calls) {
        const QByteArray arguments = QJsonDocument(call.arguments).toJson(QJsonDocument::Compact);
        json.append(QJsonObject{{u"id"_s, call.id},
                                {u"type"_s, u"function"_s},
                                {u"function"_s, QJsonObject{{u"name"_s, call.name}, {u"arguments"_s, QString::fromUtf8(arguments)}}}});
    }
    return json;
}

/// Results are messages of their own, right after the calls; an error is told by its text only.
static void append(QJsonArray &messages, const Message &turn)
{
    for (const ToolResult &result : turn.toolResults)
        messages.append(QJsonObject{{u"role"_s, u"tool"_s}, {u"tool_call_id"_s, result.callId}, {u"content"_s, result.output}});
    if (turn.role == Message::Role::Model) {
        QJsonObject message{{u"role"_s, u"assistant"_s}};
        message[u"content"_s] = turn.text.isEmpty() && !turn.toolCalls.isEmpty() ? QJsonValue(QJsonValue::Null) : QJsonValue(turn.text);
        if (!turn.toolCalls.isEmpty())
            message[u"tool_calls"_s] = toolCalls(turn.toolCalls);
        messages.append(message);
    } else if (!turn.text.isEmpty() || turn.toolResults.isEmpty()) {
        messages.append(QJsonObject{{u"role"_s, u"user"_s}, {u"content"_s, turn.text}});
    }
}

static QJsonArray tools(const QList<ToolDefinition> &definitions)
{
    QJsonArray json;
    for (const ToolDefinition &tool : definitions) {
        QJsonObject function{{u"name"_s, tool.name}, {u"description"_s, tool.description}};
        if (!tool.parameters.isEmpty())
            function[u"parameters"_s] = tool.parameters;
        json.append(QJsonObject{{u"type"_s, u"function"_s}, {u"function"_s, function}});
    }
    return json;
}

static QJsonValue toolChoice(const Prompt &prompt)
{
    switch (prompt.toolChoice) {
    case ToolChoice::None:
        return u"none"_s;
    case ToolChoice::Required:
        return u"required"_s;
    case ToolChoice::Automatic:
        break;
    case ToolChoice::Named:
        return QJsonObject{{u"type"_s, u"function"_s}, {u"function"_s, QJsonObject{{u"name"_s, prompt.chosenTool}}}};
    }
    return u"auto"_s;
}

static QJsonArray messages(const Prompt &prompt)
{
    QJsonArray json;
    if (!prompt.system.isEmpty())
        json.append(QJsonObject{{u"role"_s, u"system"_s}, {u"content"_s, prompt.system}}); // "developer" is unknown to many servers
    for (const Message &turn : turnsWithIds(prompt))
        append(json, turn);
    return json;
}

static QByteArray body(const QString &modelName, const Prompt &prompt, bool stream, bool isOwn, bool hasNewLimit)
{
    QJsonObject request{{u"model"_s, modelName}, {u"messages"_s, messages(prompt)}};
    if (prompt.temperature)
        request[u"temperature"_s] = *prompt.temperature;
    if (prompt.maxOutputTokens)
        request[hasNewLimit ? u"max_completion_tokens"_s : u"max_tokens"_s] = *prompt.maxOutputTokens;
    if (!prompt.tools.isEmpty()) {
        request[u"tools"_s] = tools(prompt.tools);
        if (prompt.toolChoice != ToolChoice::Automatic)
            request[u"tool_choice"_s] = toolChoice(prompt);
        // GPT-6 calls functions here only when it does not reason; earlier models do not know the field
        if (isOwn && modelName.startsWith("gpt-6"_L1))
            request[u"reasoning_effort"_s] = u"none"_s;
    }
    if (stream) {
        QJsonObject options{{u"include_usage"_s, true}};
        if (isOwn)
            options[u"include_obfuscation"_s] = false; // random padding of each chunk
        request[u"stream"_s] = true;
        request[u"stream_options"_s] = options;
    }
    return QJsonDocument(request).toJson(QJsonDocument::Compact);
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

Result<QStringList> OpenAi::modelsFromBody(const QByteArray &body) const { return modelList(body, "data"_L1, "id"_L1); }

} // namespace interleave
