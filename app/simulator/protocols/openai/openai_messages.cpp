#include "simulator/protocols/openai/openai_messages.h"

#include "simulator/protocols/conversation_text.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QStringList>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

class MessageReader
{
public:
    explicit MessageReader(GenerateRequest &request)
        : m_request(request)
    {
    }

    std::optional<OpenAiProblem> problem;

    void read(const QJsonObject &message, const QString &place)
    {
        const QString role = message["role"_L1].toString();
        if (role == "tool"_L1)
            return readResult(message, place);
        requireAnswers(place);
        const QString text = readContent(message, place);
        if (role == "system"_L1 || role == "developer"_L1) {
            QString &system = m_request.prompt.system;
            system += system.isEmpty() ? text : u'\n' % text;
        } else if (role == "user"_L1) {
            m_turns += Message{.role = Message::Role::User, .text = text, .toolCalls = {}, .toolResults = {}};
        } else if (role == "assistant"_L1) {
            Message turn{.role = Message::Role::Model, .text = text, .toolCalls = {}, .toolResults = {}};
            for (const QJsonValue &call : message["tool_calls"_L1].toArray())
                turn.toolCalls += readCall(call.toObject(), place);
            m_turns += turn;
        } else {
            fail(u"Invalid value: '%1'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', and 'developer'."_s.arg(
                     role),
                 place % u".role"_s, u"invalid_value"_s);
        }
    }

    void finish()
    {
        requireAnswers(u"messages"_s);
        setConversation(m_request.prompt, m_turns);
    }

    void fail(const QString &message, const QString &param, const QString &code)
    {
        if (!problem)
            problem = OpenAiProblem{message, param, code};
    }

private:
    QString readContent(const QJsonObject &message, const QString &place)
    {
        const QJsonValue content = message["content"_L1];
        const QString param = place % u".content"_s;
        if (content.isString())
            return content.toString();
        if (content.isArray())
            return readParts(content.toArray(), param);
        const bool mayBeAbsent = message["role"_L1].toString() == "assistant"_L1 && !message["tool_calls"_L1].toArray().isEmpty();
        if (!mayBeAbsent || content.isObject())
            fail(u"Invalid value for 'content': expected a string, got %1."_s.arg(content.isObject() ? u"an object"_s : u"null"_s), param,
                 {});
        return {};
    }

    QString readParts(const QJsonArray &parts, const QString &param)
    {
        QString text;
        for (qsizetype i = 0; i < parts.size(); ++i) {
            const QJsonObject part = parts[i].toObject();
            const QString type = part["type"_L1].toString();
            if (type == "text"_L1 || type == "refusal"_L1)
                text += part[type].toString();
            else if (type == "image_url"_L1 || type == "input_audio"_L1 || type == "file"_L1)
                m_request.mediaTokens += tokensOfMedia;
            else
                fail(u"Invalid value: '%1'. Supported values are: 'text', 'image_url', 'input_audio', 'refusal', and 'file'."_s.arg(type),
                     u"%1[%2].type"_s.arg(param).arg(i), u"invalid_value"_s);
        }
        return text;
    }

    ToolCall readCall(const QJsonObject &call, const QString &place)
    {
        const QJsonObject function = call["function"_L1].toObject();
        const QString id = call["id"_L1].toString();
        if (id.isEmpty() || function["name"_L1].toString().isEmpty() || !function["arguments"_L1].isString())
            fail(u"Missing required parameter: '%1.tool_calls[0].function' needs an id, a name and arguments as a string."_s.arg(place),
                 place % u".tool_calls"_s, u"missing_required_parameter"_s);
        m_unanswered += id;
        return {.id = id,
                .name = function["name"_L1].toString(),
                .arguments = QJsonDocument::fromJson(function["arguments"_L1].toString().toUtf8()).object(),
                .signature = {}};
    }

    void readResult(const QJsonObject &message, const QString &place)
    {
        const QString id = message["tool_call_id"_L1].toString();
        if (id.isEmpty())
            fail(u"Missing required parameter: '%1.tool_call_id'."_s.arg(place), place % u".tool_call_id"_s,
                 u"missing_required_parameter"_s);
        else if (!m_unanswered.removeOne(id))
            fail(u"Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'."_s,
                 place % u".role"_s, {});
        const ToolResult result{.callId = id, .name = {}, .output = readContent(message, place), .isError = false};
        if (!m_turns.isEmpty() && !m_turns.last().toolResults.isEmpty()) // one message per result, one turn for all of them
            m_turns.last().toolResults += result;
        else
            m_turns += Message{.role = Message::Role::User, .text = {}, .toolCalls = {}, .toolResults = {result}};
    }

    void requireAnswers(const QString &place)
    {
        if (!m_unanswered.isEmpty())
            fail(u"An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The "
                 "following tool_call_ids did not have response messages: %1"_s.arg(m_unanswered.join(", "_L1)),
                 place, {});
        m_unanswered.clear();
    }

    GenerateRequest &m_request;
    QList<Message> m_turns;
    QStringList m_unanswered; ///< ids of tool calls
};

} // namespace

std::optional<OpenAiProblem> readChatMessages(const QJsonArray &messages, GenerateRequest &request)
{
    MessageReader reader(request);
    if (messages.isEmpty())
        reader.fail(u"Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty array instead."_s,
                    u"messages"_s, u"empty_array"_s);
    for (qsizetype i = 0; i < messages.size(); ++i) {
        const QString place = u"messages[%1]"_s.arg(i);
        if (!messages[i].isObject())
            reader.fail(u"Invalid type for '%1': expected an object."_s.arg(place), place, u"invalid_type"_s);
        reader.read(messages[i].toObject(), place);
    }
    reader.finish();
    return reader.problem;
}

} // namespace interleave
