#include "environment/worker_values.h"

#include <QJsonArray>

namespace interleave::worker_values {

using namespace Qt::StringLiterals;

template<typename T> static QJsonArray listOf(const QList<T> &values, QJsonObject (*toJson)(const T &))
{
    QJsonArray array;
    for (const T &value : values)
        array.append(toJson(value));
    return array;
}

template<typename T> static QList<T> listFrom(const QJsonValue &json, T (*fromJson)(const QJsonObject &))
{
    QList<T> values;
    const QJsonArray array = json.toArray();
    for (const QJsonValue &value : array)
        values.append(fromJson(value.toObject()));
    return values;
}

static QJsonObject callToJson(const ToolCall &call)
{
    return {{u"id"_s, call.id}, {u"name"_s, call.name}, {u"arguments"_s, call.arguments}, {u"signature"_s, call.signature}};
}
static ToolCall callFromJson(const QJsonObject &json)
{
    return {json[u"id"].toString(), json[u"name"].toString(), json[u"arguments"].toObject(), json[u"signature"].toString()};
}

static QJsonObject resultToJson(const ToolResult &result)
{
    return {{u"call"_s, result.callId}, {u"name"_s, result.name}, {u"output"_s, result.output}, {u"error"_s, result.isError}};
}
static ToolResult resultFromJson(const QJsonObject &json)
{
    return {json[u"call"].toString(), json[u"name"].toString(), json[u"output"].toString(), json[u"error"].toBool()};
}

static QJsonObject messageToJson(const Message &message)
{
    return {{u"role"_s, static_cast<int>(message.role)},
            {u"text"_s, message.text},
            {u"calls"_s, listOf(message.toolCalls, callToJson)},
            {u"results"_s, listOf(message.toolResults, resultToJson)}};
}
static Message messageFromJson(const QJsonObject &json)
{
    return {static_cast<Message::Role>(json[u"role"].toInt()), json[u"text"].toString(), listFrom(json[u"calls"], callFromJson),
            listFrom(json[u"results"], resultFromJson)};
}

static QJsonObject toolToJson(const ToolDefinition &tool)
{
    return {{u"name"_s, tool.name}, {u"description"_s, tool.description}, {u"parameters"_s, tool.parameters}};
}
static ToolDefinition toolFromJson(const QJsonObject &json)
{
    return {json[u"name"].toString(), json[u"description"].toString(), json[u"parameters"].toObject()};
}

QJsonObject toJson(const Prompt &prompt)
{
    QJsonObject json{{u"text"_s, prompt.text}};
    if (!prompt.system.isEmpty())
        json[u"system"] = prompt.system;
    if (prompt.temperature)
        json[u"temperature"] = *prompt.temperature;
    if (prompt.maxOutputTokens)
        json[u"max_tokens"] = *prompt.maxOutputTokens;
    if (!prompt.callClass.isEmpty())
        json[u"class"] = prompt.callClass;
    if (!prompt.history.isEmpty())
        json[u"history"] = listOf(prompt.history, messageToJson);
    if (!prompt.tools.isEmpty())
        json[u"tools"] = listOf(prompt.tools, toolToJson);
    if (prompt.toolChoice != ToolChoice::Automatic)
        json[u"choice"] = static_cast<int>(prompt.toolChoice);
    if (!prompt.chosenTool.isEmpty())
        json[u"tool"] = prompt.chosenTool;
    return json;
}

Prompt promptFromJson(const QJsonObject &json)
{
    Prompt prompt;
    prompt.text = json[u"text"].toString();
    prompt.system = json[u"system"].toString();
    if (json.contains(u"temperature"))
        prompt.temperature = json[u"temperature"].toDouble();
    if (json.contains(u"max_tokens"))
        prompt.maxOutputTokens = json[u"max_tokens"].toInt();
    prompt.callClass = json[u"class"].toString();
    prompt.history = listFrom(json[u"history"], messageFromJson);
    prompt.tools = listFrom(json[u"tools"], toolFromJson);
    prompt.toolChoice = static_cast<ToolChoice>(json[u"choice"].toInt());
    prompt.chosenTool = json[u"tool"].toString();
    return prompt;
}

static QJsonValue countToJson(const std::optional<qint32> &count) { return count ? QJsonValue(*count) : QJsonValue(); }
static std::optional<qint32> countFromJson(const QJsonValue &json)
{
    return json.isDouble() ? std::optional<qint32>(json.toInt()) : std::nullopt;
}

QJsonObject toJson(const Reply &reply)
{
    const Usage &usage = reply.usage;
    QJsonObject json{{u"outcome"_s, outcomeName(reply.outcome)},
                     {u"text"_s, reply.text},
                     {u"model"_s, reply.model},
                     {u"finish"_s, reply.finishReason},
                     {u"usage"_s, QJsonArray{countToJson(usage.input), countToJson(usage.cached), countToJson(usage.output),
                                             countToJson(usage.thinking)}},
                     {u"status"_s, reply.httpStatus},
                     {u"protocol"_s, reply.protocol},
                     {u"transport"_s, reply.transport},
                     {u"not_taken"_s, static_cast<int>(reply.notTaken)},
                     {u"error"_s, reply.error},
                     {u"note"_s, reply.note},
                     {u"calls"_s, listOf(reply.toolCalls, callToJson)},
                     {u"hint"_s, static_cast<int>(reply.retryHint)},
                     {u"content"_s, reply.hasContent}};
    if (reply.retryAfterS)
        json[u"retry_after"] = *reply.retryAfterS;
    return json;
}

Reply replyFromJson(const QJsonObject &json)
{
    Reply reply;
    reply.outcome = outcomeFromName(json[u"outcome"].toString()).value_or(Outcome::ProtocolError);
    reply.text = json[u"text"].toString();
    reply.model = json[u"model"].toString();
    reply.finishReason = json[u"finish"].toString();
    const QJsonArray usage = json[u"usage"].toArray();
    reply.usage = {countFromJson(usage[0]), countFromJson(usage[1]), countFromJson(usage[2]), countFromJson(usage[3])};
    reply.httpStatus = json[u"status"].toInt();
    reply.protocol = json[u"protocol"].toString();
    reply.transport = json[u"transport"].toString();
    reply.notTaken = static_cast<NotTaken>(json[u"not_taken"].toInt());
    reply.error = json[u"error"].toString();
    reply.note = json[u"note"].toString();
    reply.toolCalls = listFrom(json[u"calls"], callFromJson);
    reply.retryHint = static_cast<RetryHint>(json[u"hint"].toInt());
    if (json.contains(u"retry_after"))
        reply.retryAfterS = json[u"retry_after"].toDouble();
    reply.hasContent = json[u"content"].toBool();
    return reply;
}

} // namespace interleave::worker_values
