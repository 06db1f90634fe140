// The kept runs as a table: a row for each, the newest first; sorted by values and not by their texts. The History page shows it. GUI
// thread.
#pragma once

#include "history/run_entry.h"

#include <QAbstractTableModel>
#include <QList>

namespace interleave {

class RunListModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { When, Scenario, Model, Makespan, Result, Verdict, Tags, Size, columns };
    static constexpr int SortRole = Qt::UserRole;
    using QAbstractTableModel::QAbstractTableModel;

    void setEntries(const QList<RunEntry> &entries);
    const QList<RunEntry> &entries() const { return m_entries; }
    const RunEntry &entry(int row) const { return m_entries[row]; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    static QString text(const RunEntry &entry, int column);
    static QVariant sortValue(const RunEntry &entry, int column);

    QList<RunEntry> m_entries;
};

} // namespace interleave
