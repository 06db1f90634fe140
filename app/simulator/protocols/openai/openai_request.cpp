#include "simulator/protocols/openai/openai_request.h"

#include "simulator/protocols/json_fields.h"
#include "simulator/protocols/openai/openai_messages.h"

#include <QJsonDocument>

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

constexpr Field chatFields[] = {
    {"model", FieldKind::Text},
    {"messages", FieldKind::List},
    {"max_completion_tokens", FieldKind::Integer},
    {"max_tokens", FieldKind::Integer},
    {"temperature", FieldKind::Number},
    {"top_p", FieldKind::Number},
    {"n", FieldKind::Integer},
    {"stop", FieldKind::TextOrList},
    {"seed", FieldKind::Integer},
    {"presence_penalty", FieldKind::Number},
    {"frequency_penalty", FieldKind::Number},
    {"logit_bias", FieldKind::Object},
    {"logprobs", FieldKind::Flag},
    {"top_logprobs", FieldKind::Integer},
    {"response_format", FieldKind::Object},
    {"tools", FieldKind::List},
    {"tool_choice", FieldKind::TextOrObject},
    {"parallel_tool_calls", FieldKind::Flag},
    {"reasoning_effort", FieldKind::Text},
    {"verbosity", FieldKind::Text},
    {"service_tier", FieldKind::Text},
    {"stream", FieldKind::Flag},
    {"stream_options", FieldKind::Object},
    {"store", FieldKind::Flag},
    {"metadata", FieldKind::Object},
    {"user", FieldKind::Text},
    {"safety_identifier", FieldKind::Text},
    {"prompt_cache_key", FieldKind::Text},
    {"prompt_cache_retention", FieldKind::Text},
    {"prompt_cache_options", FieldKind::Object},
    {"modalities", FieldKind::List},
    {"audio", FieldKind::Object},
    {"prediction", FieldKind::Object},
    {"moderation", FieldKind::Any},
    {"web_search_options", FieldKind::Object},
};

QString expectation(FieldKind kind)
{
    switch (kind) {
    case FieldKind::Text:
        return u"a string"_s;
    case FieldKind::Number:
        return u"a decimal"_s;
    case FieldKind::Integer:
        return u"an integer"_s;
    case FieldKind::Flag:
        return u"a boolean"_s;
    case FieldKind::List:
        return u"an array"_s;
    case FieldKind::TextOrList:
        return u"one of a string or array of strings"_s;
    case FieldKind::TextOrObject:
        return u"one of a string or an object"_s;
    default:
        return u"an object"_s;
    }
}

OpenAiProblem worded(const BadField &bad)
{
    if (!bad.field)
        return {u"Unrecognized request argument supplied: %1"_s.arg(bad.name), {}, {}};
    return {u"Invalid type for '%1': expected %2, but got %3 instead."_s.arg(bad.name, expectation(bad.field->kind), kindOf(bad.value)),
            bad.name, u"invalid_type"_s};
}

class ChatReader
{
public:
    explicit ChatReader(const QJsonObject &body)
        : m_body(body)
    {
    }

    std::optional<OpenAiProblem> problem;
    GenerateRequest request;

    void read()
    {
        if (const auto bad = findBadField(m_body, chatFields))
            problem = worded(*bad);
        for (const auto needed : {"model"_L1, "messages"_L1}) {
            if (m_body[needed].isUndefined() || m_body[needed].isNull())
                fail(u"Missing required parameter: '%1'."_s.arg(needed), needed, u"missing_required_parameter"_s);
        }
        if (problem)
            return;
        request.wish.model = m_body["model"_L1].toString();
        problem = readChatMessages(m_body["messages"_L1].toArray(), request);
        readBounds();
        readStream();
        readFormat();
        readTools();
    }

private:
    void fail(const QString &message, const QString &param, const QString &code)
    {
        if (!problem)
            problem = OpenAiProblem{message, param, code};
    }

    void readBounds()
    {
        for (const auto key : {"max_tokens"_L1, "max_completion_tokens"_L1}) {
            if (!m_body[key].isDouble())
                continue;
            if (request.prompt.maxOutputTokens)
                fail(u"Setting 'max_tokens' and 'max_completion_tokens' at the same time is not supported."_s, {}, {});
            const int tokens = m_body[key].toInt();
            request.prompt.maxOutputTokens = tokens;
            if (tokens < 1)
                fail(u"Invalid '%1': integer below minimum value. Expected a value >= 1, but got %2 instead."_s.arg(key).arg(tokens), key,
                     u"integer_below_min_value"_s);
        }
        if (const QJsonValue temperature = m_body["temperature"_L1]; temperature.isDouble()) {
            request.prompt.temperature = temperature.toDouble();
            if (*request.prompt.temperature < 0 || *request.prompt.temperature > 2)
                fail(u"Invalid 'temperature': decimal %1 value. Expected a value %2, but got %3 instead."_s.arg(
                         *request.prompt.temperature < 0 ? u"below minimum"_s : u"above maximum"_s,
                         *request.prompt.temperature < 0 ? u">= 0"_s : u"<= 2"_s, QString::number(*request.prompt.temperature)),
                     u"temperature"_s, *request.prompt.temperature < 0 ? u"decimal_below_min_value"_s : u"decimal_above_max_value"_s);
        }
        if (m_body["n"_L1].toInt(1) != 1)
            fail(u"Invalid 'n': the simulator makes one choice."_s, u"n"_s, u"invalid_value"_s);
        const QJsonValue stop = m_body["stop"_L1];
        const QJsonArray sequences = stop.isString() ? QJsonArray{stop} : stop.toArray();
        if (sequences.size() > 4)
            fail(u"Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with length %1 instead."_s.arg(
                     sequences.size()),
                 u"stop"_s, u"array_above_max_length"_s);
        for (const QJsonValue &sequence : sequences)
            request.wish.stopSequences += sequence.toString();
    }

    void readStream()
    {
        const bool streams = m_body["stream"_L1].toBool();
        const QJsonObject options = m_body["stream_options"_L1].toObject();
        if (!options.isEmpty() && !streams)
            fail(u"The 'stream_options' parameter is only allowed when 'stream' is enabled."_s, u"stream_options"_s, {});
        request.delivery = streams ? Delivery::EventStream : Delivery::Whole;
        request.wantsUsage = options["include_usage"_L1].toBool();
        request.isPadded = options["include_obfuscation"_L1].toBool(true);
    }

    void readFormat()
    {
        const QJsonObject format = m_body["response_format"_L1].toObject();
        const QString type = format["type"_L1].toString(u"text"_s);
        if (!QStringList{u"text"_s, u"json_object"_s, u"json_schema"_s}.contains(type))
            fail(u"Invalid value: '%1'. Supported values are: 'json_object', 'json_schema', and 'text'."_s.arg(type),
                 u"response_format.type"_s, u"invalid_value"_s);
        if (type != "text"_L1)
            request.wish.format = ReplyFormat::Json;
        if (type != "json_schema"_L1)
            return;
        const QJsonObject named = format["json_schema"_L1].toObject();
        request.wish.schema = named["schema"_L1].toObject();
        if (named["name"_L1].toString().isEmpty())
            fail(u"Missing required parameter: 'response_format.json_schema.name'."_s, u"response_format.json_schema.name"_s,
                 u"missing_required_parameter"_s);
    }

    void readTools()
    {
        Prompt &prompt = request.prompt;
        const QJsonArray tools = m_body["tools"_L1].toArray();
        for (qsizetype i = 0; i < tools.size(); ++i) {
            const QJsonObject function = tools[i]["function"_L1].toObject();
            if (tools[i]["type"_L1].toString() != "function"_L1 || function["name"_L1].toString().isEmpty())
                fail(u"Missing required parameter: 'tools[%1].function.name'."_s.arg(i), u"tools[%1].function.name"_s.arg(i),
                     u"missing_required_parameter"_s);
            prompt.tools += {.name = function["name"_L1].toString(),
                             .description = function["description"_L1].toString(),
                             .parameters = function["parameters"_L1].toObject()};
        }
        const QJsonValue choice = m_body["tool_choice"_L1];
        if (prompt.tools.isEmpty() && !choice.isUndefined() && !choice.isNull() && choice.toString() != "none"_L1)
            fail(u"Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified."_s, u"tool_choice"_s, {});
        readChoice(choice);
        // as the model's page says: it either reasons or calls functions
        if (!prompt.tools.isEmpty() && request.wish.model.startsWith("gpt-6"_L1) &&
            m_body["reasoning_effort"_L1].toString(u"none"_s) != "none"_L1)
            fail(
                u"Function tools with reasoning_effort are not supported for %1 in /v1/chat/completions. Please use /v1/responses instead."_s
                    .arg(request.wish.model),
                u"reasoning_effort"_s, {});
    }

    void readChoice(const QJsonValue &choice)
    {
        Prompt &prompt = request.prompt;
        const QString word = choice.isObject() ? choice["type"_L1].toString() : choice.toString(u"auto"_s);
        if (word == "none"_L1) {
            prompt.toolChoice = ToolChoice::None;
        } else if (word == "required"_L1) {
            prompt.toolChoice = ToolChoice::Required;
        } else if (word == "function"_L1) {
            prompt.toolChoice = ToolChoice::Named;
            prompt.chosenTool = choice["function"_L1]["name"_L1].toString();
            const auto isChosen = [&](const ToolDefinition &tool) { return tool.name == prompt.chosenTool; };
            if (std::none_of(prompt.tools.begin(), prompt.tools.end(), isChosen))
                fail(u"Tool choice '%1' not found in 'tools' parameter."_s.arg(prompt.chosenTool), u"tool_choice"_s, {});
        } else if (word != "auto"_L1) {
            fail(u"Invalid value: '%1'. Supported values are: 'none', 'auto', and 'required'."_s.arg(word), u"tool_choice"_s,
                 u"invalid_value"_s);
        }
    }

    const QJsonObject &m_body;
};

} // namespace

std::variant<GenerateRequest, OpenAiProblem> readChatBody(const QByteArray &bytes)
{
    auto document = readOpenAiJson(bytes);
    if (const auto *problem = std::get_if<OpenAiProblem>(&document))
        return *problem;
    ChatReader reader(std::get<QJsonObject>(document));
    reader.read();
    if (reader.problem)
        return *reader.problem;
    return reader.request;
}

std::variant<QJsonObject, OpenAiProblem> readOpenAiJson(const QByteArray &bytes)
{
    QJsonParseError syntax;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &syntax);
    if (syntax.error == QJsonParseError::NoError && document.isObject())
        return document.object();
    return OpenAiProblem{u"We could not parse the JSON body of your request. (HINT: This likely means you aren't using your HTTP library "
                         "correctly. The OpenAI API expects a JSON payload, but what was sent was not valid JSON.)"_s,
                         {},
                         {}};
}

} // namespace interleave
