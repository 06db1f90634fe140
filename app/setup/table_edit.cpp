#include "setup/table_edit.h"

#include "json/json.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace interleave {

using namespace Qt::StringLiterals;

namespace {

QString shown(const OrderedJson &value) { return value.is_string() ? textOf(value) : QString::fromUtf8(compact(value)); }

OrderedJson listOf(const Table &table)
{
    OrderedJson list = table.json.isEmpty() ? OrderedJson::array() : parseOrderedJson(table.json);
    return list.is_array() ? list : OrderedJson::array();
}

Table tableOf(const OrderedJson &list)
{
    Table table;
    if (list.empty())
        return table;
    auto rows = std::make_shared<std::vector<Value>>();
    for (const OrderedJson &row : list)
        rows->push_back({compact(row)});
    table.json = compact(list);
    table.rows = std::move(rows);
    return table;
}

QStringList columnsOf(const OrderedJson &list)
{
    QStringList columns;
    for (const OrderedJson &row : list) {
        for (const auto &[key, value] : row.items()) {
            if (const QString name = QString::fromStdString(key); !columns.contains(name))
                columns.append(name);
        }
    }
    return columns;
}

/// Each row with its keys as the function names them; an empty name: without that one.
template<typename Name> Table renamed(const Table &table, Name name)
{
    OrderedJson list = listOf(table);
    for (OrderedJson &row : list) {
        OrderedJson changed = OrderedJson::object();
        for (const auto &[key, value] : row.items()) {
            if (const QString now = name(QString::fromStdString(key)); !now.isEmpty())
                changed[utf8(now)] = value;
        }
        row = std::move(changed);
    }
    return tableOf(list);
}

} // namespace

TableGrid gridOf(const Table &table, int mostRows)
{
    OrderedJson list = OrderedJson::array();
    const int count = std::min(mostRows, table.size());
    for (int i = 0; i < count; ++i)
        list.push_back(parseOrderedJson((*table.rows)[static_cast<size_t>(i)].json));
    TableGrid grid{columnsOf(list), {}};
    for (const OrderedJson &row : list) {
        QStringList cells;
        for (const QString &column : grid.columns)
            cells.append(row.contains(utf8(column)) ? shown(row[utf8(column)]) : QString());
        grid.cells.append(cells);
    }
    return grid;
}

bool isEditable(const Table &table) { return table.file.isEmpty(); }

Table withCell(const Table &table, int row, const QString &column, const QString &text)
{
    OrderedJson list = listOf(table);
    if (row < 0 || static_cast<size_t>(row) >= list.size())
        return table;
    OrderedJson &cell = list[static_cast<size_t>(row)][utf8(column)];
    const bool wasText = cell.is_string();
    OrderedJson value = utf8(text);
    if (!wasText && !parseJson(text.toUtf8()).is_discarded())
        value = parseOrderedJson(text.toUtf8());
    cell = std::move(value);
    return tableOf(list);
}

Table withNewRow(const Table &table, int row)
{
    OrderedJson list = listOf(table);
    OrderedJson fresh = OrderedJson::object();
    for (const QString &column : columnsOf(list))
        fresh[utf8(column)] = "";
    if (fresh.empty())
        fresh["word"] = "";
    const auto place = std::clamp<std::ptrdiff_t>(row + 1, 0, static_cast<std::ptrdiff_t>(list.size()));
    list.insert(list.begin() + place, std::move(fresh));
    return tableOf(list);
}

Table withoutRows(const Table &table, const QList<int> &rows)
{
    OrderedJson list = OrderedJson::array();
    int number = 0;
    OrderedJson all = listOf(table);
    for (OrderedJson &row : all) {
        if (!rows.contains(number++))
            list.push_back(std::move(row));
    }
    return tableOf(list);
}

Table withColumn(const Table &table, const QString &name)
{
    OrderedJson list = listOf(table);
    if (name.isEmpty() || columnsOf(list).contains(name))
        return table;
    for (OrderedJson &row : list)
        row[utf8(name)] = "";
    return tableOf(list);
}

Table withoutColumn(const Table &table, const QString &name)
{
    return columnsOf(listOf(table)).size() < 2 ? table : renamed(table, [&](const QString &key) { return key == name ? QString() : key; });
}

Table withColumnRenamed(const Table &table, const QString &from, const QString &to)
{
    if (to.isEmpty() || columnsOf(listOf(table)).contains(to))
        return table;
    return renamed(table, [&](const QString &key) { return key == from ? to : key; });
}

} // namespace interleave
