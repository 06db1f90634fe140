// The phases of one call as a table: name, start, duration, and a total that says whether they tile. Used by the
// inspector; update() is cheap enough for every frame and tells the view only what changed. GUI thread.
#pragma once

#include "ui/itemmodels/phase_rows.h"

#include <QAbstractTableModel>

namespace interleave {

class PhaseTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column { PhaseColumn, StartColumn, DurationColumn, BarColumn, ColumnCount };
    enum Role {
        PhaseRole = Qt::UserRole + 1, ///< int of Phase; -1: planned and not started, or the total
        OpenRole,
        ErrorRole,
        UnreadRole,   ///< bool: a part of the phase above it
        BarBeginRole, ///< 0..1 of the call so far; invalid where nothing happened
        BarEndRole,
        TotalRole, ///< bool: the last row
        TilesRole, ///< bool, on the total
    };

    using QAbstractTableModel::QAbstractTableModel;

    /// The phases of `call` as of `now`. Null, or a call that is not there: an empty table.
    void update(const Trace *trace, int call, qint64 now);

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVariant phaseData(const PhaseRow &row, int column, int role) const;
    QVariant totalData(int column, int role) const;
    QString phaseText(const PhaseRow &row, int column) const;
    double share(qint64 ns) const;

    QList<PhaseRow> m_rows;
    qint64 m_origin = 0; // of the run: starts are told on the timeline's scale
    qint64 m_begin = 0;  // planned time of the call
    qint64 m_end = 0;    // its end, or now
    const Trace *m_stepsOf = nullptr;
    CpuSteps m_steps;
    bool m_tiles = true; // all phases, those too short to be shown too
    bool m_finished = false;
    bool m_hasRetries = false;
};

} // namespace interleave
