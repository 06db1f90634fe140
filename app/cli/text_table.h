// Aligned columns and short figures for a terminal. Values; any thread.
#pragma once

#include "cli/standard_output.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace interleave::cli {

/// The first row is the heading. The first and the last column are flush left, the others flush right. Where it is wider than
/// `columns` (0: however wide) it becomes several tables, one below the other, each of which begins with the first column.
QString alignedTable(const QList<QStringList> &rows, int columns = terminalColumns());

/// "name   sentence": the sentence begins in column `indent` and is broken between words, to stay within `columns`.
QString hangingText(const QString &name, qsizetype indent, const QString &sentence, int columns = terminalColumns());

/// "7.31 s", "24.1 ms"; "-" when unset.
QString secondsText(std::optional<double> seconds);

} // namespace interleave::cli
