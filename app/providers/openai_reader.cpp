#include "providers/openai_reader.h"

#include "providers/error_sentence.h"

#include <nlohmann/json.hpp>

namespace interleave {

using namespace Qt::StringLiterals;

std::optional<WireChunk> OpenAiReader::readObject(const Json &object, TypedJson &json)
{
    setModel(TypedJson::optionalWord(object, "model"));
    const std::vector<const Json *> choices = json.list(object, "choices");
    const Json *choice = choices.empty() ? nullptr : &json.element(*choices.front(), "choices");
    std::optional<WireChunk> chunk;
    if (choice) // else the chunk with the usage
        chunk = readChoice(*choice, json);
    for (const Json *place : {&object, &TypedJson::object(object, "x_groq"), choice}) {
        if (place && isTold(at(*place, "usage"))) {
            readUsage(TypedJson::object(*place, "usage"), json);
            break;
        }
    }
    return chunk;
}

std::optional<WireChunk> OpenAiReader::readChoice(const Json &choice, TypedJson &json)
{
    if (const std::optional<Refusal> refusal = refusalWithin(choice)) {
        refuse(*refusal);
        return std::nullopt;
    }
    const bool hasDelta = isTold(at(choice, "delta"));
    const bool isWhole = isStream() ? !hasDelta && isTold(at(choice, "message")) : isTold(at(choice, "message")) || !hasDelta;
    const std::string_view name = isWhole ? "message" : "delta";
    std::optional<WireChunk> chunk;
    if (const Json &message = at(choice, name); message.is_object())
        chunk = readMessage(message, isWhole && !isStream(), json);
    else if (const std::string_view place = isTold(message) ? name : "text"; isTold(at(choice, place)))
        chunk = WireChunk{json.string(choice, place), 0};
    setFinishReason(json.word(choice, "finish_reason"));
    return chunk;
}

/// A whole message, or what a chunk adds to it. Reasoning (of compatible servers, which have several names for it) and tool
/// calls are content, but not part of the answer; the role alone is no content.
std::optional<WireChunk> OpenAiReader::readMessage(const Json &message, bool isWhole, TypedJson &json)
{
    WireChunk chunk;
    const TypedJson::Words words = json.words(message, "content");
    chunk.text = words.text;
    if (!at(message, "refusal").is_boolean())
        chunk.text += json.string(message, "refusal");
    std::vector<const Json *> calls = json.list(message, "tool_calls");
    if (const Json &old = TypedJson::object(message, "function_call"); !old.empty()) // before tools
        calls.push_back(&json.made("function", old));
    readToolCalls(calls, isWhole, json);
    bool hasContent = !chunk.text.isEmpty() || words.hasOther || !calls.empty();
    for (const auto *name : {"reasoning_content", "reasoning", "reasoning_details", "thinking"})
        hasContent = hasContent || TypedJson::hasWords(message, name);
    return hasContent ? std::optional(std::move(chunk)) : std::nullopt;
}

void OpenAiReader::readToolCalls(const std::vector<const Json *> &calls, bool isWhole, TypedJson &json)
{
    for (size_t i = 0; i < calls.size(); ++i) {
        const Json &call = json.element(*calls[i], "tool_calls");
        const Json &function = isTold(at(call, "function")) ? TypedJson::object(call, "function") : call;
        const ToolCall head{
            .id = TypedJson::optionalWord(call, "id"), .name = textOf(at(function, "name")), .arguments = {}, .signature = {}};
        std::optional<int> number = TypedJson::optionalCount(call, "index");
        if (!number && calls.size() > 1)
            number = static_cast<int>(i); // told by their places
        const QString arguments = json.arguments(function, "arguments");
        if (isWhole)
            m_toolCalls.begin({}, head, arguments);
        else
            m_toolCalls.add(number, head, arguments);
    }
}

/// In a chunk of its own, with the last one, or in every one so far: the latest counts.
void OpenAiReader::readUsage(const Json &usage, TypedJson &json)
{
    const auto detail = [&](std::string_view object, std::string_view name, std::string_view orName) {
        const std::optional<qint32> told = TypedJson::optionalCount(TypedJson::object(usage, object), name);
        return told ? told : TypedJson::optionalCount(usage, orName);
    };
    Usage told{.input = json.count(usage, "prompt_tokens"), // includes cached ones
               .cached = detail("prompt_tokens_details", "cached_tokens", "prompt_cache_hit_tokens"),
               .output = json.count(usage, "completion_tokens"), // includes reasoning
               .thinking = detail("completion_tokens_details", "reasoning_tokens", "reasoning_tokens")};
    if (!told.input)
        told.input = json.count(usage, "input_tokens"); // as other protocols call them
    if (!told.output)
        told.output = json.count(usage, "output_tokens");
    const std::optional<qint32> total = TypedJson::optionalCount(usage, "total_tokens");
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
    const bool isCut = reply().finishReason == "length"_L1; // by the limit on tokens: as asked
    ToolCallPieces::Joined joined = m_toolCalls.joined(isCut);
    reply().toolCalls = std::move(joined.calls);
    if (!joined.areReadable && !isCut)
        failProtocol(unreadableSentence(u"a tool call has no name"_s));
}

} // namespace interleave
