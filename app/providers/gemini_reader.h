// Reads Gemini's responses: GenerateContentResponse, one or a stream of them. Made by Gemini::reader() per attempt; any thread.
//
// The wire has no end mark: the reply is whole with its finish reason, and there is nothing to wait for once its usage is told
// with it or after it. A count that is absent from a usage is zero on this wire, where the total shows it; where nothing does,
// it is unknown.
#pragma once

#include "providers/reply_reader.h"
#include "providers/tool_call_pieces.h"

namespace interleave {

class GeminiReader : public ReplyReader
{
public:
    using ReplyReader::ReplyReader;

protected:
    std::optional<WireChunk> readObject(const Json &response, TypedJson &json) override;
    bool hasAll() const override { return m_hasFinalUsage; }
    void complete() override;

private:
    std::optional<WireChunk> readCandidate(const Json &candidate, TypedJson &json);
    void readToolCall(const Json &part, TypedJson &json);
    std::optional<WireChunk> readParts(const std::vector<const Json *> &parts, TypedJson &json);
    void readUsage(const Json &usage, TypedJson &json);
    void readBlockReason(const QString &reason);

    ToolCallPieces m_toolCalls;
    bool m_hasFinalUsage = false;
};

} // namespace interleave
