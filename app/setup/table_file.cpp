#include "setup/table_file.h"

#include "setup/prompts/neighbour_file.h"
#include "setup/prompts/prompt_formats.h"
#include "setup/prompts/table_rows.h"
#include "json/json.h"

#include <QFileInfo>

#include <nlohmann/json.hpp>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

using Rows = std::vector<Value>;
constexpr size_t mostRows = 100'000;

/// The first row names the columns, and each cell is a text. As prompts the same files are read otherwise (setup/prompts): they look for a
/// column of prompts. What is wrong, in a sentence; empty: nothing.
QString readCells(const QString &content, QChar separator, const QString &place, Rows &rows)
{
    const QString text = withoutSeparatorLine(content);
    const int skipped = text.size() == content.size() ? 0 : 1;
    const TableText table = tableRows(text, separator, static_cast<int>(mostRows) + 2);
    if (!table.error.isEmpty())
        return u"%1, line %2: %3"_s.arg(place).arg(table.errorLine + skipped).arg(table.error);
    for (const TableRow &row : table.rows) {
        const QStringList &names = table.rows.first().cells;
        if (&row == &table.rows.first())
            continue;
        if (row.cells.size() != names.size())
            return u"%1, line %2: has %3 fields where the first row has %4; each row has one for each column"_s.arg(place)
                .arg(row.line + skipped)
                .arg(row.cells.size())
                .arg(names.size());
        OrderedJson object = OrderedJson::object();
        for (qsizetype i = 0; i < names.size(); ++i) {
            if (const QString name = names[i].trimmed(); !name.isEmpty())
                object[utf8(name)] = utf8(row.cells[i]);
        }
        rows.push_back({compact(object)});
    }
    return {};
}

/// One value after the other: those that are objects are rows.
QString readRecords(const PromptFormat &format, const QString &content, const QString &place, Rows &rows)
{
    return format.records({content, place}, [&](const Record &record) {
        if (record.value.isObject())
            rows.push_back({compact(jsonOf(record.value.toObject()))});
        return record.value.isObject() && rows.size() <= mostRows;
    });
}

} // namespace

Result<Table> withRows(const Table &table, const QString &scenario)
{
    if (table.file.isEmpty())
        return table;
    const QString place = u"%1: table: %2"_s.arg(scenario, table.file);
    const Result<QString> text = textOfNeighbour(scenario, table.file);
    if (!text)
        return Error{u"%1: %2"_s.arg(place, text.error())};
    const QString suffix = QFileInfo(table.file).suffix().toLower();
    const PromptFormat *format = promptFormatOfSuffix(suffix);
    if (!format)
        return Error{u"%1: a table is a .csv, .tsv, .jsonl, .json or .yaml file; save it as one of these"_s.arg(place)};
    auto rows = std::make_shared<Rows>();
    QString problem = suffix == "csv"_L1   ? readCells(*text, separatorOf(*text), place, *rows)
                      : suffix == "tsv"_L1 ? readCells(*text, u'\t', place, *rows)
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
