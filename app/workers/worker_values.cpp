#include "workers/worker_values.h"

#include "json/conversation_json.h"
#include "json/json.h"

#include <QJsonArray>

#include <nlohmann/json.hpp>

namespace interleave::worker_values {

using namespace Qt::StringLiterals;

/// Written as in scenarios (json/scenario_json); not read as there: what a file may not hold, a workload may have made.
Prompt promptFromJson(const QJsonObject &json)
{
    Prompt prompt;
    prompt.text = json[u"text"].toString();
    prompt.system = json[u"system"].toString();
    if (json.contains(u"temperature"))
        prompt.temperature = json[u"temperature"].toDouble();
    if (json.contains(u"max_output_tokens"))
        prompt.maxOutputTokens = json[u"max_output_tokens"].toInt();
    prompt.modelName = json[u"model"].toString();
    prompt.callClass = json[u"class"].toString();
    readJsonValue(jsonOf(json), u"prompt"_s, [&](FieldReader &fields) { readConversation(fields, prompt); });
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
                     {u"tool_calls"_s, qtObject({{"calls", interleave::toJson(reply.toolCalls)}})[u"calls"].toArray()},
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
    readJsonValue(jsonOf(json), u"reply"_s, [&](FieldReader &fields) { readToolCalls(fields, reply.toolCalls); });
    reply.retryHint = static_cast<RetryHint>(json[u"hint"].toInt());
    if (json.contains(u"retry_after"))
        reply.retryAfterS = json[u"retry_after"].toDouble();
    reply.hasContent = json[u"content"].toBool();
    return reply;
}

} // namespace interleave::worker_values
