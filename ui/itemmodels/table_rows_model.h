// The rows of the scenario's table as an item model: those in the scenario can be edited, a step each that can be undone; of a file the
// first ones can be read. Used by the rows panel; GUI thread.
#pragma once

#include "setup/table_edit.h"

#include <QAbstractTableModel>

namespace interleave {

class ScenarioDocument;

class TableRowsModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    explicit TableRowsModel(ScenarioDocument &document, QObject *parent = nullptr);

    static constexpr int mostRows = 1000; ///< shown

    /// The table to show where the document's has not been read.
    void setFileRows(const Table &table);
    const Table &table() const { return m_table; }
    bool isEditable() const { return interleave::isEditable(m_table); }
    const QStringList &columns() const { return m_grid.columns; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    bool setData(const QModelIndex &index, const QVariant &value, int role) override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;

    // Edits; what is wrong with one, or nothing.
    QString addRow(int after);
    QString removeRowsAt(const QList<int> &rows);
    QString addColumn(const QString &name);
    QString removeColumn(int column);
    QString renameColumn(int column, const QString &name);

private:
    void follow();
    QString apply(const QString &text, const Table &table);

    ScenarioDocument &m_document;
    Table m_table;
    TableGrid m_grid;
};

} // namespace interleave
