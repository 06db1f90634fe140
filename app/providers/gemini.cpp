#include "providers/gemini.h"

#include "providers/gemini_reader.h"
#include "providers/model_list.h"
#include "providers/turns.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace interleave {

using namespace Qt::StringLiterals;

static QJsonObject textPart(const QString &text) { return {{u"text"_s, text}}; }

static QJsonObject callPart(const ToolCall &call)
{
    QJsonObject function{{u"name"_s, call.name}, {u"args"_s, call.arguments}};
    if (!call.id.isEmpty())
        function[u"id"_s] = call.id;
    QJsonObject part{{u"functionCall"_s, function}};
    // wanted back unchanged; what another provider left in its place (it is JSON) means nothing here
    if (!call.signature.isEmpty() && !call.signature.startsWith(u'['))
        part[u"thoughtSignature"_s] = call.signature;
    return part;
}

/// JSON as JSON, so that the model does not read it through a layer of quotes.
static QJsonValue outputValue(const QString &output)
{
    const QJsonDocument document = QJsonDocument::fromJson(output.toUtf8());
    if (document.isObject())
        return document.object();
    return document.isArray() ? QJsonValue(document.array()) : QJsonValue(output);
}

static QJsonObject resultPart(const ToolResult &result)
{
    QJsonObject function{{u"name"_s, result.name},
                         {u"response"_s, QJsonObject{{result.isError ? u"error"_s : u"output"_s, outputValue(result.output)}}}};
    if (!result.callId.isEmpty())
        function[u"id"_s] = result.callId;
    return {{u"functionResponse"_s, function}};
}

static QJsonObject content(const Message &turn)
{
    QJsonArray parts;
    for (const ToolResult &result : turn.toolResults)
        parts.append(resultPart(result));
    if (!turn.text.isEmpty() || (turn.toolCalls.isEmpty() && turn.toolResults.isEmpty()))
        parts.append(textPart(turn.text));
    for (const ToolCall &call : turn.toolCalls)
        parts.append(callPart(call));
    return {{u"role"_s, turn.role == Message::Role::Model ? u"model"_s : u"user"_s}, {u"parts"_s, parts}};
}

/// Only what the user set: a provider's default is not ours to repeat.
static QJsonObject generationConfig(const Prompt &prompt)
{
    QJsonObject config;
    if (prompt.temperature)
        config[u"temperature"_s] = *prompt.temperature;
    if (prompt.maxOutputTokens)
        config[u"maxOutputTokens"_s] = *prompt.maxOutputTokens;
    return config;
}

static QJsonArray tools(const QList<ToolDefinition> &definitions)
{
    QJsonArray functions;
    for (const ToolDefinition &tool : definitions) {
        QJsonObject function{{u"name"_s, tool.name}, {u"description"_s, tool.description}};
        if (!tool.parameters.isEmpty())
            function[u"parametersJsonSchema"_s] = tool.parameters; // "parameters" would want Google's own kind of schema
        functions.append(function);
    }
    return {QJsonObject{{u"functionDeclarations"_s, functions}}};
}

static QJsonObject toolConfig(const Prompt &prompt)
{
    QJsonObject calling;
    switch (prompt.toolChoice) {
    case ToolChoice::Automatic:
        return {};
    case ToolChoice::None:
        calling[u"mode"_s] = u"NONE"_s;
        break;
    case ToolChoice::Named:
        calling[u"allowedFunctionNames"_s] = QJsonArray{prompt.chosenTool};
        [[fallthrough]];
    case ToolChoice::Required:
        calling[u"mode"_s] = u"ANY"_s;
        break;
    }
    return {{u"functionCallingConfig"_s, calling}};
}

static QByteArray body(const Prompt &prompt)
{
    QJsonArray contents;
    for (const Message &turn : turnsOf(prompt))
        contents.append(content(turn));
    QJsonObject request{{u"contents"_s, contents}};
    if (!prompt.system.isEmpty())
        request[u"systemInstruction"_s] = QJsonObject{{u"parts"_s, QJsonArray{textPart(prompt.system)}}};
    if (const QJsonObject config = generationConfig(prompt); !config.isEmpty())
        request[u"generationConfig"_s] = config;
    if (!prompt.tools.isEmpty()) {
        request[u"tools"_s] = tools(prompt.tools);
        if (const QJsonObject config = toolConfig(prompt); !config.isEmpty())
            request[u"toolConfig"_s] = config;
    }
    return QJsonDocument(request).toJson(QJsonDocument::Compact);
}

static QList<std::pair<QByteArray, QByteArray>> headers(const QByteArray &key)
{
    QList<std::pair<QByteArray, QByteArray>> headers{{"Content-Type", "application/json"}};
    if (!key.isEmpty())
        headers.append({"x-goog-api-key", key}); // never in the URL: URLs end up in logs
    return headers;
}

WireRequest Gemini::request(const QString &baseUrl, const QString &modelName, const QByteArray &key, const Prompt &prompt, bool stream,
                            OutputLimitField) const
{
    // "tunedModels/x" and "models/x" are whole resource names
    const QLatin1StringView folder(modelName.contains(u'/') ? "/v1beta/" : "/v1beta/models/");
    const QLatin1StringView method(stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
    const QByteArray name = QUrl::toPercentEncoding(modelName, "/");
    return {.url = requestUrl(baseUrl, folder % QLatin1StringView(name) % method), .headers = headers(key), .body = body(prompt)};
}

std::unique_ptr<ResponseReader> Gemini::reader(bool stream) const { return std::make_unique<GeminiReader>(stream); }

WireRequest Gemini::modelsRequest(const QString &baseUrl, const QByteArray &key) const
{
    return {.url = requestUrl(baseUrl, u"/v1beta/models?pageSize=1000"_s), .headers = headers(key), .body = {}};
}

/// Others embed, or count only. A server that does not tell the methods has only the usual one.
static bool generates(const QJsonObject &model)
{
    const QJsonValue methods = model["supportedGenerationMethods"_L1];
    return methods.isUndefined() || methods.toArray().contains(u"generateContent"_s);
}

Result<QStringList> Gemini::modelsFromBody(const QByteArray &body) const
{
    Result<QStringList> names = modelList(body, "models"_L1, "name"_L1, generates);
    if (names) {
        for (QString &name : names.value()) {
            if (name.startsWith("models/"_L1))
                name.remove(0, 7);
        }
    }
    return names;
}

} // namespace interleave
