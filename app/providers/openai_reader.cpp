#include "providers/openai_reader.h"

#include "providers/error_sentence.h"

namespace interleave {

using namespace Qt::StringLiterals;

std::optional<WireChunk> OpenAiReader::readObject(const QJsonObject &object, TypedJson &json)
{
    readUsage(json.object(object, "usage"_L1), json);
    const QJsonArray choices = json.array(object, "choices"_L1);
    if (choices.isEmpty()) // the chunk with the usage
        return std::nullopt;
    const QJsonObject choice = json.element(choices[0], "choices"_L1);
    if (const QString reason = json.string(choice, "finish_reason"_L1); !reason.isEmpty())
        reply().finishReason = reason;
    return readMessage(json.object(choice, isStream() ? "delta"_L1 : "message"_L1), json);
}

/// A whole message, or what a chunk adds to it. Reasoning (of compatible servers, which have two names for it) and tool
/// calls are content, but not part of the answer; the role alone is no content.
std::optional<WireChunk> OpenAiReader::readMessage(const QJsonObject &message, TypedJson &json)
{
    WireChunk chunk;
    chunk.text = json.string(message, "content"_L1) + json.string(message, "refusal"_L1);
    const QJsonArray calls = json.array(message, "tool_calls"_L1);
    readToolCalls(calls, json);
    const bool hasContent = !chunk.text.isEmpty() || !calls.isEmpty() || !json.string(message, "reasoning_content"_L1).isEmpty() ||
                            !json.string(message, "reasoning"_L1).isEmpty();
    return hasContent ? std::optional(std::move(chunk)) : std::nullopt;
}

void OpenAiReader::readToolCalls(const QJsonArray &calls, TypedJson &json)
{
    for (qsizetype i = 0; i < calls.size(); ++i) {
        const QJsonObject call = json.element(calls[i], "tool_calls"_L1);
        const QJsonObject function = json.object(call, "function"_L1);
        const int number = call.contains("index"_L1) ? json.count(call, "index"_L1) : static_cast<int>(i); // plain: none is told
        m_toolCalls.add(number,
                        {.id = json.string(call, "id"_L1), .name = json.string(function, "name"_L1), .arguments = {}, .signature = {}},
                        json.string(function, "arguments"_L1));
    }
}

/// In a chunk of its own, with the last one, or in every one so far: the latest counts.
void OpenAiReader::readUsage(const QJsonObject &usage, TypedJson &json)
{
    if (usage.isEmpty())
        return;
    reply().usage = {.input = json.count(usage, "prompt_tokens"_L1), // includes cached ones
                     .cached = json.count(json.object(usage, "prompt_tokens_details"_L1), "cached_tokens"_L1),
                     .output = json.count(usage, "completion_tokens"_L1), // includes reasoning
                     .thinking = json.count(json.object(usage, "completion_tokens_details"_L1), "reasoning_tokens"_L1)};
}

void OpenAiReader::complete()
{
    ToolCallPieces::Joined joined = m_toolCalls.joined();
    reply().toolCalls = std::move(joined.calls);
    if (!joined.areReadable && reply().finishReason != "length"_L1) // cut by the limit on tokens: as asked
        failProtocol(unreadableSentence(u"the arguments of a tool call are not a JSON object"_s));
}

} // namespace interleave
