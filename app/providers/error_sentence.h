// Words for what a server refused: one sentence for the user, with what to do. Used by all providers' readers; any thread.
#pragma once

#include <QString>

namespace interleave {

struct Refusal;

/// Of the refusal's message only the first sentence is kept, and of a long one its beginning.
QString refusalSentence(const Refusal &refusal);

/// For a body that is not what the provider's protocol says: `what` is the finding, without a full stop.
QString unreadableSentence(const QString &what);

/// For a response that ended too early: `where` is "without a finish reason", "in the middle of an event".
QString cutSentence(const QString &where);

/// Sentences are shown and saved, and a server may repeat what it was sent: the key, whole or cut by an excerpt, becomes "…".
QString withoutKey(QString sentence, const QByteArray &key);

/// The beginning of a text from outside, on one line, at most `length` characters.
QString excerpt(const QString &text, qsizetype length);

} // namespace interleave
