// Bytes of a file as text: UTF-8, UTF-16 and UTF-32 (with or without their mark), and Windows-1252 where it cannot be anything else. Line
// ends become "\n". Used by the reader of prompts files. A pure function; any thread.
#pragma once

#include "core/result.h"

#include <QByteArray>
#include <QStringList>

namespace interleave {

/// What had to be converted is a sentence in `notes`. What is no text, or damaged, is refused with its line. `name` is the place.
Result<QString> decodedText(const QByteArray &content, const QString &name, QStringList &notes);

} // namespace interleave
