// Aligned columns and short figures for a terminal. Values; any thread.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>

namespace interleave::cli {

/// The first row is the heading. The first and the last column are flush left, the others flush right.
QString alignedTable(const QList<QStringList> &rows);

/// "7.31 s", "24.1 ms"; "-" when unset.
QString secondsText(std::optional<double> seconds);

} // namespace interleave::cli
