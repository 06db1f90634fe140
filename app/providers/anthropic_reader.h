// Reads Anthropic's messages: one object, or a stream of named events that ends with message_stop. Made by
// Anthropic::reader() per attempt; any thread.
//
// A block without a type is what its fields say; an event without one goes by its name in the stream.
#pragma once

#include "providers/reply_reader.h"
#include "providers/tool_call_pieces.h"

#include <nlohmann/json.hpp>

#include <optional>

namespace interleave {

class AnthropicReader : public ReplyReader
{
public:
    using ReplyReader::ReplyReader;

protected:
    std::optional<WireChunk> readObject(const Json &object, TypedJson &json) override;
    QString whatIsMissing() const override;
    void complete() override;

private:
    std::optional<WireChunk> readMessage(const Json &message, TypedJson &json);
    std::optional<WireChunk> readBlock(std::optional<int> number, const Json &block, TypedJson &json);
    std::optional<WireChunk> readDelta(std::optional<int> number, const Json &delta, TypedJson &json);
    std::optional<WireChunk> readToolUse(std::optional<int> number, const Json &block, TypedJson &json);
    void readEnd(const Json &message, TypedJson &json);
    void readUsage(const Json &usage, TypedJson &json);
    void closeThinking();

    ToolCallPieces m_toolCalls;
    Json m_thinking = Json::array(); // blocks since the last tool call, which want to be sent back with the next one
    Json m_openThinking;             // the block that deltas add to
    QString m_openText;
    QString m_openSignature;
    std::optional<qint32> m_uncached; // tokens of the prompt, in three disjoint parts
    std::optional<qint32> m_cacheRead;
    std::optional<qint32> m_cacheCreation;
    bool m_isInTool = false; // the block that began last is a call of ours
    bool m_isStopped = false;
    bool m_isWhole = false; // one event held the whole message
};

} // namespace interleave
