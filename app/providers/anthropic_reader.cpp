#include "providers/anthropic_reader.h"

#include "providers/error_sentence.h"

namespace interleave {

using namespace Qt::StringLiterals;

std::optional<WireChunk> AnthropicReader::readObject(const Json &object, TypedJson &json)
{
    if (!isStream())
        return readMessage(object, json);
    const QString told = json.word(object, "type");
    const QString type = told.isEmpty() ? eventName() : told;
    if (type == "message"_L1 || (type.isEmpty() && object.contains("content"))) { // all of it, in one event
        m_isWhole = true;
        return readMessage(object, json);
    }
    if (type == "message_start"_L1)
        return readMessage(TypedJson::object(object, "message"), json);
    const std::optional<int> number = TypedJson::optionalCount(object, "index");
    if (type == "content_block_start"_L1)
        return readBlock(number, TypedJson::object(object, "content_block"), json);
    if (type == "content_block_delta"_L1)
        return readDelta(number, TypedJson::object(object, "delta"), json);
    if (type == "message_delta"_L1) {
        readUsage(TypedJson::object(object, "usage"), json);
        readEnd(TypedJson::object(object, "delta"), json);
    } else if (type == "message_stop"_L1) {
        m_isStopped = true;
        endStream();
    }
    return std::nullopt; // pings, ends of blocks, and what is new since this was written
}

/// A whole message, or how one starts, with no content yet.
std::optional<WireChunk> AnthropicReader::readMessage(const Json &message, TypedJson &json)
{
    if (const std::optional<Refusal> refusal = refusalWithin(message)) {
        refuse(*refusal);
        return std::nullopt;
    }
    setModel(TypedJson::optionalWord(message, "model"));
    readUsage(TypedJson::object(message, "usage"), json);
    std::optional<WireChunk> whole;
    const std::vector<const Json *> blocks = json.list(message, "content");
    for (size_t i = 0; i < blocks.size(); ++i) {
        const std::optional<WireChunk> chunk = readBlock(static_cast<int>(i), json.element(*blocks[i], "content"), json);
        if (!chunk)
            continue;
        if (!whole)
            whole.emplace();
        whole->text += chunk->text;
    }
    readEnd(message, json);
    return whole;
}

/// Compatible servers leave the type out.
static QString typeOf(const Json &block, TypedJson &json)
{
    const QString type = json.word(block, "type");
    if (!type.isEmpty())
        return type;
    for (const auto *name : {"text", "thinking"}) {
        if (block.contains(name))
            return QLatin1StringView(name);
    }
    return block.contains("input") ? u"tool_use"_s : QString();
}

/// A whole block, or how one starts, mostly empty. Thinking and tool calls are content, but not part of the answer.
std::optional<WireChunk> AnthropicReader::readBlock(std::optional<int> number, const Json &block, TypedJson &json)
{
    closeThinking();
    const QString type = typeOf(block, json);
    m_isInTool = type == "tool_use"_L1;
    if (m_isInTool)
        return readToolUse(number, block, json);
    if (type == "text"_L1) {
        const QString text = json.string(block, "text");
        return text.isEmpty() ? std::nullopt : std::optional(WireChunk{text, 0});
    }
    if (type == "thinking"_L1 || type == "redacted_thinking"_L1) {
        m_openThinking = block;
        m_openText = textOf(at(block, "thinking"));
        m_openSignature = textOf(at(block, "signature"));
        const bool hasContent = TypedJson::hasWords(block, "thinking") || TypedJson::hasWords(block, "data");
        return hasContent ? std::optional(WireChunk{}) : std::nullopt;
    }
    return std::nullopt;
}

/// The input of one in a stream is empty at first: it comes in pieces.
std::optional<WireChunk> AnthropicReader::readToolUse(std::optional<int> number, const Json &block, TypedJson &json)
{
    ToolCall head{.id = TypedJson::optionalWord(block, "id"), .name = textOf(at(block, "name")), .arguments = {}, .signature = {}};
    if (!m_thinking.empty())
        head.signature = QString::fromUtf8(compact(std::exchange(m_thinking, Json::array())));
    m_toolCalls.begin(number, head, json.arguments(block, "input"));
    return WireChunk{};
}

std::optional<WireChunk> AnthropicReader::readDelta(std::optional<int> number, const Json &delta, TypedJson &json)
{
    const TypedJson::Words words = json.words(delta, "text");
    const QString arguments = json.arguments(delta, "partial_json");
    const bool isOurs = number ? m_toolCalls.has(number) : m_isInTool; // not that of a tool that the server runs itself
    if (!arguments.isEmpty() && isOurs)
        m_toolCalls.append(number, arguments);
    m_openText += textOf(at(delta, "thinking"));
    m_openSignature += textOf(at(delta, "signature"));
    const bool hasContent = !words.text.isEmpty() || words.hasOther || TypedJson::hasWords(delta, "thinking") || !arguments.isEmpty();
    return hasContent ? std::optional(WireChunk{words.text, 0}) : std::nullopt;
}

void AnthropicReader::closeThinking()
{
    if (m_openThinking.empty())
        return;
    if (at(m_openThinking, "type") == "thinking") {
        m_openThinking["thinking"] = utf8(std::exchange(m_openText, {}));
        m_openThinking["signature"] = utf8(std::exchange(m_openSignature, {}));
    }
    m_thinking.push_back(std::exchange(m_openThinking, {}));
}

void AnthropicReader::readEnd(const Json &message, TypedJson &json) { setFinishReason(json.word(message, "stop_reason")); }

/// A stream tells the prompt's tokens at its start, mostly only there, and the reply's again and again, cumulative.
void AnthropicReader::readUsage(const Json &usage, TypedJson &json)
{
    const auto update = [](std::optional<qint32> &count, std::optional<qint32> told) {
        if (told)
            count = told;
    };
    update(m_uncached, json.count(usage, "input_tokens"));
    update(m_cacheRead, TypedJson::optionalCount(usage, "cache_read_input_tokens"));
    update(m_cacheCreation, TypedJson::optionalCount(usage, "cache_creation_input_tokens"));
    update(reply().usage.output, json.count(usage, "output_tokens")); // includes thinking
    if (m_uncached)
        reply().usage.input = sumOfCounts(*m_uncached, m_cacheRead.value_or(0), m_cacheCreation.value_or(0));
    reply().usage.cached = m_cacheRead;
    update(reply().usage.thinking, TypedJson::optionalCount(TypedJson::object(usage, "output_tokens_details"), "thinking_tokens"));
}

QString AnthropicReader::whatIsMissing() const
{
    return isStream() && !m_isStopped && !m_isWhole ? u"before the event message_stop"_s : ReplyReader::whatIsMissing();
}

void AnthropicReader::complete()
{
    const QString &reason = reply().finishReason;
    const bool isCut = reason == "max_tokens"_L1 || reason == "model_context_window_exceeded"_L1; // by a limit: as asked
    ToolCallPieces::Joined joined = m_toolCalls.joined(isCut);
    reply().toolCalls = std::move(joined.calls);
    if (!joined.areReadable && !isCut)
        failProtocol(unreadableSentence(u"a tool call has no name"_s));
}

} // namespace interleave
