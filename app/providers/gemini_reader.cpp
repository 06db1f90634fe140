#include "providers/gemini_reader.h"

#include "providers/error_sentence.h"
#include "providers/plain_words.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

std::optional<WireChunk> GeminiReader::readObject(const Json &response, TypedJson &json)
{
    setModel(TypedJson::optionalWord(response, "modelVersion"));
    readBlockReason(json.word(TypedJson::object(response, "promptFeedback"), "blockReason"));
    const std::vector<const Json *> candidates = json.list(response, "candidates");
    std::optional<WireChunk> chunk;
    if (!candidates.empty())
        chunk = readCandidate(json.element(*candidates.front(), "candidates"), json);
    readUsage(TypedJson::object(response, "usageMetadata"), json);
    return chunk;
}

/// The first value of each enum, which says nothing.
static bool isUnspecified(const QString &reason) { return reason.endsWith("_UNSPECIFIED"_L1); }

std::optional<WireChunk> GeminiReader::readCandidate(const Json &candidate, TypedJson &json)
{
    if (const std::optional<Refusal> refusal = refusalWithin(candidate)) {
        refuse(*refusal);
        return std::nullopt;
    }
    if (const QString reason = json.word(candidate, "finishReason"); !isUnspecified(reason))
        setFinishReason(reason);
    const Json &content = at(candidate, "content");
    if (content.is_string()) // not an object with parts
        return isTold(content) ? std::optional(WireChunk{textOf(content), 0}) : std::nullopt;
    if (isTold(content) && !content.is_structured())
        json.string(candidate, "content"); // fails, and says which
    return readParts(json.list(TypedJson::object(candidate, "content"), "parts"), json);
}

/// The candidate's text; reasoning and tool calls are content, but not part of the answer.
std::optional<WireChunk> GeminiReader::readParts(const std::vector<const Json *> &parts, TypedJson &json)
{
    std::optional<WireChunk> chunk;
    for (const Json *value : parts) {
        const Json &part = json.element(*value, "parts");
        const bool isThought = isTold(at(part, "thought"));
        const TypedJson::Words words = isThought ? TypedJson::Words{} : json.words(part, "text");
        const bool hasThought = words.hasOther || (isThought && TypedJson::hasWords(part, "text"));
        if (words.text.isEmpty() && !hasThought && (part.empty() || part.contains("text")))
            continue;
        if (!chunk)
            chunk.emplace();
        chunk->text += words.text;
        if (isTold(at(part, "functionCall")))
            readToolCall(part, json);
    }
    return chunk;
}

/// Whole, each of them.
void GeminiReader::readToolCall(const Json &part, TypedJson &json)
{
    const Json &call = TypedJson::object(part, "functionCall");
    m_toolCalls.begin({},
                      {.id = TypedJson::optionalWord(call, "id"),
                       .name = textOf(at(call, "name")),
                       .arguments = {},
                       .signature = textOf(at(part, "thoughtSignature"))},
                      json.arguments(call, "args"));
}

/// Every object of a stream carries the figures so far; fields that are zero may be absent.
void GeminiReader::readUsage(const Json &usage, TypedJson &json)
{
    if (usage.empty())
        return;
    const std::optional<qint32> thinking = TypedJson::optionalCount(usage, "thoughtsTokenCount"); // apart on this wire
    const std::optional<qint32> input = json.count(usage, "promptTokenCount");                    // includes cached ones
    const std::optional<qint32> total = TypedJson::optionalCount(usage, "totalTokenCount");
    std::optional<qint32> output = json.count(usage, "candidatesTokenCount");
    if (output)
        output = sumOfCounts(*output, thinking.value_or(0));
    else if (total && input)
        output = std::max(0, *total - *input - TypedJson::optionalCount(usage, "toolUsePromptTokenCount").value_or(0));
    else
        output = thinking;
    if (!input && !output)
        return;
    reply().usage = {.input = input,
                     .cached = TypedJson::optionalCount(usage, "cachedContentTokenCount").value_or(0),
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
    const bool isCut = reply().finishReason == "MAX_TOKENS"_L1;
    ToolCallPieces::Joined joined = m_toolCalls.joined(isCut);
    reply().toolCalls = std::move(joined.calls);
    if (!joined.areReadable && !isCut)
        failProtocol(unreadableSentence(u"a functionCall has no name"_s));
}

} // namespace interleave
