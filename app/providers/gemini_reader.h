// Reads Gemini's responses: one object, or a stream of them. Made by Gemini::reader() per attempt; any thread.
#pragma once

#include "providers/provider.h"
#include "providers/sse_reader.h"

#include <QJsonObject>

namespace interleave {

/// What both kinds of response have in common: GenerateContentResponse and google.rpc.Status.
class GeminiReader : public ResponseReader
{
public:
    GeminiReader() { m_reply.outcome = Outcome::Ok; }
    void header(const QByteArray &name, const QByteArray &value) override;
    Reply finish(int httpStatus) override;

protected:
    /// One response object. Returns its content chunk, if it holds content.
    std::optional<WireChunk> read(const QByteArray &json, qint64 serverNs);
    /// The body of a response whose status is not 2xx.
    void readErrorBody(const QByteArray &body, int httpStatus);
    void failProtocol(const QString &sentence);
    bool isComplete() const { return !m_reply.finishReason.isEmpty(); }

    qint64 m_serverNs = 0; // stamp of a plain response

private:
    std::optional<WireChunk> readResponse(const QJsonObject &response);
    void readUsage(const QJsonObject &usage, class TypedJson &json);
    void readStatus(const QJsonObject &error, int httpStatus);
    void readBlockReason(const QString &reason);

    Reply m_reply;
};

class GeminiPlainReader : public GeminiReader
{
public:
    std::vector<WireChunk> feed(const QByteArray &bytes) override;
    std::vector<WireChunk> endOfBody(int httpStatus) override;

private:
    QByteArray m_body;
};

class GeminiStreamReader : public GeminiReader
{
public:
    std::vector<WireChunk> feed(const QByteArray &bytes) override;
    std::vector<WireChunk> endOfBody(int httpStatus) override;

private:
    SseReader m_sse;
    QByteArray m_beforeEvents; // an error's body is plain JSON, no event; its status is known only at the end
    bool m_hasEvents = false;
};

} // namespace interleave
