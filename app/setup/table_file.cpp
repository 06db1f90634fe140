#include "setup/table_file.h"

#include "setup/prompts/neighbour_file.h"
#include "setup/prompts/prompt_formats.h"
#include "setup/prompts/table_rows.h"
#include "json/json.h"

#include <QFileInfo>

#include <nlohmann/json.hpp>

namespace interleave {

using namespace Qt::StringLiterals;

using Rows = std::vector<Value>;

constexpr static size_t mostRows = 100'000;

/// CSV and TSV: the first row names the columns, whatever they are called. What is wrong; empty: nothing.
static QString readCells(const QString &text, QChar separator, const QString &place, Rows &rows)
{
    const QString whole = withoutSeparatorLine(text);
    const int skipped = whole.size() == text.size() ? 0 : 1;
    const TableText table = tableRows(whole, separator, static_cast<qsizetype>(mostRows) + 2);
    if (!table.error.isEmpty())
        return u"%1, line %2: %3"_s.arg(place).arg(table.errorLine + skipped).arg(table.error);
    for (qsizetype row = 1; row < table.rows.size(); ++row) {
        const QStringList &names = table.rows.front().cells, &cells = table.rows[row].cells;
        if (cells.size() != names.size())
            return u"%1, line %2: it has %3 fields where the first row names %4; put quotes around a text that contains the separator"_s
                .arg(place)
                .arg(table.rows[row].line + skipped)
                .arg(cells.size())
                .arg(names.size());
        OrderedJson fields = OrderedJson::object();
        for (qsizetype column = 0; column < names.size(); ++column) {
            if (const QString name = names[column].trimmed(); !name.isEmpty())
                fields[utf8(name)] = utf8(cells[column]);
        }
        rows.push_back({compact(fields)});
    }
    return {};
}

/// Entries of other formats, each an object.
static QString readRecords(const PromptFormat &format, const QString &text, const QString &place, Rows &rows)
{
    return format.records({text, place}, [&](const Record &record) {
        if (record.value.isObject())
            rows.push_back({compact(jsonOf(record.value.toObject()))});
        return record.value.isObject() && rows.size() <= mostRows;
    });
}

Result<Table> withRows(const Table &table, const QString &scenario)
{
    if (table.file.isEmpty())
        return table;
    const QString place = u"%1: table: %2"_s.arg(scenario, table.file);
    const Result<QString> text = textOfNeighbour(scenario, table.file);
    if (!text)
        return Error{u"%1: %2"_s.arg(place, text.error())};
    const PromptFormat *format = promptFormatOfSuffix(QFileInfo(table.file).suffix().toLower());
    if (!format)
        return Error{u"%1: a table is a .csv, .tsv, .jsonl, .json or .yaml file; save it as one of these"_s.arg(place)};
    auto rows = std::make_shared<Rows>();
    QString problem = format->id == "csv"_L1   ? readCells(*text, separatorOf(*text), place, *rows)
                      : format->id == "tsv"_L1 ? readCells(*text, u'\t', place, *rows)
                                               : readRecords(*format, *text, place, *rows);
    if (problem.isEmpty() && rows->empty())
        problem = u"%1: it has no rows with a name for each column"_s.arg(place);
    if (problem.isEmpty() && rows->size() > mostRows)
        problem = u"%1: it has more than %2 rows; shorten it"_s.arg(place).arg(mostRows);
    if (!problem.isEmpty())
        return Error{problem};
    Table filled = table;
    filled.rows = std::move(rows);
    return filled;
}

} // namespace interleave
