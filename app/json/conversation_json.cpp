#include "json/conversation_json.h"

#include <algorithm>
#include <array>

namespace interleave {

using namespace Qt::StringLiterals;

static constexpr std::array choiceNames{"auto", "none", "required", "named"}; // in the order of ToolChoice

QJsonArray toJson(const QList<ToolCall> &toolCalls)
{
    QJsonArray calls;
    for (const ToolCall &call : toolCalls)
        calls.append(
            QJsonObject{{u"id"_s, call.id}, {u"name"_s, call.name}, {u"arguments"_s, call.arguments}, {u"signature"_s, call.signature}});
    return calls;
}

static QJsonObject toJson(const Message &message)
{
    QJsonObject json{{u"role"_s, message.role == Message::Role::User ? u"user"_s : u"model"_s}, {u"text"_s, message.text}};
    const QJsonArray calls = toJson(message.toolCalls);
    QJsonArray results;
    for (const ToolResult &result : message.toolResults)
        results.append(QJsonObject{
            {u"call_id"_s, result.callId}, {u"name"_s, result.name}, {u"output"_s, result.output}, {u"is_error"_s, result.isError}});
    if (!calls.isEmpty())
        json[u"tool_calls"_s] = calls;
    if (!results.isEmpty())
        json[u"tool_results"_s] = results;
    return json;
}

void writeConversation(const Prompt &prompt, QJsonObject &json)
{
    QJsonArray history, tools;
    for (const Message &message : prompt.history)
        history.append(toJson(message));
    for (const ToolDefinition &tool : prompt.tools)
        tools.append(QJsonObject{{u"name"_s, tool.name}, {u"description"_s, tool.description}, {u"parameters"_s, tool.parameters}});
    if (!history.isEmpty())
        json[u"history"_s] = history;
    if (!tools.isEmpty())
        json[u"tools"_s] = tools;
    if (prompt.toolChoice != ToolChoice::Automatic)
        json[u"tool_choice"_s] = QLatin1StringView(choiceNames[static_cast<size_t>(prompt.toolChoice)]);
    if (!prompt.chosenTool.isEmpty())
        json[u"chosen_tool"_s] = prompt.chosenTool;
}

/// Calls read(fields of an item, item) for each object of a list, and adds the items.
template<typename Item, typename Read>
static void readList(FieldReader &outer, const char *key, const QString &place, QList<Item> &list, Read read)
{
    outer.array(key, [&](const QJsonArray &items) {
        for (qsizetype i = 0; i < items.size(); ++i) {
            const QString where = u"%1: %2[%3]"_s.arg(place, QLatin1StringView(key), QString::number(i));
            if (!items[i].isObject())
                outer.fail(where + u" must be an object"_s);
            FieldReader fields(items[i].toObject(), where);
            Item item;
            read(fields, where, item);
            if (const QString error = fields.error(); !error.isEmpty())
                outer.fail(error);
            list.append(std::move(item));
        }
    });
}

void readToolCalls(FieldReader &fields, const QString &place, QList<ToolCall> &calls)
{
    readList(fields, "tool_calls", place, calls, [](FieldReader &inner, const QString &, ToolCall &call) {
        inner.read("id", call.id);
        inner.read("name", call.name);
        inner.object("arguments", [&](const QJsonObject &arguments) { call.arguments = arguments; });
        inner.read("signature", call.signature);
    });
}

static void readMessage(FieldReader &fields, const QString &place, Message &message)
{
    QString role = u"user"_s;
    fields.read("role", role);
    if (role != "user"_L1 && role != "model"_L1)
        fields.fail("role", u"is \"%1\"; it must be user or model"_s.arg(role));
    message.role = role == "model"_L1 ? Message::Role::Model : Message::Role::User;
    fields.read("text", message.text);
    readToolCalls(fields, place, message.toolCalls);
    readList(fields, "tool_results", place, message.toolResults, [](FieldReader &inner, const QString &, ToolResult &result) {
        inner.read("call_id", result.callId);
        inner.read("name", result.name);
        inner.read("output", result.output);
        inner.read("is_error", result.isError);
    });
}

void readConversation(FieldReader &fields, const QString &place, Prompt &prompt)
{
    readList(fields, "history", place, prompt.history, readMessage);
    readList(fields, "tools", place, prompt.tools, [](FieldReader &inner, const QString &, ToolDefinition &tool) {
        inner.read("name", tool.name);
        inner.read("description", tool.description);
        inner.object("parameters", [&](const QJsonObject &parameters) { tool.parameters = parameters; });
    });
    QString choice = QLatin1StringView(choiceNames[0]);
    fields.read("tool_choice", choice);
    const auto found =
        std::find_if(choiceNames.begin(), choiceNames.end(), [&](const char *name) { return choice == QLatin1StringView(name); });
    if (found == choiceNames.end())
        fields.fail("tool_choice", u"is \"%1\"; it must be auto, none, required or named"_s.arg(choice));
    else
        prompt.toolChoice = static_cast<ToolChoice>(found - choiceNames.begin());
    fields.read("chosen_tool", prompt.chosenTool);
}

} // namespace interleave
