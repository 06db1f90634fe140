// Text from outside (servers, files, arguments) as a terminal may have it: what would move the cursor, change colours, titles or the
// clipboard, or turn the order of letters around, becomes a visible sign. Used by whatever writes to a terminal; any thread.
#pragma once

#include <QByteArray>
#include <QString>

namespace interleave {

enum class LineBreaks : quint8 { Kept, Shown };

/// C0, DEL, C1, controls of direction and other characters without a shape of their own become U+FFFD. Kept: line feeds and tabs stay.
QString visibleText(const QString &text, LineBreaks lineBreaks = LineBreaks::Kept);

/// The same JSON, with those characters as escapes.
QByteArray visibleJson(const QByteArray &json);

} // namespace interleave
