// What the readers of all providers share: a body or a stream of events becomes JSON objects, an error of any shape becomes
// an outcome with a sentence and what it says about a retry. A provider adds what its objects mean. Made per attempt; any thread.
#pragma once

#include "providers/provider.h"
#include "providers/refusal.h"
#include "providers/retry_headers.h"
#include "providers/sse_reader.h"
#include "providers/typed_json.h"

namespace interleave {

class ReplyReader : public ResponseReader
{
public:
    explicit ReplyReader(bool stream)
        : m_isStream(stream)
    {
        m_reply.outcome = Outcome::Ok;
    }
    void header(const QByteArray &name, const QByteArray &value) final;
    std::vector<WireChunk> feed(const QByteArray &bytes) final;
    std::vector<WireChunk> endOfBody(int httpStatus) final;
    Reply finish(int httpStatus) final;

protected:
    /// One response object: the whole body, or one event of a stream. Returns its content chunk, if it holds content; its
    /// text is then part of the reply.
    virtual std::optional<WireChunk> readObject(const QJsonObject &object, TypedJson &json) = 0;
    /// An event that is no JSON, but says that the stream is over.
    virtual bool isEndMark(const QByteArray &data) const
    {
        Q_UNUSED(data)
        return false;
    }
    /// What a reply lacks that ended here ("without a finish reason"); empty: it is whole.
    virtual QString whatIsMissing() const;
    /// The reply is whole. For what is known only now.
    virtual void complete() {}

    bool isStream() const { return m_isStream; }
    /// Nothing that follows counts.
    void endStream() { m_ended = true; }
    void failProtocol(const QString &sentence);
    Reply &reply() { return m_reply; }
    const Reply &reply() const { return m_reply; }

private:
    std::optional<WireChunk> read(const QByteArray &data, qint64 serverNs);
    void refuse(Refusal refusal);

    const bool m_isStream;
    Reply m_reply;
    RetryHeaders m_retryHeaders;
    SseReader m_sse;
    QByteArray m_body;     // all of a plain response; of a stream what came before its first event, which may be an error
    qint64 m_serverNs = 0; // stamp of a plain response
    bool m_hasEvents = false;
    bool m_ended = false;
};

} // namespace interleave
