#include "simulator/protocols/anthropic/anthropic_request.h"

#include "simulator/protocols/anthropic/anthropic_messages.h"
#include "simulator/protocols/json_fields.h"

#include <QJsonDocument>

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

/// Since this version of the API sampling parameters are refused, even at their default values.
constexpr QByteArrayView strictVersion("2026-10-21");

constexpr Field messagesFields[] = {
    {"model", FieldKind::Text},
    {"max_tokens", FieldKind::Integer},
    {"messages", FieldKind::List},
    {"system", FieldKind::TextOrList},
    {"stop_sequences", FieldKind::List},
    {"stream", FieldKind::Flag},
    {"tools", FieldKind::List},
    {"tool_choice", FieldKind::Object},
    {"thinking", FieldKind::Object},
    {"output_config", FieldKind::Object},
    {"output_format", FieldKind::Object},
    {"metadata", FieldKind::Object},
    {"service_tier", FieldKind::Text},
    {"speed", FieldKind::Text},
    {"cache_control", FieldKind::Object},
    {"container", FieldKind::TextOrObject},
    {"context_management", FieldKind::Object},
    {"mcp_servers", FieldKind::List},
    {"inference_geo", FieldKind::Text},
    {"diagnostics", FieldKind::Object},
    {"temperature", FieldKind::Number},
    {"top_p", FieldKind::Number},
    {"top_k", FieldKind::Integer},
};

QString expectation(FieldKind kind)
{
    switch (kind) {
    case FieldKind::Text:
    case FieldKind::TextOrList:
    case FieldKind::TextOrObject:
        return u"string"_s;
    case FieldKind::Number:
        return u"number"_s;
    case FieldKind::Integer:
        return u"integer"_s;
    case FieldKind::Flag:
        return u"boolean"_s;
    case FieldKind::List:
        return u"list"_s;
    default:
        return u"dictionary"_s;
    }
}

class BodyReader
{
public:
    BodyReader(const QJsonObject &body, bool strict, bool countsTokens)
        : m_body(body)
        , m_strict(strict)
        , m_countsTokens(countsTokens)
    {
    }

    std::optional<QString> problem;
    GenerateRequest request;

    void read()
    {
        for (const auto needed : {"model"_L1, "max_tokens"_L1, "messages"_L1}) {
            if (!m_body.contains(needed) && !(m_countsTokens && needed == "max_tokens"_L1))
                fail(needed % u": Field required"_s);
        }
        if (const auto bad = findBadField(m_body, messagesFields))
            fail(bad->field ? QString(bad->name % u": Input should be a valid "_s % expectation(bad->field->kind))
                            : QString(bad->name % u": Extra inputs are not permitted"_s));
        if (problem)
            return;
        request.wish.model = m_body["model"_L1].toString();
        request.delivery = m_body["stream"_L1].toBool() ? Delivery::EventStream : Delivery::Whole;
        request.prompt.system = anthropicText(m_body["system"_L1]);
        readSampling();
        if (auto wrong = readAnthropicMessages(m_body["messages"_L1].toArray(), m_strict, request))
            fail(*wrong);
        readBounds();
        readTools();
    }

private:
    void fail(const QString &what)
    {
        if (!problem)
            problem = what;
    }

    void readSampling()
    {
        for (const auto key : {"temperature"_L1, "top_p"_L1, "top_k"_L1}) {
            if (m_strict && m_body.contains(key))
                fail(u"%1: This parameter is not supported with anthropic-version 2026-10-21 and later."_s.arg(key));
        }
        if (const QJsonValue temperature = m_body["temperature"_L1]; temperature.isDouble()) {
            request.prompt.temperature = temperature.toDouble();
            if (*request.prompt.temperature < 0 || *request.prompt.temperature > 1)
                fail(u"temperature: range: 0..1"_s);
        }
    }

    void readBounds()
    {
        if (m_body.contains("max_tokens"_L1)) {
            request.prompt.maxOutputTokens = m_body["max_tokens"_L1].toInt();
            if (*request.prompt.maxOutputTokens < 1)
                fail(u"max_tokens: Input should be greater than or equal to 1"_s);
        }
        for (const QJsonValue &sequence : m_body["stop_sequences"_L1].toArray())
            request.wish.stopSequences += sequence.toString();
        const QJsonObject format = m_body["output_config"_L1]["format"_L1].toObject();
        if (format["type"_L1].toString() == "json_schema"_L1) {
            request.wish.format = ReplyFormat::Json;
            request.wish.schema = format["schema"_L1].toObject();
        }
    }

    void readTools()
    {
        Prompt &prompt = request.prompt;
        const QJsonArray tools = m_body["tools"_L1].toArray();
        for (qsizetype i = 0; i < tools.size(); ++i) {
            const QJsonObject tool = tools[i].toObject();
            const QString place = u"tools.%1."_s.arg(i);
            if (tool["type"_L1].toString(u"custom"_s) != "custom"_L1)
                continue; // the service's own tools
            if (tool["name"_L1].toString().isEmpty())
                fail(place % u"custom.name: Field required"_s);
            if (!tool["input_schema"_L1].isObject())
                fail(place % u"custom.input_schema: Field required"_s);
            prompt.tools += {.name = tool["name"_L1].toString(),
                             .description = tool["description"_L1].toString(),
                             .parameters = tool["input_schema"_L1].toObject()};
        }
        if (m_body["tool_choice"_L1].isObject())
            readChoice(m_body["tool_choice"_L1].toObject(), tools.isEmpty());
    }

    void readChoice(const QJsonObject &choice, bool withoutTools)
    {
        Prompt &prompt = request.prompt;
        const QString type = choice["type"_L1].toString();
        if (withoutTools && type != "none"_L1)
            fail(u"tool_choice: tool_choice may only be specified while providing tools."_s);
        if (type == "none"_L1) {
            prompt.toolChoice = ToolChoice::None;
        } else if (type == "any"_L1) {
            prompt.toolChoice = ToolChoice::Required;
        } else if (type == "tool"_L1) {
            prompt.toolChoice = ToolChoice::Named;
            prompt.chosenTool = choice["name"_L1].toString();
            const auto isChosen = [&](const ToolDefinition &tool) { return tool.name == prompt.chosenTool; };
            if (std::none_of(prompt.tools.begin(), prompt.tools.end(), isChosen))
                fail(u"tool_choice: Tool '%1' not found in provided tools"_s.arg(prompt.chosenTool));
        } else if (type != "auto"_L1) {
            fail(u"tool_choice: Input tag '%1' found using 'type' does not match any of the expected tags: 'auto', 'any', 'tool', 'none'"_s
                     .arg(type));
        }
    }

    const QJsonObject &m_body;
    const bool m_strict;
    const bool m_countsTokens;
};

} // namespace

std::variant<GenerateRequest, QString> readMessagesBody(const QByteArray &bytes, const QByteArray &version, bool countsTokens)
{
    QJsonParseError syntax;
    const QJsonDocument document = QJsonDocument::fromJson(bytes, &syntax);
    if (syntax.error != QJsonParseError::NoError)
        return u"The request body is not valid JSON: %1 at offset %2"_s.arg(syntax.errorString()).arg(syntax.offset);
    if (!document.isObject())
        return u"Input should be a valid dictionary or object to extract fields from"_s;
    const QJsonObject object = document.object();
    BodyReader reader(object, version >= strictVersion, countsTokens);
    reader.read();
    if (reader.problem)
        return *reader.problem;
    return reader.request;
}

std::optional<QString> problemOfVersion(const QByteArray &version)
{
    if (version.isEmpty())
        return u"anthropic-version: header is required"_s;
    if (version != "2023-01-01" && version != "2023-06-01" && version != strictVersion)
        return u"anthropic-version: \"%1\" is not a valid version"_s.arg(QString::fromLatin1(version));
    return std::nullopt;
}

} // namespace interleave
