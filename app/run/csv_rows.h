// Splits CSV text (RFC 4180) into rows: quotes, doubled quotes, commas and line breaks inside quotes. Used by the reader
// of prompts files. A pure function; any thread.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace interleave {

struct CsvRow {
    int line = 1; ///< line of the file in which the row begins, from 1
    QStringList cells;
};

struct CsvTable {
    QList<CsvRow> rows; ///< blank lines are left out
    QString error;      ///< what is wrong and how to mend it; empty when the text is well formed
    int errorLine = 0;
};

CsvTable csvRows(const QString &text);

} // namespace interleave
