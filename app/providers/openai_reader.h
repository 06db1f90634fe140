// Reads chat completions: one object, or a stream of chunks. Made by OpenAi::reader() per attempt; any thread.
//
// The end mark of a stream is "[DONE]"; what follows it does not count. What makes a reply whole is its finish reason:
// compatible servers leave out the mark, and a mark without a finish reason ends a reply that was cut.
#pragma once

#include "providers/reply_reader.h"
#include "providers/tool_call_pieces.h"

namespace interleave {

class OpenAiReader : public ReplyReader
{
public:
    using ReplyReader::ReplyReader;

protected:
    std::optional<WireChunk> readObject(const QJsonObject &object, TypedJson &json) override;
    bool isEndMark(const QByteArray &data) const override { return data.trimmed() == "[DONE]"; }
    void complete() override;

private:
    std::optional<WireChunk> readMessage(const QJsonObject &message, TypedJson &json);
    void readToolCalls(const QJsonArray &calls, TypedJson &json);
    void readUsage(const QJsonObject &usage, TypedJson &json);

    ToolCallPieces m_toolCalls;
};

} // namespace interleave
