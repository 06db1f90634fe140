// Where the values of a JSON text are in it: for errors, which name line and column, and for edits, which keep what they do not change.
// A value is named by a pointer (RFC 6901): "/prompts/3/temperature", "" is the whole. Values carry no positions; one is looked for
// when it is asked for, which costs nothing where nothing is wrong. Functions, any thread.
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace interleave {

/// Bytes of a text. `begin` of a field is that of its key.
struct JsonRange {
    qsizetype begin = 0, valueBegin = 0, end = 0;
};

/// Unset: there is no such value. The text must be JSON up to the end of what is looked for. `occurrence`: of a key that is there more
/// than once, counted from 1.
std::optional<JsonRange> findValue(QByteArrayView json, const QString &pointer, int occurrence = 1);

/// Of a key or an index: "~" and "/" are escaped.
QString pointerTo(const QString &parent, const QString &key);
QString pointerTo(const QString &parent, qsizetype index);

/// "line 4, column 17", counted in characters from 1.
QString lineAndColumn(QByteArrayView text, qsizetype offset);

} // namespace interleave
