#include "providers/gemini_reader.h"

#include "providers/error_sentence.h"
#include "providers/plain_words.h"

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

std::optional<WireChunk> GeminiReader::readObject(const QJsonObject &response, TypedJson &json)
{
    setModel(TypedJson::optionalWord(response, "modelVersion"_L1));
    readBlockReason(json.word(TypedJson::object(response, "promptFeedback"_L1), "blockReason"_L1));
    const QJsonArray candidates = json.list(response, "candidates"_L1);
    std::optional<WireChunk> chunk;
    if (!candidates.isEmpty())
        chunk = readCandidate(json.element(candidates[0], "candidates"_L1), json);
    readUsage(TypedJson::object(response, "usageMetadata"_L1), json);
    return chunk;
}

/// The first value of each enum, which says nothing.
static bool isUnspecified(const QString &reason) { return reason.endsWith("_UNSPECIFIED"_L1); }

std::optional<WireChunk> GeminiReader::readCandidate(const QJsonObject &candidate, TypedJson &json)
{
    if (const QJsonObject error = errorWithin(candidate); !error.isEmpty()) {
        refuse(refusalOf(error));
        return std::nullopt;
    }
    if (const QString reason = json.word(candidate, "finishReason"_L1); !isUnspecified(reason))
        setFinishReason(reason);
    const QJsonValue content = candidate["content"_L1];
    if (content.isString()) // not an object with parts
        return isTold(content) ? std::optional(WireChunk{content.toString(), 0}) : std::nullopt;
    if (isTold(content) && !content.isObject() && !content.isArray())
        json.string(candidate, "content"_L1); // fails, and says which
    return readParts(json.list(TypedJson::object(candidate, "content"_L1), "parts"_L1), json);
}

/// The candidate's text; reasoning and tool calls are content, but not part of the answer.
std::optional<WireChunk> GeminiReader::readParts(const QJsonArray &parts, TypedJson &json)
{
    std::optional<WireChunk> chunk;
    for (const QJsonValue &value : parts) {
        const QJsonObject part = json.element(value, "parts"_L1);
        const bool isThought = isTold(part["thought"_L1]);
        const TypedJson::Words words = isThought ? TypedJson::Words{} : json.words(part, "text"_L1);
        const bool hasThought = words.hasOther || (isThought && TypedJson::hasWords(part, "text"_L1));
        if (words.text.isEmpty() && !hasThought && (part.isEmpty() || part.contains("text"_L1)))
            continue;
        if (!chunk)
            chunk.emplace();
        chunk->text += words.text;
        if (isTold(part["functionCall"_L1]))
            readToolCall(part, json);
    }
    return chunk;
}

/// Whole, each of them.
void GeminiReader::readToolCall(const QJsonObject &part, TypedJson &json)
{
    const QJsonObject call = TypedJson::object(part, "functionCall"_L1);
    m_toolCalls.begin({},
                      {.id = TypedJson::optionalWord(call, "id"_L1),
                       .name = call["name"_L1].toString(),
                       .arguments = {},
                       .signature = part["thoughtSignature"_L1].toString()},
                      json.arguments(call, "args"_L1));
}

/// Every object of a stream carries the figures so far; fields that are zero may be absent.
void GeminiReader::readUsage(const QJsonObject &usage, TypedJson &json)
{
    if (usage.isEmpty())
        return;
    const std::optional<qint32> thinking = TypedJson::optionalCount(usage, "thoughtsTokenCount"_L1); // apart on this wire
    const std::optional<qint32> input = json.count(usage, "promptTokenCount"_L1);                    // includes cached ones
    const std::optional<qint32> total = TypedJson::optionalCount(usage, "totalTokenCount"_L1);
    std::optional<qint32> output = json.count(usage, "candidatesTokenCount"_L1);
    if (output)
        output = sumOfCounts(*output, thinking.value_or(0));
    else if (total && input)
        output = std::max(0, *total - *input - TypedJson::optionalCount(usage, "toolUsePromptTokenCount"_L1).value_or(0));
    else
        output = thinking;
    if (!input && !output)
        return;
    reply().usage = {.input = input,
                     .cached = TypedJson::optionalCount(usage, "cachedContentTokenCount"_L1).value_or(0),
                     .output = output,
                     .thinking = thinking.value_or(0)};
    m_hasFinalUsage = output && !reply().finishReason.isEmpty();
}

void GeminiReader::readBlockReason(const QString &reason)
{
    if (reason.isEmpty() || isUnspecified(reason))
        return;
    reply().finishReason = excerpt(reason, 60);
    reply().retryHint = RetryHint::Never;
    failProtocol(u"The provider blocked the prompt (%1) and gave no reply; change the prompt."_s.arg(excerpt(reason, 60)));
}

void GeminiReader::complete()
{
    ToolCallPieces::Joined joined = m_toolCalls.joined();
    reply().toolCalls = std::move(joined.calls);
    if (!joined.areReadable && reply().finishReason != "MAX_TOKENS"_L1)
        failProtocol(unreadableSentence(u"the args of a functionCall are not a JSON object, or it has no name"_s));
}

} // namespace interleave
