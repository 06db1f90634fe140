// Reads prompts from .txt (one a line), .jsonl (a string, or an object with "prompt" or "text", and optional "system",
// "temperature", "max_output_tokens") and .csv (a column named prompt or text, or the only column). UTF-8 only. Errors
// name file, line and field, and the remedy. Any thread; blocks while it reads.
#pragma once

#include "core/prompt.h"
#include "core/result.h"

#include <QByteArray>
#include <QList>
#include <QString>

namespace interleave {

/// `path` "-" reads standard input, as text.
Result<QList<Prompt>> readPrompts(const QString &path);
/// The format follows `name`'s suffix; `name` is the place in errors.
Result<QList<Prompt>> parsePrompts(const QByteArray &content, const QString &name);

} // namespace interleave
