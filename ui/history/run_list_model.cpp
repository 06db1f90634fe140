#include "ui/history/run_list_model.h"

#include "setup/catalog.h"
#include "ui/history/run_words.h"
#include "ui/widgets/number_text.h"
#include "ui/widgets/plain_text.h"
#include "ui/widgets/theme_manager.h"

namespace interleave {

void RunListModel::setEntries(const QList<RunEntry> &entries)
{
    beginResetModel();
    m_entries = entries;
    endResetModel();
}

int RunListModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_entries.size()); }
int RunListModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : columns; }

QString RunListModel::text(const RunEntry &entry, int column)
{
    switch (column) {
    case When:
        return run_words::when(entry);
    case Scenario:
        return entry.isReadable() ? entry.scenario : QFileInfo(entry.file).fileName();
    case Model:
        return run_words::model(entry);
    case Makespan:
        return run_words::makespan(entry);
    case Result:
        return run_words::result(entry);
    case Verdict:
        return entry.verdict();
    case Tags:
        return entry.marks.note.isEmpty() ? entry.marks.tags.join(QStringLiteral(", "))
                                          : (entry.marks.tags + QStringList{tr("note")}).join(QStringLiteral(", "));
    case Size:
        return run_words::size(entry.sizeBytes);
    default:
        return {};
    }
}

QVariant RunListModel::sortValue(const RunEntry &entry, int column)
{
    switch (column) {
    case When:
        return entry.startedMs;
    case Makespan:
        return entry.isReadable() ? entry.makespanS : -1;
    case Result:
        return entry.isReadable() ? entry.failed : -1;
    case Size:
        return entry.sizeBytes;
    default:
        return text(entry, column);
    }
}

/// Numbers stand under each other, and titles over what they name.
static Qt::Alignment alignmentOf(int column)
{
    const bool isNumber = column == RunListModel::Makespan || column == RunListModel::Size;
    return (isNumber ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter;
}

QVariant RunListModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= m_entries.size())
        return {};
    const RunEntry &entry = m_entries[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return text(entry, index.column());
    case SortRole:
        return sortValue(entry, index.column());
    case Qt::TextAlignmentRole:
        return QVariant(alignmentOf(index.column()));
    case Qt::ToolTipRole:
        return plainToolTip(!entry.problem.isEmpty()    ? entry.problem
                            : index.column() == Verdict ? entry.reason
                            : index.column() == Tags    ? entry.marks.note
                                                        : entry.file);
    case Qt::ForegroundRole:
        if (index.column() == Verdict && (!entry.isReadable() || !entry.isValid))
            return ThemeManager::instance().current().warn;
        if (index.column() == Result && entry.isReadable() && entry.failed > 0)
            return ThemeManager::instance().current().error;
        return {};
    default:
        return {};
    }
}

QVariant RunListModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation == Qt::Horizontal && role == Qt::TextAlignmentRole)
        return QVariant(alignmentOf(section));
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    const QStringList titles{tr("When"),   tr("Scenario"),    tr("Model"), tr("Makespan"),
                             tr("Result"), tr("Measurement"), tr("Tags"),  tr("Size")};
    return titles.value(section);
}

} // namespace interleave
