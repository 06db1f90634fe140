#include "simulator/protocols/gemini/gemini_request.h"

#include "simulator/protocols/conversation_text.h"
#include "simulator/protocols/gemini/gemini_body.h"

#include <QJsonDocument>

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

constexpr Field requestFields[] = {
    {"contents", FieldKind::ObjectOrList},
    {"systemInstruction", FieldKind::Object},
    {"generationConfig", FieldKind::Object},
    {"safetySettings", FieldKind::ObjectOrList},
    {"tools", FieldKind::ObjectOrList},
    {"toolConfig", FieldKind::Object},
    {"cachedContent", FieldKind::Text},
    {"labels", FieldKind::Object},
    {"serviceTier", FieldKind::Text},
    {"store", FieldKind::Flag},
    {"model", FieldKind::Text},
};
constexpr Field countFields[] = {{"contents", FieldKind::ObjectOrList}, {"generateContentRequest", FieldKind::Object}};
constexpr Field configFields[] = {
    {"candidateCount", FieldKind::Integer},
    {"maxOutputTokens", FieldKind::Integer},
    {"temperature", FieldKind::Number},
    {"topP", FieldKind::Number},
    {"topK", FieldKind::Number},
    {"seed", FieldKind::Integer},
    {"stopSequences", FieldKind::List},
    {"presencePenalty", FieldKind::Number},
    {"frequencyPenalty", FieldKind::Number},
    {"responseMimeType", FieldKind::Text},
    {"responseSchema", FieldKind::Object},
    {"responseJsonSchema", FieldKind::Any},
    {"responseLogprobs", FieldKind::Flag},
    {"logprobs", FieldKind::Integer},
    {"thinkingConfig", FieldKind::Object},
    {"responseModalities", FieldKind::List},
    {"mediaResolution", FieldKind::Text},
    {"speechConfig", FieldKind::Object},
    {"audioTimestamp", FieldKind::Flag},
    {"routingConfig", FieldKind::Object},
    {"enableEnhancedCivicAnswers", FieldKind::Flag},
    {"imageConfig", FieldKind::Object},
};
constexpr Field toolFields[] = {
    {"functionDeclarations", FieldKind::ObjectOrList},
    {"googleSearch", FieldKind::Object},
    {"googleSearchRetrieval", FieldKind::Object},
    {"codeExecution", FieldKind::Object},
    {"urlContext", FieldKind::Object},
    {"googleMaps", FieldKind::Object},
    {"computerUse", FieldKind::Object},
    {"fileSearch", FieldKind::Object},
};
constexpr Field declarationFields[] = {
    {"name", FieldKind::Text},         {"description", FieldKind::Text},
    {"parameters", FieldKind::Object}, {"parametersJsonSchema", FieldKind::Any},
    {"response", FieldKind::Object},   {"responseJsonSchema", FieldKind::Any},
    {"behavior", FieldKind::Text},
};
constexpr Field toolConfigFields[] = {
    {"functionCallingConfig", FieldKind::Object},
    {"retrievalConfig", FieldKind::Object},
    {"includeServerSideToolInvocations", FieldKind::Flag},
};
constexpr Field callingFields[] = {{"mode", FieldKind::Text}, {"allowedFunctionNames", FieldKind::List}};

void readConfig(GeminiBody &body, const QJsonObject &source, GenerateRequest &request)
{
    const QString path = u"generation_config"_s;
    const QJsonObject config = body.object(source, path, configFields);
    if (config.contains("maxOutputTokens"_L1)) {
        request.prompt.maxOutputTokens = geminiInteger(config["maxOutputTokens"_L1]);
        if (*request.prompt.maxOutputTokens < 1)
            body.fail(u"* GenerateContentRequest.generation_config.max_output_tokens: max_output_tokens must be positive.\n"_s,
                      path % u".max_output_tokens"_s);
    }
    if (config.contains("temperature"_L1)) {
        request.prompt.temperature = config["temperature"_L1].toDouble();
        if (*request.prompt.temperature < 0 || *request.prompt.temperature > 2)
            body.fail(u"* GenerateContentRequest.generation_config.temperature: temperature must be in the range [0.0, 2.0].\n"_s,
                      path % u".temperature"_s);
    }
    if (config.contains("candidateCount"_L1) && geminiInteger(config["candidateCount"_L1]) != 1)
        body.fail(u"Only one candidate can be specified in the current model"_s, path % u".candidate_count"_s);
    for (const QJsonValue &sequence : config["stopSequences"_L1].toArray())
        request.wish.stopSequences += sequence.toString();
    if (config["responseMimeType"_L1].toString() == "application/json"_L1) {
        request.wish.format = ReplyFormat::Json;
        request.wish.schema = config[config.contains("responseSchema"_L1) ? "responseSchema"_L1 : "responseJsonSchema"_L1].toObject();
    }
}

void readTools(GeminiBody &body, const QJsonValue &source, Prompt &prompt)
{
    const QList<QJsonObject> tools = body.objects(source, u"tools"_s, toolFields);
    for (qsizetype i = 0; i < tools.size(); ++i) {
        const QString path = u"tools[%1].function_declarations"_s.arg(i);
        const QList<QJsonObject> declarations = body.objects(tools[i]["functionDeclarations"_L1], path, declarationFields);
        for (qsizetype k = 0; k < declarations.size(); ++k) {
            const QJsonObject &declaration = declarations[k];
            const QString name = declaration["name"_L1].toString();
            const QString place = u"%1[%2].name"_s.arg(path).arg(k);
            if (name.isEmpty())
                body.fail(u"* GenerateContentRequest.%1: Invalid function name. Must start with a letter or an underscore."_s.arg(place),
                          place);
            const auto parameters = declaration.contains("parameters"_L1) ? "parameters"_L1 : "parametersJsonSchema"_L1;
            prompt.tools +=
                {.name = name, .description = declaration["description"_L1].toString(), .parameters = declaration[parameters].toObject()};
        }
    }
}

/// Forced to some of several functions: the others are as good as not there.
void allowOnly(GeminiBody &body, const QJsonArray &names, Prompt &prompt)
{
    const QString field = u"tool_config.function_calling_config.allowed_function_names"_s;
    QList<ToolDefinition> allowed;
    for (const QJsonValue &name : names) {
        const auto found = std::find_if(prompt.tools.begin(), prompt.tools.end(),
                                        [&](const ToolDefinition &tool) { return tool.name == name.toString(); });
        if (found == prompt.tools.end())
            body.fail(u"* GenerateContentRequest.%1: \"%2\" is not in the function declarations."_s.arg(field, name.toString()), field);
        else
            allowed += *found;
    }
    if (!allowed.isEmpty())
        prompt.tools = allowed;
}

void readToolConfig(GeminiBody &body, const QJsonObject &source, Prompt &prompt)
{
    const QJsonObject config = body.object(source, u"tool_config"_s, toolConfigFields);
    const QString path = u"tool_config.function_calling_config"_s;
    const QJsonObject calling = body.object(config["functionCallingConfig"_L1].toObject(), path, callingFields);
    const QString mode = calling["mode"_L1].toString(u"AUTO"_s);
    const QJsonArray names = calling["allowedFunctionNames"_L1].toArray();
    if (!QStringList{u"MODE_UNSPECIFIED"_s, u"AUTO"_s, u"ANY"_s, u"NONE"_s, u"VALIDATED"_s}.contains(mode))
        body.fail(
            u"Invalid value at '%1.mode' (type.googleapis.com/google.ai.generativelanguage.v1beta.FunctionCallingConfig.Mode), \"%2\""_s
                .arg(path, mode),
            path % u".mode"_s);
    if (!names.isEmpty() && mode != "ANY"_L1 && mode != "VALIDATED"_L1)
        body.fail(u"Allowed function names may only be set when the function calling mode is ANY or VALIDATED."_s,
                  path % u".allowed_function_names"_s);
    if (mode == "NONE"_L1)
        prompt.toolChoice = ToolChoice::None;
    if (mode == "ANY"_L1)
        prompt.toolChoice = ToolChoice::Required;
    allowOnly(body, names, prompt);
}

} // namespace

std::variant<GenerateRequest, GeminiProblem> readGeminiBody(const QByteArray &bytes, bool countsTokens)
{
    auto document = readGeminiJson(bytes);
    if (const auto *problem = std::get_if<GeminiProblem>(&document))
        return *problem;

    GenerateRequest request;
    GeminiBody body;
    QJsonObject object = std::get<QJsonObject>(document);
    if (countsTokens) {
        object = body.object(object, {}, countFields);
        if (object.contains("generateContentRequest"_L1))
            object = object["generateContentRequest"_L1].toObject();
    }
    object = body.object(object, {}, requestFields);
    setConversation(request.prompt, body.turns(object["contents"_L1], request.mediaTokens));
    request.prompt.system = body.text(object["systemInstruction"_L1], u"system_instruction"_s);
    readConfig(body, object["generationConfig"_L1].toObject(), request);
    readTools(body, object["tools"_L1], request.prompt);
    readToolConfig(body, object["toolConfig"_L1].toObject(), request.prompt);
    if (body.problem)
        return *body.problem;
    return request;
}

std::optional<GeminiProblem> missingSignature(const Prompt &prompt)
{
    if (!prompt.text.isEmpty())
        return std::nullopt; // the calls belong to earlier turns
    for (qsizetype i = prompt.history.size() - 1; i >= 0; --i) {
        const Message &turn = prompt.history[i];
        if (turn.role == Message::Role::User && turn.toolResults.isEmpty())
            break;
        // of parallel calls only the first one is signed
        if (!turn.toolCalls.isEmpty() && turn.toolCalls.first().signature.isEmpty())
            return GeminiProblem{u"Function call is missing a thought_signature in functionCall parts. This is required for tools to work "
                                 "correctly, and missing thought_signature may lead to degraded model performance."_s,
                                 {}};
    }
    return std::nullopt;
}

std::variant<QJsonObject, GeminiProblem> readGeminiJson(const QByteArray &bytes)
{
    QJsonParseError syntax;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &syntax);
    if (syntax.error != QJsonParseError::NoError)
        return GeminiProblem{u"Invalid JSON payload received. %1 at offset %2."_s.arg(syntax.errorString()).arg(syntax.offset), {}};
    if (!document.isObject())
        return GeminiProblem{u"Invalid JSON payload received. Unknown name \"\": Root element must be a message."_s, {}};
    return document.object();
}

} // namespace interleave
