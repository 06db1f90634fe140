#include "setup/prompts/chat_turns.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace interleave {
namespace {

using namespace Qt::StringLiterals;

enum class Speaker { System, User, Model, Tool, Unknown };

Speaker speakerOf(const QString &name)
{
    const QString role = name.trimmed().toLower();
    if (role == "system"_L1 || role == "developer"_L1)
        return Speaker::System;
    if (role == "user"_L1 || role == "human"_L1 || role == "prompter"_L1)
        return Speaker::User;
    if (role == "assistant"_L1 || role == "model"_L1 || role == "gpt"_L1 || role == "chatgpt"_L1 || role == "bard"_L1 ||
        role == "bing"_L1 || role == "ai"_L1 || role == "bot"_L1)
        return Speaker::Model;
    if (role == "tool"_L1 || role == "function"_L1 || role == "observation"_L1 || role == "function_response"_L1)
        return Speaker::Tool;
    return Speaker::Unknown;
}

QString asText(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    return QString::fromUtf8(value.isArray() ? QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact)
                                             : QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact));
}

/// OpenAI writes the arguments as JSON in text, others as an object.
QJsonObject argumentsOf(const QJsonValue &value)
{
    return value.isString() ? QJsonDocument::fromJson(value.toString().toUtf8()).object() : value.toObject();
}

/// The parts of a turn beside its text, in the forms of Anthropic and Gemini; true: it was one of these.
bool takePart(const QJsonObject &part, Message &message)
{
    const QString type = part[u"type"_s].toString();
    if (type == "tool_use"_L1) {
        message.toolCalls.append({part[u"id"_s].toString(), part[u"name"_s].toString(), part[u"input"_s].toObject(), {}});
    } else if (type == "tool_result"_L1) {
        QString output;
        if (!readContent(part[u"content"_s], {}, output).isEmpty())
            output = asText(part[u"content"_s]);
        message.toolResults.append({part[u"tool_use_id"_s].toString(), {}, output, part[u"is_error"_s].toBool()});
    } else if (const QJsonObject call = part[u"functionCall"_s].toObject(); !call.isEmpty()) {
        message.toolCalls.append({call[u"id"_s].toString(), call[u"name"_s].toString(), call[u"args"_s].toObject(), {}});
    } else if (const QJsonObject result = part[u"functionResponse"_s].toObject(); !result.isEmpty()) {
        message.toolResults.append({result[u"id"_s].toString(), result[u"name"_s].toString(), asText(result[u"response"_s]), false});
    } else {
        return false;
    }
    return true;
}

void takeToolCalls(const QJsonObject &turn, Message &message)
{
    const QJsonArray calls = turn[u"tool_calls"_s].toArray();
    for (const QJsonValue &value : calls) {
        const QJsonObject call = value.toObject();
        const QJsonObject function = call[u"function"_s].isObject() ? call[u"function"_s].toObject() : call;
        message.toolCalls.append({call[u"id"_s].toString(), function[u"name"_s].toString(), argumentsOf(function[u"arguments"_s]), {}});
    }
    if (const QJsonObject function = turn[u"function_call"_s].toObject(); !function.isEmpty())
        message.toolCalls.append({{}, function[u"name"_s].toString(), argumentsOf(function[u"arguments"_s]), {}});
}

QJsonValue contentOf(const QJsonObject &turn)
{
    for (const char *field : {"content", "value", "parts", "text"}) {
        if (const QJsonValue value = turn.value(QLatin1StringView(field)); !value.isUndefined())
            return value;
    }
    return {};
}

/// One turn. What is wrong; empty: nothing.
QString readTurn(const QJsonObject &turn, const QString &where, Prompt &prompt)
{
    const QString name = turn.contains(u"role"_s) ? turn[u"role"_s].toString() : turn[u"from"_s].toString();
    const Speaker speaker = speakerOf(name);
    if (speaker == Speaker::Unknown)
        return u"%1 is by \"%2\"; the role must be system, user, assistant or tool."_s.arg(where, name);
    Message message;
    message.role = speaker == Speaker::Model ? Message::Role::Model : Message::Role::User;
    QJsonValue content = contentOf(turn);
    if (content.isArray()) {
        QJsonArray texts;
        const QJsonArray parts = content.toArray();
        for (const QJsonValue &part : parts) {
            if (!takePart(part.toObject(), message))
                texts.append(part);
        }
        content = texts;
    }
    if (const QString wrong = readContent(content, where, message.text); !wrong.isEmpty())
        return wrong;
    if (speaker == Speaker::System) {
        prompt.system += (prompt.system.isEmpty() ? QString() : u"\n\n"_s) + message.text;
        return {};
    }
    if (speaker == Speaker::Tool) {
        const QString id = turn[u"tool_call_id"_s].toString();
        message.toolResults.append({id, turn[u"name"_s].toString(), message.text, false});
        message.text.clear();
        // results of the same turn go together
        if (!prompt.history.isEmpty() && prompt.history.last().role == Message::Role::User &&
            !prompt.history.last().toolResults.isEmpty()) {
            prompt.history.last().toolResults += message.toolResults;
            return {};
        }
    }
    if (speaker == Speaker::Model)
        takeToolCalls(turn, message);
    else
        message.toolCalls.clear();
    if (message.text.trimmed().isEmpty() && message.toolCalls.isEmpty() && message.toolResults.isEmpty() && speaker != Speaker::Model)
        return u"%1 is empty; write what is said, or leave the turn out."_s.arg(where);
    prompt.history.append(std::move(message));
    return {};
}

} // namespace

QString readContent(const QJsonValue &content, const QString &where, QString &text)
{
    if (content.isNull() || content.isUndefined())
        return {};
    if (content.isString()) {
        text = content.toString();
        return {};
    }
    if (!content.isArray())
        return u"%1 has a content that is neither text nor a list of parts; write it as text."_s.arg(where);
    const QJsonArray parts = content.toArray();
    for (const QJsonValue &part : parts) {
        const QJsonValue said = part.isString() ? part : part.toObject().value(u"text"_s);
        if (!said.isString())
            return u"%1 has a part of type \"%2\"; only text can be sent: leave that part out."_s.arg(
                where, part.toObject().value(u"type"_s).toString(u"unknown"_s));
        text += (text.isEmpty() ? QString() : u"\n"_s) + said.toString();
    }
    return {};
}

QString readTurnsInto(const QJsonArray &turns, const char *field, Prompt &prompt)
{
    for (qsizetype i = 0; i < turns.size(); ++i) {
        const QString where = u"field \"%1\", turn %2"_s.arg(QLatin1StringView(field)).arg(i + 1);
        if (!turns[i].isObject())
            return where + u" is no object with \"role\" and \"content\"."_s;
        if (const QString wrong = readTurn(turns[i].toObject(), where, prompt); !wrong.isEmpty())
            return wrong;
    }
    while (!prompt.history.isEmpty() && prompt.history.last().role == Message::Role::Model)
        prompt.history.removeLast();
    if (prompt.history.isEmpty())
        return u"field \"%1\" has no turn of the user; add one."_s.arg(QLatin1StringView(field));
    if (prompt.history.last().toolResults.isEmpty())
        prompt.text = prompt.history.takeLast().text;
    return {};
}

QString readTools(const QJsonValue &tools, const QJsonValue &choice, Prompt &prompt)
{
    const QJsonArray list = tools.toArray();
    for (const QJsonValue &value : list) {
        const QJsonObject outer = value.toObject();
        const QJsonObject tool = outer[u"function"_s].isObject() ? outer[u"function"_s].toObject() : outer;
        const QString name = tool[u"name"_s].toString();
        if (name.isEmpty())
            return u"field \"tools\" has a tool without a name; only functions can be called here: leave the others out."_s;
        const QJsonValue schema = tool.contains(u"input_schema"_s) ? tool[u"input_schema"_s] : tool[u"parameters"_s];
        prompt.tools.append({name, tool[u"description"_s].toString(), schema.toObject()});
    }
    const QJsonObject named = choice.toObject();
    const QString word = choice.isString() ? choice.toString() : named[u"type"_s].toString();
    if (word == "none"_L1)
        prompt.toolChoice = ToolChoice::None;
    else if (word == "required"_L1 || word == "any"_L1)
        prompt.toolChoice = ToolChoice::Required;
    else if (word == "function"_L1 || word == "tool"_L1) {
        prompt.toolChoice = ToolChoice::Named;
        prompt.chosenTool = named[u"function"_s].isObject() ? named[u"function"_s][u"name"_s].toString() : named[u"name"_s].toString();
    }
    return {};
}

} // namespace interleave
