#include "ui/itemmodels/phase_table_model.h"

#include "ui/widgets/number_text.h"
#include "ui/widgets/phase_painter.h"

namespace interleave {

void PhaseTableModel::update(const Trace *trace, int call, qint64 now)
{
    const bool exists = trace && call >= 0 && static_cast<size_t>(call) < trace->calls().size();
    QList<PhaseRow> rows;
    if (exists) {
        const CallRecord &record = trace->calls()[static_cast<size_t>(call)];
        if (trace != m_stepsOf || trace->origin() != m_origin)
            m_steps = {};
        m_stepsOf = trace;
        m_steps.update(*trace);
        rows = phaseRows(*trace, call, now, m_steps);
        m_origin = trace->origin();
        m_tiles = phasesTile(rows);
        rows.removeIf([](const PhaseRow &row) {
            constexpr qint64 shownFrom = 500'000; // every hand-over takes a moment
            return row.phase == Phase::Ready && row.happened() && !row.isOpen && !row.isError && row.end - row.begin < shownFrom;
        });
        m_begin = record.planned;
        m_finished = record.finished;
        m_end = m_begin;
        m_hasRetries = false;
        for (const PhaseRow &row : std::as_const(rows)) {
            m_end = std::max(m_end, row.end);
            m_hasRetries = m_hasRetries || row.attempt > 0;
        }
    }
    const bool isSameShape = !m_rows.isEmpty() && rows.size() == m_rows.size() &&
                             std::equal(rows.begin(), rows.end(), m_rows.begin(), [](const PhaseRow &a, const PhaseRow &b) {
                                 return a.phase == b.phase && a.attempt == b.attempt && (a.unread > 0) == (b.unread > 0);
                             });
    if (isSameShape) {
        m_rows = rows;
        // All bars are shares of the whole, so an open phase moves every one of them.
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
    } else if (!rows.isEmpty() || !m_rows.isEmpty()) {
        beginResetModel();
        m_rows = rows;
        endResetModel();
    }
}

int PhaseTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || m_rows.isEmpty() ? 0 : static_cast<int>(m_rows.size()) + 1;
}

int PhaseTableModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant PhaseTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    if (role == Qt::TextAlignmentRole && (index.column() == StartColumn || index.column() == DurationColumn))
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    const bool isTotal = index.row() == m_rows.size();
    if (role == TotalRole)
        return isTotal;
    return isTotal ? totalData(index.column(), role) : phaseData(m_rows[index.row()], index.column(), role);
}

QVariant PhaseTableModel::phaseData(const PhaseRow &row, int column, int role) const
{
    switch (role) {
    case Qt::DisplayRole:
        return phaseText(row, column);
    case PhaseRole:
        return row.phase ? static_cast<int>(*row.phase) : -1;
    case OpenRole:
        return row.isOpen;
    case UnreadRole:
        return row.unread > 0;
    case ErrorRole:
        return row.isError;
    case BarBeginRole:
        return row.happened() ? QVariant(share(row.begin)) : QVariant();
    case BarEndRole:
        return row.happened() ? QVariant(share(row.end)) : QVariant();
    default:
        return {};
    }
}

QString PhaseTableModel::phaseText(const PhaseRow &row, int column) const
{
    switch (column) {
    case PhaseColumn: {
        if (row.unread > 0)
            return row.isAtMost ? tr("unread, at most") : tr("of it unread");
        QString text = row.phase ? phaseTitle(*row.phase) : tr("not started");
        if (row.isError)
            text = tr("%1, failed").arg(text);
        return m_hasRetries && row.happened() && row.phase ? tr("%1 (attempt %2)").arg(text).arg(row.attempt + 1) : text;
    }
    case StartColumn:
        return row.happened() ? numberText(static_cast<double>(row.begin - m_origin) / 1e9, 3) : QString();
    case DurationColumn:
        if (!row.happened())
            return row.isAhead ? tr("not yet") : tr("none");
        if (row.unread > 0)
            return timeText(row.unread);
        return row.isOpen ? timeText(row.end - row.begin) % u'…' : timeText(row.end - row.begin);
    default:
        return {};
    }
}

QVariant PhaseTableModel::totalData(int column, int role) const
{
    const bool tiles = m_tiles;
    if (role == PhaseRole)
        return -1;
    if (role == TilesRole)
        return tiles;
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case PhaseColumn:
        return m_finished ? tr("whole call") : tr("so far");
    case DurationColumn:
        return timeText(m_end - m_begin);
    case BarColumn:
        return tiles ? tr("phases tile") : tr("phases do not tile");
    default:
        return {};
    }
}

double PhaseTableModel::share(qint64 ns) const
{
    return m_end > m_begin ? static_cast<double>(ns - m_begin) / static_cast<double>(m_end - m_begin) : 0;
}

QVariant PhaseTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == StartColumn || section == DurationColumn ? Qt::AlignRight : Qt::AlignLeft) |
                                   Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case PhaseColumn:
        return tr("Phase");
    case StartColumn:
        return tr("Start, s");
    case DurationColumn:
        return tr("Duration");
    default:
        return {};
    }
}

} // namespace interleave
