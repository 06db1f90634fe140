#include "json/conversation_json.h"

#include "json/json.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace interleave {

using namespace Qt::StringLiterals;

static constexpr std::array choiceNames{"auto", "none", "required", "named"}; // in the order of ToolChoice

OrderedJson toJson(const QList<ToolCall> &toolCalls)
{
    OrderedJson calls = OrderedJson::array();
    for (const ToolCall &call : toolCalls) {
        calls.push_back(
            {{"id", utf8(call.id)}, {"name", utf8(call.name)}, {"arguments", jsonOf(call.arguments)}, {"signature", utf8(call.signature)}});
        if (!call.unreadable.isEmpty())
            calls.back()["unreadable"] = utf8(call.unreadable);
    }
    return calls;
}

static OrderedJson toJson(const Message &message)
{
    OrderedJson json{{"role", message.role == Message::Role::User ? "user" : "model"}, {"text", utf8(message.text)}};
    if (!message.toolCalls.isEmpty())
        json["tool_calls"] = toJson(message.toolCalls);
    for (const ToolResult &result : message.toolResults)
        json["tool_results"].push_back(
            {{"call_id", utf8(result.callId)}, {"name", utf8(result.name)}, {"output", utf8(result.output)}, {"is_error", result.isError}});
    return json;
}

void writeConversation(const Prompt &prompt, OrderedJson &json)
{
    for (const Message &message : prompt.history)
        json["history"].push_back(toJson(message));
    for (const ToolDefinition &tool : prompt.tools)
        json["tools"].push_back(
            {{"name", utf8(tool.name)}, {"description", utf8(tool.description)}, {"parameters", jsonOf(tool.parameters)}});
    if (prompt.toolChoice != ToolChoice::Automatic)
        json["tool_choice"] = choiceNames[static_cast<size_t>(prompt.toolChoice)];
    if (!prompt.chosenTool.isEmpty())
        json["chosen_tool"] = utf8(prompt.chosenTool);
}

/// Calls read(fields of an item, item) for each object of a list, and adds the items.
template<typename Item, typename Read> static void readList(FieldReader &outer, const char *key, QList<Item> &list, Read read)
{
    outer.objects(key, [&](FieldReader &fields) {
        Item item;
        read(fields, item);
        list.append(std::move(item));
    });
}

void readToolCalls(FieldReader &fields, QList<ToolCall> &calls)
{
    readList(fields, "tool_calls", calls, [](FieldReader &inner, ToolCall &call) {
        inner.read("id", call.id);
        inner.read("name", call.name);
        inner.read("arguments", call.arguments);
        inner.read("signature", call.signature);
        inner.read("unreadable", call.unreadable);
    });
}

static void readMessage(FieldReader &fields, Message &message)
{
    QString role = u"user"_s;
    fields.read("role", role);
    if (role != "user"_L1 && role != "model"_L1)
        fields.fail("role", u"is \"%1\"; it must be user or model"_s.arg(role));
    message.role = role == "model"_L1 ? Message::Role::Model : Message::Role::User;
    fields.read("text", message.text);
    readToolCalls(fields, message.toolCalls);
    readList(fields, "tool_results", message.toolResults, [](FieldReader &inner, ToolResult &result) {
        inner.read("call_id", result.callId);
        inner.read("name", result.name);
        inner.read("output", result.output);
        inner.read("is_error", result.isError);
    });
}

static std::optional<ToolChoice> choiceFromName(const QString &name)
{
    const auto found = std::find_if(choiceNames.begin(), choiceNames.end(), [&](const char *n) { return name == QLatin1StringView(n); });
    return found == choiceNames.end() ? std::nullopt : std::optional(static_cast<ToolChoice>(found - choiceNames.begin()));
}

void readConversation(FieldReader &fields, Prompt &prompt)
{
    readList(fields, "history", prompt.history, readMessage);
    readList(fields, "tools", prompt.tools, [](FieldReader &inner, ToolDefinition &tool) {
        inner.read("name", tool.name);
        inner.read("description", tool.description);
        inner.read("parameters", tool.parameters);
    });
    fields.choose("tool_choice", prompt.toolChoice, u"auto"_s, choiceFromName, "auto, none, required or named");
    fields.read("chosen_tool", prompt.chosenTool);
}

} // namespace interleave
