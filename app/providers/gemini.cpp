#include "providers/gemini.h"

#include "providers/gemini_reader.h"
#include "providers/model_list.h"
#include "providers/turns.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

static OrderedJson textPart(const QString &text) { return {{"text", utf8(text)}}; }

static OrderedJson callPart(const ToolCall &call)
{
    OrderedJson function{{"name", utf8(call.name)}, {"args", jsonOf(call.arguments)}};
    if (!call.id.isEmpty())
        function["id"] = utf8(call.id);
    OrderedJson part{{"functionCall", std::move(function)}};
    // wanted back unchanged; what another provider left in its place (it is JSON) means nothing here
    if (!call.signature.isEmpty() && !call.signature.startsWith(u'['))
        part["thoughtSignature"] = utf8(call.signature);
    return part;
}

/// JSON as JSON, so that the model does not read it through a layer of quotes.
static OrderedJson outputValue(const QString &output)
{
    OrderedJson value = parseOrderedJson(output.toUtf8());
    return value.is_structured() ? value : OrderedJson(utf8(output));
}

static OrderedJson resultPart(const ToolResult &result)
{
    OrderedJson function{{"name", utf8(result.name)}, {"response", {{result.isError ? "error" : "output", outputValue(result.output)}}}};
    if (!result.callId.isEmpty())
        function["id"] = utf8(result.callId);
    return {{"functionResponse", std::move(function)}};
}

static OrderedJson content(const Message &turn)
{
    OrderedJson parts = OrderedJson::array();
    for (const ToolResult &result : turn.toolResults)
        parts.push_back(resultPart(result));
    if (!turn.text.isEmpty() || (turn.toolCalls.isEmpty() && turn.toolResults.isEmpty()))
        parts.push_back(textPart(turn.text));
    for (const ToolCall &call : turn.toolCalls)
        parts.push_back(callPart(call));
    return {{"role", turn.role == Message::Role::Model ? "model" : "user"}, {"parts", std::move(parts)}};
}

/// Only what the user set: a provider's default is not ours to repeat.
static OrderedJson generationConfig(const Prompt &prompt)
{
    OrderedJson config = OrderedJson::object();
    if (prompt.temperature)
        config["temperature"] = *prompt.temperature;
    if (prompt.maxOutputTokens)
        config["maxOutputTokens"] = *prompt.maxOutputTokens;
    return config;
}

static OrderedJson tools(const QList<ToolDefinition> &definitions)
{
    OrderedJson functions = OrderedJson::array();
    for (const ToolDefinition &tool : definitions) {
        OrderedJson function{{"name", utf8(tool.name)}, {"description", utf8(tool.description)}};
        if (!tool.parameters.isEmpty())
            function["parametersJsonSchema"] = jsonOf(tool.parameters); // "parameters" would want Google's own kind of schema
        functions.push_back(std::move(function));
    }
    return OrderedJson::array({{{"functionDeclarations", std::move(functions)}}});
}

static OrderedJson toolConfig(const Prompt &prompt)
{
    OrderedJson calling = OrderedJson::object();
    switch (prompt.toolChoice) {
    case ToolChoice::Automatic:
        return calling;
    case ToolChoice::None:
        calling["mode"] = "NONE";
        break;
    case ToolChoice::Named:
        calling["allowedFunctionNames"] = OrderedJson::array({utf8(prompt.chosenTool)});
        [[fallthrough]];
    case ToolChoice::Required:
        calling["mode"] = "ANY";
        break;
    }
    return {{"functionCallingConfig", std::move(calling)}};
}

static QByteArray body(const Prompt &prompt)
{
    OrderedJson contents = OrderedJson::array();
    for (const Message &turn : turnsOf(prompt))
        contents.push_back(content(turn));
    OrderedJson request;
    request["contents"] = std::move(contents);
    if (!prompt.system.isEmpty())
        request["systemInstruction"]["parts"] = OrderedJson::array({textPart(prompt.system)});
    if (OrderedJson config = generationConfig(prompt); !config.empty())
        request["generationConfig"] = std::move(config);
    if (!prompt.tools.isEmpty()) {
        request["tools"] = tools(prompt.tools);
        if (OrderedJson config = toolConfig(prompt); !config.empty())
            request["toolConfig"] = std::move(config);
    }
    return compact(request);
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
static bool generates(const Json &model)
{
    const Json &methods = at(model, "supportedGenerationMethods");
    return methods.is_discarded() || (methods.is_array() && std::find(methods.begin(), methods.end(), "generateContent") != methods.end());
}

Result<QStringList> Gemini::modelsFromBody(const QByteArray &body) const
{
    Result<QStringList> names = modelList(body, "models", "name", generates);
    if (names) {
        for (QString &name : names.value()) {
            if (name.startsWith("models/"_L1))
                name.remove(0, 7);
        }
    }
    return names;
}

} // namespace interleave
