#include "providers/gemini_reader.h"

#include "providers/error_sentence.h"

namespace interleave {

using namespace Qt::StringLiterals;

std::optional<WireChunk> GeminiReader::readObject(const QJsonObject &response, TypedJson &json)
{
    readUsage(json.object(response, "usageMetadata"_L1), json);
    readBlockReason(json.string(json.object(response, "promptFeedback"_L1), "blockReason"_L1));
    const QJsonArray candidates = json.array(response, "candidates"_L1);
    if (candidates.isEmpty())
        return std::nullopt;
    const QJsonObject candidate = json.element(candidates[0], "candidates"_L1);
    if (const QString reason = json.string(candidate, "finishReason"_L1); !reason.isEmpty())
        reply().finishReason = reason;
    return readParts(json.array(json.object(candidate, "content"_L1), "parts"_L1), json);
}

/// The candidate's text; reasoning and tool calls are content, but not part of the answer.
std::optional<WireChunk> GeminiReader::readParts(const QJsonArray &parts, TypedJson &json)
{
    std::optional<WireChunk> chunk;
    for (const QJsonValue &value : parts) {
        const QJsonObject part = json.element(value, "parts"_L1);
        const QString text = json.string(part, "text"_L1);
        if (text.isEmpty() && (part.isEmpty() || part.contains("text"_L1)))
            continue;
        if (!chunk)
            chunk.emplace();
        if (!json.boolean(part, "thought"_L1))
            chunk->text += text;
        if (!part.contains("functionCall"_L1))
            continue;
        const QJsonObject call = json.object(part, "functionCall"_L1);
        reply().toolCalls.append({.id = json.string(call, "id"_L1),
                                  .name = json.string(call, "name"_L1),
                                  .arguments = json.object(call, "args"_L1),
                                  .signature = json.string(part, "thoughtSignature"_L1)});
    }
    return chunk;
}

/// Every object of a stream carries the figures so far; fields that are zero may be absent.
void GeminiReader::readUsage(const QJsonObject &usage, TypedJson &json)
{
    if (usage.isEmpty())
        return;
    const qint32 thinking = json.count(usage, "thoughtsTokenCount"_L1);
    reply().usage = {.input = json.count(usage, "promptTokenCount"_L1), // includes cached ones
                     .cached = json.count(usage, "cachedContentTokenCount"_L1),
                     .output = sumOfCounts(json.count(usage, "candidatesTokenCount"_L1), thinking), // apart on this wire
                     .thinking = thinking};
}

void GeminiReader::readBlockReason(const QString &reason)
{
    if (reason.isEmpty())
        return;
    reply().finishReason = reason;
    reply().retryHint = RetryHint::Never;
    failProtocol(u"The provider blocked the prompt (%1) and gave no reply; change the prompt."_s.arg(excerpt(reason, 60)));
}

} // namespace interleave
