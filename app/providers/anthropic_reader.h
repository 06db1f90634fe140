// Reads Anthropic's messages: one object, or a stream of named events that ends with message_stop. Made by
// Anthropic::reader() per attempt; any thread.
#pragma once

#include "providers/reply_reader.h"
#include "providers/tool_call_pieces.h"

#include <QJsonArray>

namespace interleave {

class AnthropicReader : public ReplyReader
{
public:
    using ReplyReader::ReplyReader;

protected:
    std::optional<WireChunk> readObject(const QJsonObject &object, TypedJson &json) override;
    QString whatIsMissing() const override;
    void complete() override;

private:
    std::optional<WireChunk> readMessage(const QJsonObject &message, TypedJson &json);
    std::optional<WireChunk> readBlock(int number, const QJsonObject &block, TypedJson &json);
    std::optional<WireChunk> readDelta(int number, const QJsonObject &delta, TypedJson &json);
    void readEnd(const QJsonObject &message, TypedJson &json);
    void readUsage(const QJsonObject &usage, TypedJson &json);
    void closeThinking();

    ToolCallPieces m_toolCalls;
    QJsonArray m_thinking;      // blocks since the last tool call, which want to be sent back with the next one
    QJsonObject m_openThinking; // the block that deltas add to
    QString m_openText;
    QString m_openSignature;
    qint32 m_uncached = 0; // tokens of the prompt, in three disjoint parts
    qint32 m_cacheRead = 0;
    qint32 m_cacheCreation = 0;
    bool m_isStopped = false;
};

} // namespace interleave
