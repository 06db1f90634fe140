#include "simulator/protocols/anthropic/anthropic_messages.h"

#include "simulator/protocols/conversation_text.h"
#include "simulator/protocols/json_fields.h"

#include <QJsonObject>
#include <QStringList>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

QStringList blockTypes()
{
    return {u"text"_s,
            u"image"_s,
            u"document"_s,
            u"search_result"_s,
            u"thinking"_s,
            u"redacted_thinking"_s,
            u"tool_use"_s,
            u"tool_result"_s,
            u"server_tool_use"_s,
            u"web_search_tool_result"_s,
            u"web_fetch_tool_result"_s,
            u"code_execution_tool_result"_s,
            u"bash_code_execution_tool_result"_s,
            u"text_editor_code_execution_tool_result"_s,
            u"tool_search_tool_result"_s,
            u"container_upload"_s};
}

class TurnReader
{
public:
    TurnReader(GenerateRequest &request, bool strict)
        : m_request(request)
        , m_strict(strict)
    {
    }

    std::optional<QString> problem;
    QList<Message> turns;

    void read(const QJsonObject &message, const QString &place)
    {
        const QString role = message["role"_L1].toString();
        m_turn = Message{
            .role = role == "assistant"_L1 ? Message::Role::Model : Message::Role::User, .text = {}, .toolCalls = {}, .toolResults = {}};
        if (role != "user"_L1 && role != "assistant"_L1 && role != "system"_L1)
            fail(place % u".role: Input should be 'user' or 'assistant'"_s);
        const QJsonValue content = message["content"_L1];
        if (content.isUndefined())
            fail(place % u".content: Field required"_s);
        else if (!content.isString() && !content.isArray())
            fail(place % u".content: Input should be a valid list"_s);
        m_turn.text = content.toString();
        const QJsonArray blocks = content.toArray();
        for (qsizetype i = 0; i < blocks.size(); ++i)
            readBlock(blocks[i].toObject(), u"%1.content.%2"_s.arg(place).arg(i));
        if (role != "assistant"_L1)
            requireResults(place);
        if (role == "system"_L1) {
            QString &system = m_request.prompt.system;
            system += system.isEmpty() ? m_turn.text : u'\n' % m_turn.text;
            return;
        }
        m_unanswered.clear();
        for (const ToolCall &call : m_turn.toolCalls)
            m_unanswered += call.id;
        turns += m_turn;
    }

    void fail(const QString &what)
    {
        if (!problem)
            problem = what;
    }

private:
    void readBlock(const QJsonObject &block, const QString &place)
    {
        const QString type = block["type"_L1].toString();
        const bool ofModel = m_turn.role == Message::Role::Model;
        if (!blockTypes().contains(type))
            fail(u"%1: Input tag '%2' found using 'type' does not match any of the expected tags: '%3'"_s.arg(
                place, type, blockTypes().join("', '"_L1)));
        if (type == "text"_L1) {
            m_turn.text += block["text"_L1].toString();
            if (block["text"_L1].toString().isEmpty())
                fail(u"messages: text content blocks must be non-empty"_s);
            if (m_strict && !ofModel && !block["citations"_L1].toArray().isEmpty())
                fail(place % u".citations: citations are not accepted on text blocks in user messages"_s);
        } else if (type == "image"_L1 || type == "document"_L1) {
            m_request.mediaTokens += tokensOfMedia;
            if (m_strict && ofModel && type == "document"_L1)
                fail(place % u": document blocks are not accepted directly in assistant messages"_s);
        } else if (type == "tool_use"_L1) {
            readCall(block, place);
        } else if (type == "tool_result"_L1) {
            readResult(block, place);
        }
    }

    void readCall(const QJsonObject &block, const QString &place)
    {
        if (m_turn.role != Message::Role::Model)
            fail(place % u": `tool_use` blocks can only be in `assistant` messages"_s);
        if (block["id"_L1].toString().isEmpty() || block["name"_L1].toString().isEmpty())
            fail(place % u".tool_use.id: Field required"_s);
        if (!block["input"_L1].isObject())
            fail(place % u".tool_use.input: Input should be a valid dictionary"_s);
        m_turn.toolCalls += {.id = block["id"_L1].toString(),
                             .name = block["name"_L1].toString(),
                             .arguments = block["input"_L1].toObject(),
                             .signature = {}};
    }

    void readResult(const QJsonObject &block, const QString &place)
    {
        const QString id = block["tool_use_id"_L1].toString();
        if (!m_unanswered.removeOne(id))
            fail(u"%1: unexpected `tool_use_id` found in `tool_result` blocks: %2. Each `tool_result` block must have a corresponding "
                 "`tool_use` block in the previous message."_s.arg(place, id));
        m_turn.toolResults +=
            {.callId = id, .name = {}, .output = anthropicText(block["content"_L1]), .isError = block["is_error"_L1].toBool()};
    }

    void requireResults(const QString &place)
    {
        if (!m_unanswered.isEmpty())
            fail(u"%1: `tool_use` ids were found without `tool_result` blocks immediately after: %2. Each `tool_use` block must have a "
                 "corresponding `tool_result` block in the next message."_s.arg(place, m_unanswered.join(", "_L1)));
    }

    GenerateRequest &m_request;
    const bool m_strict;
    Message m_turn;           ///< being read
    QStringList m_unanswered; ///< ids of the calls of the message before
};

} // namespace

QString anthropicText(const QJsonValue &content)
{
    if (content.isString())
        return content.toString();
    QString text;
    for (const QJsonValue &block : content.toArray())
        text += block["text"_L1].toString();
    return text;
}

std::optional<QString> readAnthropicMessages(const QJsonArray &messages, bool strict, GenerateRequest &request)
{
    TurnReader reader(request, strict);
    if (messages.isEmpty())
        reader.fail(u"messages: at least one message is required"_s);
    for (qsizetype i = 0; i < messages.size(); ++i) {
        const QString place = u"messages.%1"_s.arg(i);
        if (!messages[i].isObject())
            reader.fail(place % u": Input should be a valid dictionary or object to extract fields from"_s);
        reader.read(messages[i].toObject(), place);
    }
    setConversation(request.prompt, reader.turns);
    return reader.problem;
}

} // namespace interleave
