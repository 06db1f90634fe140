// Reads Gemini's responses: GenerateContentResponse, one or a stream of them. Made by Gemini::reader() per attempt; any thread.
#pragma once

#include "providers/reply_reader.h"

namespace interleave {

class GeminiReader : public ReplyReader
{
public:
    using ReplyReader::ReplyReader;

protected:
    std::optional<WireChunk> readObject(const QJsonObject &response, TypedJson &json) override;

private:
    std::optional<WireChunk> readParts(const QJsonArray &parts, TypedJson &json);
    void readUsage(const QJsonObject &usage, TypedJson &json);
    void readBlockReason(const QString &reason);
};

} // namespace interleave
