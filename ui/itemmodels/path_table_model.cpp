#include "ui/itemmodels/path_table_model.h"

#include "ui/widgets/number_text.h"
#include "ui/widgets/phase_painter.h"

namespace interleave {

void PathTableModel::set(TracePtr trace, std::shared_ptr<const CriticalPath> path, std::shared_ptr<const WaitReasons> reasons)
{
    beginResetModel();
    m_trace = std::move(trace);
    m_path = std::move(path);
    m_reasons = std::move(reasons);
    endResetModel();
}

qint32 PathTableModel::stepOf(int row) const
{
    const bool isRow = m_trace && m_path && row >= 0 && row < rowCount();
    return isRow ? m_trace->find(m_path->segments[static_cast<size_t>(row)].step) : -1;
}

int PathTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() || !m_path ? 0 : static_cast<int>(m_path->segments.size());
}

int PathTableModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : columns; }

QString PathTableModel::text(const PathSegment &segment, int column) const
{
    switch (column) {
    case Begin:
        return numberText(static_cast<double>(segment.begin - m_path->window.begin) / 1e9, 3);
    case Length:
        return timeText(segment.length());
    case Phase:
        return segment.part == PathPart::Span    ? phaseTitle(segment.phase)
               : segment.part == PathPart::Ready ? phaseTitle(interleave::Phase::Ready)
                                                 : QString(segment.name());
    case Step: {
        const QString why = m_reasons ? m_reasons->of(segment) : QString();
        return why.isEmpty() ? stepText(segment) : stepText(segment) + u'\n' + why;
    }
    default:
        return {};
    }
}

QString PathTableModel::stepText(const PathSegment &segment) const
{
    const qint32 step = m_trace->find(segment.step);
    const QString job = m_trace->jobs().size() > 1 ? tr("job %1 ").arg(segment.step.job + 1) : QString();
    if (step < 0)
        return job.isEmpty() ? tr("the job") : job;
    const StepRecord &record = m_trace->steps()[static_cast<size_t>(step)];
    return job + stepNumber(record.id.step) + (record.label.isEmpty() ? QString() : u' ' + record.label);
}

QVariant PathTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || !m_path || index.row() >= rowCount())
        return {};
    const PathSegment &segment = m_path->segments[static_cast<size_t>(index.row())];
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole)
        return text(segment, index.column());
    if (role == Qt::TextAlignmentRole)
        return QVariant((index.column() <= Length ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignTop);
    return {};
}

QVariant PathTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Begin:
        return tr("At s");
    case Length:
        return tr("Took");
    case Phase:
        return tr("Phase");
    default:
        return tr("Step, and why it waited");
    }
}

} // namespace interleave
