// Entries of a table (.csv, .tsv, spreadsheets' exports): the first row names the fields, or there is one column of prompts alone.
#include "setup/prompts/prompt_set.h"
#include "setup/prompts/promptfoo.h"
#include "setup/prompts/record.h"
#include "setup/prompts/shapes.h"
#include "setup/prompts/table_rows.h"
#include "setup/prompts/template_text.h"

#include <QJsonObject>

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

static QJsonObject objectOf(const QStringList &names, const QStringList &cells)
{
    QJsonObject object;
    for (qsizetype i = 0; i < names.size(); ++i) {
        if (!names[i].isEmpty())
            object[names[i]] = cells[i];
    }
    return object;
}

/// A prompt with variables that are all columns of the row has their values in their place.
static QJsonObject withVariables(QJsonObject row)
{
    const QString text = row.value(u"prompt"_s).toString();
    const QStringList variables = text.contains("{{"_L1) ? variablesIn(text) : QStringList();
    const auto isColumn = [&row](const QString &name) { return row.contains(name); };
    if (variables.isEmpty() || !std::all_of(variables.begin(), variables.end(), isColumn))
        return row;
    QString problem;
    const QString filled = filledText(text, row, problem);
    for (const QString &name : variables)
        row.remove(name);
    if (problem.isEmpty() || filled.size() > mostCharactersOfPrompt) // too long is for the reader to refuse, with its line
        row[u"prompt"_s] = filled;
    return row;
}

/// Known fields are written small whatever the file does.
static QStringList fieldNames(const QStringList &header)
{
    QStringList names;
    for (const QString &cell : header) {
        const QString trimmed = cell.trimmed(), lower = trimmed.toLower();
        names.append(isFieldOfShapes(lower) ? lower : trimmed);
    }
    return names;
}

/// Whether the columns fill the scenario's prompts: all that these ask for is there; or it may be, and nothing else is.
static bool fillTemplates(const QStringList &names, const QJsonArray &templates, bool isKnownShape)
{
    const auto isColumn = [&names](const QString &name) { return names.contains(name); };
    const auto isFilled = [&isColumn](const QJsonValue &prompt) {
        const QStringList wanted = variablesIn(prompt[u"text"_s].toString() + prompt[u"system"_s].toString());
        return std::all_of(wanted.begin(), wanted.end(), isColumn);
    };
    return !templates.isEmpty() && (!isKnownShape || std::all_of(templates.begin(), templates.end(), isFilled));
}

static QString wrongWidth(qsizetype cells, qsizetype wanted, QChar separator)
{
    return u"has %1 fields where the first row has %2; put quotes around a text that contains the separator, which here is %3."_s.arg(cells)
        .arg(wanted)
        .arg(separator == u'\t' ? u"the tab"_s : u'"' + QString(separator) + u'"');
}

static QString tableRecords(const PromptsText &source, QChar separator, const RecordVisitor &visit)
{
    const QString text = withoutSeparatorLine(source.text);
    const int skipped = text.size() == source.text.size() ? 0 : 1;
    const TableText table = tableRows(text, separator, mostPrompts + 2);
    if (!table.error.isEmpty())
        return promptsError(source.name, table.error, table.errorLine + skipped).sentence;
    if (table.rows.isEmpty())
        return {};
    const TableRow &first = table.rows.first();
    const QStringList names = fieldNames(first.cells);
    const auto width = first.cells.size();
    const bool isKnown = isKnownShape(objectOf(names, QStringList(width, u"x"_s)));
    const bool areVariables = (hasVariables(names) && !names.contains(u"prompt"_s)) || fillTemplates(names, source.templates, isKnown);
    if (!isKnown && !areVariables && width > 1)
        return promptsError(source.name, u"no column is named \"prompt\" or \"text\"; name the column of the prompts so."_s,
                            first.line + skipped)
            .sentence;
    for (auto row = table.rows.begin() + (isKnown || areVariables ? 1 : 0); row != table.rows.end(); ++row) {
        const int line = row->line + skipped;
        if (row->cells.size() != width)
            return promptsError(source.name, wrongWidth(row->cells.size(), width, separator), line).sentence;
        if (areVariables) {
            if (const QString wrong = recordsOfRow(objectOf(names, row->cells), line, source, visit); !wrong.isEmpty())
                return wrong;
        } else if (!visit({isKnown ? QJsonValue(withVariables(objectOf(names, row->cells))) : QJsonValue(row->cells.first()),
                           line,
                           {},
                           true})) {
            break;
        }
    }
    return {};
}

QString csvRecords(const PromptsText &source, const RecordVisitor &visit) { return tableRecords(source, separatorOf(source.text), visit); }

QString tsvRecords(const PromptsText &source, const RecordVisitor &visit) { return tableRecords(source, u'\t', visit); }

} // namespace interleave
