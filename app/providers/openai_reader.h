// Reads chat completions: one object, or a stream of chunks. Made by OpenAi::reader() per attempt; any thread.
//
// The end mark of a stream is "[DONE]"; what follows it does not count. What makes a reply whole is its finish reason:
// compatible servers leave out the mark, and a mark without a finish reason ends a reply that was cut. Where finish reason
// and usage are both told, in one chunk or in two, nothing else is waited for.
//
// A chunk with `message` in place of `delta` (or `text`, of the old completions) is read as what it adds; the error of a
// choice is an error of the reply. Usage is read where compatible servers put it, too: in the choice, or under x_groq.
#pragma once

#include "providers/reply_reader.h"
#include "providers/tool_call_pieces.h"

namespace interleave {

class OpenAiReader : public ReplyReader
{
public:
    using ReplyReader::ReplyReader;

protected:
    std::optional<WireChunk> readObject(const Json &object, TypedJson &json) override;
    bool isEndMark(const QByteArray &data) const override { return data.trimmed() == "[DONE]"; }
    bool hasAll() const override { return isStream() && m_hasFinalUsage; }
    void complete() override;

private:
    std::optional<WireChunk> readChoice(const Json &choice, TypedJson &json);
    std::optional<WireChunk> readMessage(const Json &message, bool isWhole, TypedJson &json);
    void readToolCalls(const std::vector<const Json *> &calls, bool isWhole, TypedJson &json);
    void readUsage(const Json &usage, TypedJson &json);

    ToolCallPieces m_toolCalls;
    bool m_hasFinalUsage = false; // with the finish reason, or after it
};

} // namespace interleave
