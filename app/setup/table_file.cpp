#include "setup/table_file.h"

#include "setup/prompts/neighbour_file.h"
#include "setup/prompts/prompt_formats.h"
#include "json/json.h"

#include <QFileInfo>

#include <nlohmann/json.hpp>

namespace interleave {

using namespace Qt::StringLiterals;

Result<Table> withRows(const Table &table, const QString &scenario)
{
    constexpr size_t mostRows = 100'000;
    if (table.file.isEmpty())
        return table;
    const QString place = u"%1: table: %2"_s.arg(scenario, table.file);
    const Result<QString> text = textOfNeighbour(scenario, table.file);
    if (!text)
        return Error{u"%1: %2"_s.arg(place, text.error())};
    const PromptFormat *format = promptFormatOfSuffix(QFileInfo(table.file).suffix().toLower());
    if (!format)
        return Error{u"%1: a table is a .csv, .tsv, .jsonl, .json or .yaml file; save it as one of these"_s.arg(place)};
    auto rows = std::make_shared<std::vector<Value>>();
    QString problem = format->records({*text, place}, [&](const Record &record) {
        if (record.value.isObject())
            rows->push_back({compact(jsonOf(record.value.toObject()))});
        return record.value.isObject() && rows->size() <= mostRows;
    });
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
