// The table of a scenario as a grid of texts, and its edits: what the window shows and does. A cell that holds a text shows it; any other
// value is shown as JSON, and stays a value of its kind when what is typed is one. Pure functions; any thread.
#pragma once

#include "core/table.h"

#include <QList>

namespace interleave {

struct TableGrid {
    QStringList columns; ///< of all rows that are shown, in order of first use
    QList<QStringList> cells;
};

/// The first rows of a table, at most so many.
TableGrid gridOf(const Table &table, int mostRows);

/// Rows that are in the scenario can be edited; those in a file cannot.
bool isEditable(const Table &table);

// Each gives the table as it is then; what is out of range changes nothing.
Table withCell(const Table &table, int row, const QString &column, const QString &text);
/// After `row`, with the columns of the others; into a table that is none: its first, with one column.
Table withNewRow(const Table &table, int row);
/// None left: no table at all.
Table withoutRows(const Table &table, const QList<int> &rows);
/// With empty texts in it. A name that is there already changes nothing.
Table withColumn(const Table &table, const QString &name);
Table withoutColumn(const Table &table, const QString &name);
/// In its place. A name that is there already changes nothing.
Table withColumnRenamed(const Table &table, const QString &from, const QString &to);

} // namespace interleave
