// Replies kept on disk in SQLite under an exact key: everything that changes the answer. Size-bound; the least recently used
// go first. One object per run, used by one thread at a time (CacheDesk; a look-up takes some ten microseconds). When the file cannot be
// used the cache lives in memory, and says why.
#pragma once

#include "core/endpoint.h"
#include "core/prompt.h"
#include "core/reply.h"

#include <QByteArray>

#include <memory>
#include <optional>

namespace interleave {

class ResponseCache
{
public:
    /// `file` empty: in memory. `space` keeps entries apart that must not meet: in a comparison each run has its own, or the
    /// second model would find everything that the first one paid for.
    ResponseCache(const QString &file, const QString &space, qint64 maxBytes);
    ~ResponseCache();

    std::optional<Reply> find(const Endpoint &endpoint, const Prompt &prompt);
    void keep(const Endpoint &endpoint, const Prompt &prompt, const Reply &reply);
    /// Why the file is not used; empty: it is.
    QString problem() const;
    /// A look-up may wait for the disk.
    bool isOnDisk() const;

    /// ~/.cache/interleave/replies.sqlite
    static QString defaultFile();

private:
    class Private;
    std::unique_ptr<Private> d;
};

/// SHA-256 over the endpoint (the built-in simulator: its profile), the model and every field of the prompt that is sent.
QByteArray cacheKey(const Endpoint &endpoint, const Prompt &prompt);

} // namespace interleave
