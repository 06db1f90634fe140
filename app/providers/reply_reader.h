// What the readers of all providers share: a body or a stream of events becomes JSON objects, an error of any shape becomes
// an outcome with a sentence and what it says about a retry. A provider adds what its objects mean. Made per attempt; any thread.
//
// What was unclear, and is decided here, since real servers do it:
//   an event whose data is empty             is a sign of life, as a comment is; skipped
//   a stream was asked for, JSON came        read, with a note: the first token came with the last. An array (Gemini's, without
//                                            alt=sse) is read object by object as they come
//   JSON was asked for, a stream came        read, with a note
//   the end mark without a finish reason     a cut reply: a proxy writes the mark when its own source breaks, and nothing else
//                                            says that the reply is whole
//   withheld whole by a filter (SAFETY,      no success: like a blocked prompt it has no answer, and its short time would
//   content_filter, refusal; no content)     flatter every figure. With some content it is an answer that ended there
//   a finish reason "error"                  an error of the server, with its words where it has some
//   a redirect                               not followed (a request would go where nobody sent it); the sentence says where to
#pragma once

#include "providers/json_objects.h"
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
    bool isComplete() const final;
    qint64 heldBytes() const final;
    std::vector<WireChunk> endOfBody(int httpStatus) final;
    Reply finish(int httpStatus) final;

protected:
    /// One response object: the whole body, or one event of a stream. Returns its content chunk, if it holds content; its
    /// text is then part of the reply.
    virtual std::optional<WireChunk> readObject(const Json &object, TypedJson &json) = 0;
    /// An event that is no JSON, but says that the stream is over.
    virtual bool isEndMark(const QByteArray &data) const
    {
        Q_UNUSED(data)
        return false;
    }
    /// What a reply lacks that ended here ("without a finish reason"); empty: it is whole.
    virtual QString whatIsMissing() const;
    /// Its finish reason and its final usage are there: nothing that matters follows, even if the end mark is late or missing.
    virtual bool hasAll() const { return false; }
    /// The reply is whole. For what is known only now.
    virtual void complete() {}

    /// The body comes as events, whatever was asked for.
    bool isStream() const { return m_shape == Shape::Events; }
    /// The name of the event that is read; empty: it has none.
    QString eventName() const { return m_eventName; }
    /// Nothing that follows counts.
    void endStream() { m_ended = true; }
    void failProtocol(const QString &sentence);
    void setFinishReason(const QString &word);
    void setModel(const QString &name);
    void refuse(Refusal refusal);
    Reply &reply() { return m_reply; }
    const Reply &reply() const { return m_reply; }

private:
    enum class Shape { Unknown, Events, Json };

    void findShape();
    std::vector<WireChunk> readEvents(const QByteArray &bytes);
    std::vector<WireChunk> readObjects(const QByteArray &bytes);
    std::vector<WireChunk> readRest();
    std::vector<WireChunk> readPlainObjects();
    QString whyNoEvent() const;
    std::optional<WireChunk> read(const QByteArray &data, qint64 serverNs);
    void refuseByStatus(int httpStatus);
    void checkFinishReason();
    void note();

    const bool m_isStream;
    qsizetype m_blankBytes = 0; // that the body begins with
    Shape m_shape = Shape::Unknown;
    Reply m_reply;
    RetryHeaders m_retryHeaders;
    SseReader m_sse;
    JsonObjects m_objects;
    qint64 m_plainBytes = 0;
    std::vector<QByteArray> m_plainObjects; // of a plain response, read at its end
    std::optional<Refusal> m_refusal;
    QString m_eventName;
    QString m_location;
    QByteArray m_body;     // all of a plain response; of a stream what came before its first event, which may be an error
    qint64 m_serverNs = 0; // stamp of a plain response
    bool m_hasEvents = false;
    bool m_ended = false;
    bool m_isRestRead = false;
};

} // namespace interleave
