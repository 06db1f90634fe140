// One entry of a prompts file, whatever holds it (a line of JSON Lines, an element of an array, a row of a table): its fields, and where it
// is. Read by the shapes of records (app/setup/*_record.cpp). Values, any thread.
#pragma once

#include <QJsonArray>
#include <QJsonValue>
#include <QString>

#include <functional>

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

/// Takes a record; false: no more are wanted. One is kept at a time, however many a file has.
using RecordVisitor = std::function<bool(const Record &)>;

/// The records of a container, in order. What is wrong with the container itself, in a sentence that names the place, the line and the
/// remedy; empty: nothing, or the visitor wanted no more.
QString jsonLinesRecords(const PromptsText &source, const RecordVisitor &visit);
QString jsonRecords(const PromptsText &source, const RecordVisitor &visit);
QString yamlRecords(const PromptsText &source, const RecordVisitor &visit);
/// The separator is told from the text, or is the tab.
QString csvRecords(const PromptsText &source, const RecordVisitor &visit);
QString tsvRecords(const PromptsText &source, const RecordVisitor &visit);
/// One text a line.
QString lineRecords(const PromptsText &source, const RecordVisitor &visit);
/// The whole as one text.
QString documentRecords(const PromptsText &source, const RecordVisitor &visit);

/// Of a document that JSON or YAML was.
QString recordsOfDocument(const QJsonValue &document, const PromptsText &source, const RecordVisitor &visit);

} // namespace interleave
