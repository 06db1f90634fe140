#include "providers/anthropic_reader.h"

#include "providers/error_sentence.h"

#include <QJsonDocument>

namespace interleave {

using namespace Qt::StringLiterals;

std::optional<WireChunk> AnthropicReader::readObject(const QJsonObject &object, TypedJson &json)
{
    if (!isStream())
        return readMessage(object, json);
    const QString type = json.string(object, "type"_L1);
    if (type == "message_start"_L1)
        return readMessage(json.object(object, "message"_L1), json);
    if (type == "content_block_start"_L1)
        return readBlock(json.count(object, "index"_L1), json.object(object, "content_block"_L1), json);
    if (type == "content_block_delta"_L1)
        return readDelta(json.count(object, "index"_L1), json.object(object, "delta"_L1), json);
    if (type == "message_delta"_L1) {
        readUsage(json.object(object, "usage"_L1), json);
        readEnd(json.object(object, "delta"_L1), json);
    } else if (type == "message_stop"_L1) {
        m_isStopped = true;
        endStream();
    }
    return std::nullopt; // pings, ends of blocks, and what is new since this was written
}

/// A whole message, or how one starts, with no content yet.
std::optional<WireChunk> AnthropicReader::readMessage(const QJsonObject &message, TypedJson &json)
{
    readUsage(json.object(message, "usage"_L1), json);
    readEnd(message, json);
    std::optional<WireChunk> whole;
    const QJsonArray blocks = json.array(message, "content"_L1);
    for (qsizetype i = 0; i < blocks.size(); ++i) {
        const std::optional<WireChunk> chunk = readBlock(static_cast<int>(i), json.element(blocks[i], "content"_L1), json);
        if (!chunk)
            continue;
        if (!whole)
            whole.emplace();
        whole->text += chunk->text;
    }
    return whole;
}

/// A whole block, or how one starts, mostly empty. Thinking and tool calls are content, but not part of the answer.
std::optional<WireChunk> AnthropicReader::readBlock(int number, const QJsonObject &block, TypedJson &json)
{
    closeThinking();
    const QString type = json.string(block, "type"_L1);
    if (type == "text"_L1) {
        const QString text = json.string(block, "text"_L1);
        return text.isEmpty() ? std::nullopt : std::optional(WireChunk{text, 0});
    }
    if (type == "tool_use"_L1) {
        ToolCall head{.id = json.string(block, "id"_L1), .name = json.string(block, "name"_L1), .arguments = {}, .signature = {}};
        if (!m_thinking.isEmpty())
            head.signature = QString::fromUtf8(QJsonDocument(std::exchange(m_thinking, {})).toJson(QJsonDocument::Compact));
        const QJsonObject input = json.object(block, "input"_L1); // of a stream empty: it comes in pieces
        m_toolCalls.add(number, head, input.isEmpty() ? QString() : QString::fromUtf8(QJsonDocument(input).toJson(QJsonDocument::Compact)));
        return WireChunk{};
    }
    if (type == "thinking"_L1 || type == "redacted_thinking"_L1) {
        m_openThinking = block;
        m_openText = json.string(block, "thinking"_L1);
        m_openSignature = json.string(block, "signature"_L1);
        const bool hasContent = !m_openText.isEmpty() || !json.string(block, "data"_L1).isEmpty();
        return hasContent ? std::optional(WireChunk{}) : std::nullopt;
    }
    return std::nullopt;
}

std::optional<WireChunk> AnthropicReader::readDelta(int number, const QJsonObject &delta, TypedJson &json)
{
    const QString text = json.string(delta, "text"_L1);
    const QString thinking = json.string(delta, "thinking"_L1);
    const QString arguments = json.string(delta, "partial_json"_L1);
    if (!arguments.isEmpty() && m_toolCalls.has(number)) // not that of a tool that the server runs itself
        m_toolCalls.add(number, {}, arguments);
    m_openText += thinking;
    m_openSignature += json.string(delta, "signature"_L1);
    const bool hasContent = !text.isEmpty() || !thinking.isEmpty() || !arguments.isEmpty();
    return hasContent ? std::optional(WireChunk{text, 0}) : std::nullopt;
}

void AnthropicReader::closeThinking()
{
    if (m_openThinking.isEmpty())
        return;
    if (m_openThinking["type"_L1].toString() == "thinking"_L1) {
        m_openThinking[u"thinking"_s] = std::exchange(m_openText, {});
        m_openThinking[u"signature"_s] = std::exchange(m_openSignature, {});
    }
    m_thinking.append(std::exchange(m_openThinking, {}));
}

void AnthropicReader::readEnd(const QJsonObject &message, TypedJson &json)
{
    if (const QString reason = json.string(message, "stop_reason"_L1); !reason.isEmpty())
        reply().finishReason = reason;
}

/// A stream tells the prompt's tokens at its start, mostly only there, and the reply's again and again, cumulative.
void AnthropicReader::readUsage(const QJsonObject &usage, TypedJson &json)
{
    const auto update = [&](QLatin1StringView name, qint32 &count) {
        if (!usage[name].isUndefined() && !usage[name].isNull())
            count = json.count(usage, name);
    };
    update("input_tokens"_L1, m_uncached);
    update("cache_read_input_tokens"_L1, m_cacheRead);
    update("cache_creation_input_tokens"_L1, m_cacheCreation);
    update("output_tokens"_L1, reply().usage.output); // includes thinking
    reply().usage.input = sumOfCounts(m_uncached, m_cacheRead, m_cacheCreation);
    reply().usage.cached = m_cacheRead;
    if (const QJsonObject details = json.object(usage, "output_tokens_details"_L1); !details.isEmpty())
        reply().usage.thinking = json.count(details, "thinking_tokens"_L1);
}

QString AnthropicReader::whatIsMissing() const
{
    return isStream() && !m_isStopped ? u"before the event message_stop"_s : ReplyReader::whatIsMissing();
}

void AnthropicReader::complete()
{
    ToolCallPieces::Joined joined = m_toolCalls.joined();
    reply().toolCalls = std::move(joined.calls);
    const QString &reason = reply().finishReason;
    if (!joined.areReadable && reason != "max_tokens"_L1 && reason != "model_context_window_exceeded"_L1) // cut by a limit: as asked
        failProtocol(unreadableSentence(u"the input of a tool call is not a JSON object"_s));
}

} // namespace interleave
