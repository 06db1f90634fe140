#include "ui/itemmodels/table_rows_model.h"

#include "setup/workload_text.h"
#include "ui/itemmodels/scenario_document.h"

namespace interleave {

TableRowsModel::TableRowsModel(ScenarioDocument &document, QObject *parent)
    : QAbstractTableModel(parent)
    , m_document(document)
{
    connect(&document, &ScenarioDocument::changed, this, &TableRowsModel::follow);
    follow();
}

void TableRowsModel::follow()
{
    const Table &table = m_document.scenario().table;
    if (table == m_table && (table.rows == m_table.rows || !table.rows)) // null: those of its file may be here already
        return;
    const TableGrid grid = gridOf(table, mostRows);
    m_table = table;
    if (grid.columns == m_grid.columns && grid.cells.size() == m_grid.cells.size()) { // a cell: what is selected stays so
        m_grid = grid;
        if (rowCount() > 0)
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        return;
    }
    beginResetModel();
    m_grid = grid;
    endResetModel();
}

void TableRowsModel::setFileRows(const Table &table)
{
    beginResetModel();
    m_table = table;
    m_grid = gridOf(table, mostRows);
    endResetModel();
}

int TableRowsModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_grid.cells.size()); }
int TableRowsModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_grid.columns.size()); }

QVariant TableRowsModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || (role != Qt::DisplayRole && role != Qt::EditRole && role != Qt::ToolTipRole))
        return {};
    return m_grid.cells[index.row()][index.column()];
}

bool TableRowsModel::setData(const QModelIndex &index, const QVariant &value, int role)
{
    if (role != Qt::EditRole || !index.isValid() || !isEditable() || value.toString() == data(index, role).toString())
        return false;
    const QString &column = m_grid.columns[index.column()];
    return apply(tr("Change %1 of row %2").arg(column).arg(index.row() + 1), withCell(m_table, index.row(), column, value.toString()))
        .isEmpty();
}

QVariant TableRowsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (role != Qt::DisplayRole)
        return {};
    return orientation == Qt::Horizontal ? QVariant(m_grid.columns.value(section)) : QVariant(section + 1);
}

Qt::ItemFlags TableRowsModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags usual = QAbstractTableModel::flags(index);
    return index.isValid() && isEditable() ? usual | Qt::ItemIsEditable : usual;
}

/// A table that the workload's templates do not find their names in is not taken, unless they did not before.
QString TableRowsModel::apply(const QString &text, const Table &table)
{
    const Scenario &before = m_document.scenario();
    Scenario changed = before;
    changed.table = table;
    if (hasWorkloadText(before) && withWorkloadText(before, workloadText(before))) {
        if (const Result<Scenario> checked = withWorkloadText(changed, workloadText(changed)); !checked)
            return checked.error();
    }
    m_document.edit(text, {}, [&](Scenario &scenario) { scenario.table = table; });
    return {};
}

QString TableRowsModel::addRow(int after) { return isEditable() ? apply(tr("Add row"), withNewRow(m_table, after)) : QString(); }

QString TableRowsModel::removeRowsAt(const QList<int> &rows)
{
    if (!isEditable() || rows.isEmpty())
        return {};
    return apply(rows.size() == 1 ? tr("Delete row") : tr("Delete %1 rows").arg(rows.size()), withoutRows(m_table, rows));
}

QString TableRowsModel::addColumn(const QString &name)
{
    return isEditable() ? apply(tr("Add column %1").arg(name), withColumn(m_table, name.trimmed())) : QString();
}

QString TableRowsModel::removeColumn(int column)
{
    const QString name = m_grid.columns.value(column);
    return isEditable() ? apply(tr("Delete column %1").arg(name), withoutColumn(m_table, name)) : QString();
}

QString TableRowsModel::renameColumn(int column, const QString &name)
{
    const QString from = m_grid.columns.value(column);
    return isEditable() ? apply(tr("Rename column %1").arg(from), withColumnRenamed(m_table, from, name.trimmed())) : QString();
}

} // namespace interleave
