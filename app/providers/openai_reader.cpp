#include "providers/openai_reader.h"

#include "providers/error_sentence.h"

namespace interleave {

using namespace Qt::StringLiterals;

std::optional<WireChunk> OpenAiReader::readObject(const QJsonObject &object, TypedJson &json)
{
    setModel(TypedJson::optionalWord(object, "model"_L1));
    const QJsonArray choices = json.list(object, "choices"_L1);
    const QJsonObject choice = choices.isEmpty() ? QJsonObject() : json.element(choices[0], "choices"_L1);
    std::optional<WireChunk> chunk;
    if (!choices.isEmpty()) // else the chunk with the usage
        chunk = readChoice(choice, json);
    for (const QJsonObject &place : {object, TypedJson::object(object, "x_groq"_L1), choice}) {
        if (isTold(place["usage"_L1])) {
            readUsage(TypedJson::object(place, "usage"_L1), json);
            break;
        }
    }
    return chunk;
}

std::optional<WireChunk> OpenAiReader::readChoice(const QJsonObject &choice, TypedJson &json)
{
    if (const QJsonObject error = errorWithin(choice); !error.isEmpty()) {
        refuse(refusalOf(error));
        return std::nullopt;
    }
    const bool hasDelta = isTold(choice["delta"_L1]);
    const bool isWhole = isStream() ? !hasDelta && isTold(choice["message"_L1]) : isTold(choice["message"_L1]) || !hasDelta;
    const QLatin1StringView name = isWhole ? "message"_L1 : "delta"_L1;
    std::optional<WireChunk> chunk;
    if (choice[name].isObject())
        chunk = readMessage(choice[name].toObject(), isWhole && !isStream(), json);
    else if (const QLatin1StringView place = isTold(choice[name]) ? name : "text"_L1; isTold(choice[place]))
        chunk = WireChunk{json.string(choice, place), 0};
    setFinishReason(json.word(choice, "finish_reason"_L1));
    return chunk;
}

/// A whole message, or what a chunk adds to it. Reasoning (of compatible servers, which have several names for it) and tool
/// calls are content, but not part of the answer; the role alone is no content.
std::optional<WireChunk> OpenAiReader::readMessage(const QJsonObject &message, bool isWhole, TypedJson &json)
{
    WireChunk chunk;
    const TypedJson::Words words = json.words(message, "content"_L1);
    chunk.text = words.text;
    if (!message["refusal"_L1].isBool())
        chunk.text += json.string(message, "refusal"_L1);
    QJsonArray calls = json.list(message, "tool_calls"_L1);
    if (const QJsonObject old = TypedJson::object(message, "function_call"_L1); !old.isEmpty()) // before tools
        calls.append(QJsonObject{{u"function"_s, old}});
    readToolCalls(calls, isWhole, json);
    bool hasContent = !chunk.text.isEmpty() || words.hasOther || !calls.isEmpty();
    for (const auto name : {"reasoning_content"_L1, "reasoning"_L1, "reasoning_details"_L1, "thinking"_L1})
        hasContent = hasContent || TypedJson::hasWords(message, name);
    return hasContent ? std::optional(std::move(chunk)) : std::nullopt;
}

void OpenAiReader::readToolCalls(const QJsonArray &calls, bool isWhole, TypedJson &json)
{
    for (qsizetype i = 0; i < calls.size(); ++i) {
        const QJsonObject call = json.element(calls[i], "tool_calls"_L1);
        const QJsonObject function = isTold(call["function"_L1]) ? TypedJson::object(call, "function"_L1) : call;
        const ToolCall head{
            .id = TypedJson::optionalWord(call, "id"_L1), .name = function["name"_L1].toString(), .arguments = {}, .signature = {}};
        std::optional<int> number = TypedJson::optionalCount(call, "index"_L1);
        if (!number && calls.size() > 1)
            number = static_cast<int>(i); // told by their places
        const QString arguments = json.arguments(function, "arguments"_L1);
        if (isWhole)
            m_toolCalls.begin({}, head, arguments);
        else
            m_toolCalls.add(number, head, arguments);
    }
}

/// In a chunk of its own, with the last one, or in every one so far: the latest counts.
void OpenAiReader::readUsage(const QJsonObject &usage, TypedJson &json)
{
    const auto detail = [&](QLatin1StringView object, QLatin1StringView name, QLatin1StringView orName) {
        const std::optional<qint32> told = TypedJson::optionalCount(TypedJson::object(usage, object), name);
        return told ? told : TypedJson::optionalCount(usage, orName);
    };
    Usage told{.input = json.count(usage, "prompt_tokens"_L1), // includes cached ones
               .cached = detail("prompt_tokens_details"_L1, "cached_tokens"_L1, "prompt_cache_hit_tokens"_L1),
               .output = json.count(usage, "completion_tokens"_L1), // includes reasoning
               .thinking = detail("completion_tokens_details"_L1, "reasoning_tokens"_L1, "reasoning_tokens"_L1)};
    if (!told.input)
        told.input = json.count(usage, "input_tokens"_L1); // as other protocols call them
    if (!told.output)
        told.output = json.count(usage, "output_tokens"_L1);
    const std::optional<qint32> total = TypedJson::optionalCount(usage, "total_tokens"_L1);
    if (total && told.input && !told.output && *total >= *told.input)
        told.output = *total - *told.input;
    if (told == Usage())
        return;
    reply().usage = told;
    const bool isCredible = told.output && (*told.output > 0 || !reply().hasContent);
    m_hasFinalUsage = isCredible && !reply().finishReason.isEmpty();
}

void OpenAiReader::complete()
{
    ToolCallPieces::Joined joined = m_toolCalls.joined();
    reply().toolCalls = std::move(joined.calls);
    if (!joined.areReadable && reply().finishReason != "length"_L1) // cut by the limit on tokens: as asked
        failProtocol(unreadableSentence(u"the arguments of a tool call are not a JSON object, or it has no name"_s));
}

} // namespace interleave
