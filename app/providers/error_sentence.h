// Words for what a server refused: one sentence for the user, with what to do. Used by all providers' readers; any thread.
#pragma once

#include <QString>

namespace interleave {

struct Refusal;

/// The refusal's message is kept whole, remedy and all, and of one longer than 400 characters its beginning.
QString refusalSentence(const Refusal &refusal);

/// For a body that is not what the provider's protocol says: `what` is the finding, without a full stop.
QString unreadableSentence(const QString &what);

/// For a response that ended too early: `where` is "without a finish reason", "in the middle of an event".
QString cutSentence(const QString &where);

/// Sentences are shown and saved, and a server may repeat what it was sent: the key, and any eight characters of it or more, become "…".
QString withoutKey(QString sentence, const QByteArray &key);

} // namespace interleave
