// Splits text of a table (RFC 4180, and what spreadsheets make of it) into rows: quotes, doubled quotes, separators and line breaks inside
// quotes, blanks around quoted cells. Tells the separator. Used by the reader of prompts files. Pure functions; any thread.
#pragma once

#include <QList>
#include <QString>
#include <QStringList>

namespace interleave {

struct TableRow {
    int line = 1; ///< line of the file in which the row begins, from 1
    QStringList cells;
};

struct TableText {
    QList<TableRow> rows; ///< blank lines are left out
    QString error;        ///< what is wrong and how to mend it; empty when the text is well formed
    int errorLine = 0;
};

/// At most so many rows.
TableText tableRows(const QString &text, QChar separator, qsizetype most);

/// What a first line "sep=;" says, or which of , ; tab and | the first rows agree on; a comma where they do not.
QChar separatorOf(const QString &text);

/// Without a first line "sep=;".
QString withoutSeparatorLine(const QString &text);

} // namespace interleave
