// The shapes that an entry of a prompts file may have: which fields tell it, and how it becomes prompts. To add one: a file beside
// alpaca_shape.cpp, and a line in shapes.cpp (and CMakeLists.txt). Used by the reader of prompts files and by the help. Any thread.
#pragma once

#include "setup/prompts/prompt_set.h"
#include "setup/prompts/record.h"

#include <QJsonObject>
#include <QSet>

#include <vector>

namespace interleave {

/// One entry while it is read: which of its fields were used, so that the others can be told.
class ShapeReader
{
public:
    ShapeReader(const Record &record, const QJsonObject &fields)
        : m_fields(fields)
        , m_cellsAreText(record.cellsAreText)
    {
    }

    bool has(const char *field) const;
    /// A value that counts as used from now on; undefined: it is not there, null, or an empty cell.
    QJsonValue take(const char *field);
    /// Text. What is wrong; empty: nothing.
    QString takeText(const char *field, QString &text, bool mayBeEmpty = true);
    /// A field that says nothing about the load: bookkeeping, reference answers.
    void ignore(const char *field) { m_used.insert(QLatin1StringView(field)); }
    /// System text, temperature, output limit and class, under the names that they have in other tools. What is wrong; empty: nothing.
    QString takeSettings(Prompt &prompt);
    /// Those of an object within this one.
    void addUnused(const QStringList &names) { m_unusedWithin += names; }
    QStringList unused() const;
    bool cellsAreText() const { return m_cellsAreText; }

private:
    QString takeNumber(std::initializer_list<const char *> names, const char *range, bool isWhole, std::optional<double> &number);

    const QJsonObject &m_fields;
    const bool m_cellsAreText;
    QSet<QString> m_used;
    QStringList m_unusedWithin;
};

struct PromptShape {
    QString id;         ///< as in --prompts-format: "alpaca"
    QString title;      ///< "Alpaca"
    QString sentence;   ///< what tells it and what becomes of it
    QStringList fields; ///< names that such entries have; in tables they may be written in capitals
    bool (*fits)(const QJsonObject &fields);
    /// Appends the prompts. What is wrong, in one sentence that names the field and the remedy; empty: nothing.
    QString (*read)(ShapeReader &reader, QList<Prompt> &prompts);
};

/// All, in the order in which they are tried and shown.
const std::vector<PromptShape> &promptShapes();
const PromptShape *findShape(const QString &id);
const PromptShape *shapeOf(const QJsonObject &fields);
bool isKnownShape(const QJsonObject &fields);
bool isFieldOfShapes(const QString &name);
/// Columns of a promptfoo table of tests: their values fill the variables of prompts from elsewhere.
bool hasVariables(const QStringList &names);

// one per file
QString readPlain(ShapeReader &reader, QList<Prompt> &prompts);
QString readMessages(ShapeReader &reader, QList<Prompt> &prompts);
QString readConversations(ShapeReader &reader, QList<Prompt> &prompts);
QString readAlpaca(ShapeReader &reader, QList<Prompt> &prompts);
QString readDolly(ShapeReader &reader, QList<Prompt> &prompts);
QString readTurns(ShapeReader &reader, QList<Prompt> &prompts);
QString readBatchRequest(ShapeReader &reader, QList<Prompt> &prompts);
QString readLengths(ShapeReader &reader, QList<Prompt> &prompts);

} // namespace interleave
