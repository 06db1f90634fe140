// The critical path as a table: when, how long, in what phase of which step, and why it did nothing where it did nothing. Rows are the
// segments, which tile the makespan. A tab of the inspector shows it. GUI thread.
#pragma once

#include "trace/wait_reasons.h"

#include <QAbstractTableModel>

#include <memory>

namespace interleave {

class PathTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { Begin, Length, Phase, Step, columns }; ///< below a step that waited stands why
    using QAbstractTableModel::QAbstractTableModel;

    /// `reasons` is of the trace; all null: nothing.
    void set(TracePtr trace, std::shared_ptr<const CriticalPath> path, std::shared_ptr<const WaitReasons> reasons);
    /// Index into Trace::steps(), or -1.
    qint32 stepOf(int row) const;

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QString text(const PathSegment &segment, int column) const;
    QString stepText(const PathSegment &segment) const;

    TracePtr m_trace;
    std::shared_ptr<const CriticalPath> m_path;
    std::shared_ptr<const WaitReasons> m_reasons;
};

} // namespace interleave
