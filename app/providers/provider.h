// A wire protocol: builds requests and reads responses. No I/O, no state between calls; any thread.
#pragma once

#include "core/endpoint.h"
#include "core/prompt.h"
#include "core/reply.h"
#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>
#include <QStringList>
#include <QUrl>

#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace interleave {

struct WireRequest {
    QUrl url;
    QList<std::pair<QByteArray, QByteArray>> headers;
    QByteArray body; ///< empty: a GET
};

/// One content chunk as it was read.
struct WireChunk {
    QString text;        ///< answer text; empty: content of another kind (reasoning, a tool call)
    qint64 serverNs = 0; ///< the server's own send time (CLOCK_MONOTONIC ns) when it told, else 0
};

/// Reads one response as it arrives. Made per attempt; called in the order of the functions here.
class ResponseReader
{
public:
    virtual ~ResponseReader() = default;
    /// One response header, before any of the body.
    virtual void header(const QByteArray &name, const QByteArray &value)
    {
        Q_UNUSED(name)
        Q_UNUSED(value)
    }
    /// Bytes of the body, cut anywhere. Returns the content chunks that they completed.
    virtual std::vector<WireChunk> feed(const QByteArray &bytes) = 0;
    /// The reply has reached its own end mark ([DONE], message_stop, the last chunk with finish reason and usage): whatever still follows
    /// belongs to nobody, and waiting for it would make the call longer than it was. Also: it has failed, and nothing can mend it; of a
    /// plain response, its last brace was read. endOfBody() and finish() follow as if the body had ended here.
    virtual bool isComplete() const { return false; }
    /// Bytes of the body that wait for what completes them.
    virtual qint64 heldBytes() const { return 0; }
    /// The body ended, cleanly or not. Returns the content chunks that only its end completed: all of a plain response.
    virtual std::vector<WireChunk> endOfBody(int httpStatus)
    {
        Q_UNUSED(httpStatus)
        return {};
    }
    /// The reply with its outcome, finish reason, usage, text, error sentence and what it says about a retry. An error in a
    /// response with status 200 says Retry or Never, since its status says nothing. Last; without endOfBody() before it when
    /// the body was cut. A network error before any response never gets here; the transport says that itself.
    virtual Reply finish(int httpStatus) = 0;
};

class Provider
{
public:
    virtual ~Provider() = default;
    virtual QString id() const = 0;
    virtual QString title() const = 0;
    virtual QString defaultBaseUrl() const = 0;
    virtual QString defaultModelName() const = 0;   ///< one that the real service lists, cheap enough to try
    virtual QString defaultKeyVariable() const = 0; ///< environment variable that usually holds the key
    /// The built-in simulator's base URL as this provider's SDK takes it; `root` as the simulator tells it.
    virtual QString simulatorBaseUrl(const QString &root) const { return root; }
    /// `key` empty: no credential is sent. `baseUrl` as normalBaseUrl() makes it. `limitField`: for providers whose servers differ
    /// in the name of the field.
    virtual WireRequest request(const QString &baseUrl, const QString &modelName, const QByteArray &key, const Prompt &prompt, bool stream,
                                OutputLimitField limitField = OutputLimitField::Auto) const = 0;
    virtual std::unique_ptr<ResponseReader> reader(bool stream) const = 0;

    /// Asks for the models that the key may use: as many as the service lists at once.
    virtual WireRequest modelsRequest(const QString &baseUrl, const QByteArray &key) const = 0;
    /// Names as request() takes them, in the server's order, from the body of a response with status 200.
    virtual Result<QStringList> modelsFromBody(const QByteArray &body) const = 0;
};

/// A request's URL: `path` (encoded, it may have a query of its own) goes between the base's path and its query. What the base
/// already ends with ("/v1", where people paste it) is not said twice.
QUrl requestUrl(const QString &baseUrl, const QString &path);

/// The field for the reply's limit that an error's sentence names to be used instead; empty: it names none.
std::optional<OutputLimitField> limitFieldAskedFor(const QString &error);

/// All providers, in menu order; they live as long as the program.
const std::vector<const Provider *> &providers();
/// Null: no such provider.
const Provider *findProvider(const QString &id);

} // namespace interleave
