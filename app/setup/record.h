// One entry of a prompts file, whatever holds it (a line of JSON Lines, an element of an array, a row of a table): its fields, and where it
// is. Read by the shapes of records (app/setup/*_record.cpp). Values, any thread.
#pragma once

#include "core/result.h"

#include <QJsonArray>
#include <QJsonValue>
#include <QList>
#include <QString>

namespace interleave {

struct Record {
    QJsonValue value;          ///< text, or an object
    int line = 0;              ///< of the file, from 1; 0: not known
    QString place{};           ///< "entry 3", where there is no line
    bool cellsAreText = false; ///< of a table: numbers are text, and an empty cell is none
};

/// What is read, and from where.
struct PromptsText {
    QString text;
    QString name;           ///< the place in errors; where it is a file, files beside it can be named in it
    QJsonArray templates{}; ///< prompts with variables, as this program's own entries, for files that have only the variables
};

/// The records of a container, each from the whole text; errors name the place, the line and the remedy.
Result<QList<Record>> jsonLinesRecords(const PromptsText &source);
Result<QList<Record>> jsonRecords(const PromptsText &source);
Result<QList<Record>> yamlRecords(const PromptsText &source);
/// The separator is told from the text, or is the tab.
Result<QList<Record>> csvRecords(const PromptsText &source);
Result<QList<Record>> tsvRecords(const PromptsText &source);
/// One text a line.
Result<QList<Record>> lineRecords(const PromptsText &source);
/// The whole as one text.
Result<QList<Record>> documentRecords(const PromptsText &source);

/// Of a document that JSON or YAML was.
Result<QList<Record>> recordsOfDocument(const QJsonValue &document, const PromptsText &source);

} // namespace interleave
