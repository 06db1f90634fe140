#include "ui/itemmodels/report_table_model.h"

#include "run/catalog.h"
#include "ui/widgets/number_text.h"

namespace interleave {

QString modelTitle(const QString &id)
{
    const QList<CatalogEntry> models = catalogOfModels();
    const auto found = std::find_if(models.begin(), models.end(), [&id](const CatalogEntry &entry) { return entry.id == id; });
    return found == models.end() ? id : found->title;
}

void ReportTableModel::setRuns(const QList<RunReport> &runs, const QList<ModelComparison> &comparison)
{
    beginResetModel();
    m_rows.clear();
    for (const ModelComparison &figures : comparison) {
        Row row;
        row.figures = figures;
        row.title = modelTitle(figures.model);
        if (figures.medianRun >= 0 && figures.medianRun < runs.size())
            row.median = runs[figures.medianRun];
        for (const RunReport &run : runs) {
            if (run.model != figures.model)
                continue;
            ++row.runs;
            row.suspect += run.validity.valid ? 0 : 1;
            row.failedCalls += run.failed();
            for (const QString &reason : run.validity.reasons) {
                if (!row.reasons.contains(reason))
                    row.reasons.append(reason);
            }
        }
        m_rows.append(row);
    }
    endResetModel();
}

int ReportTableModel::rowCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }

int ReportTableModel::columnCount(const QModelIndex &parent) const { return parent.isValid() ? 0 : ColumnCount; }

QVariant ReportTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Row &row = m_rows[index.row()];
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return text(row, column);
    case Qt::ToolTipRole:
        return toolTip(row, column);
    case Qt::TextAlignmentRole:
        return QVariant::fromValue((column == ModelColumn || column == VerdictColumn ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case SortRole:
        return sortValue(row, column);
    case ModelIdRole:
        return row.figures.model;
    case VerdictRole:
        return QVariant::fromValue(row.verdict());
    case MeanRole:
        if (column == ConcurrencyColumn)
            return numberText(row.median.concurrency.mean, 2);
        return column == ParallelismColumn ? QVariant(numberText(row.median.parallelism.mean, 2)) : QVariant();
    case WithheldRole:
        return (column == LatencyColumn && !row.median.latency.p50) || (column == FirstTokenColumn && !row.median.ttft.p50) ||
               (column == SpeedupColumn && !row.figures.speedup);
    default:
        return {};
    }
}

QString ReportTableModel::text(const Row &row, int column) const
{
    switch (column) {
    case ModelColumn:
        return row.title;
    case MakespanColumn:
        return row.figures.repeats > 0 ? secondsText(row.figures.makespanMedianS) : tr("not finished");
    case SpeedupColumn:
        return row.figures.speedup ? numberText(*row.figures.speedup, 2) : tr("no baseline");
    case LatencyColumn:
        return percentileText(row.median.latency.p50, 0.5);
    case FirstTokenColumn:
        return percentileText(row.median.ttft.p50, 0.5);
    case ConcurrencyColumn:
        return QString::number(row.median.concurrency.max);
    case ParallelismColumn:
        return QString::number(row.median.parallelism.max);
    default:
        return verdictText(row);
    }
}

QString ReportTableModel::verdictText(const Row &row) const
{
    switch (row.verdict()) {
    case Verdict::Suspect:
        return row.runs > 1 ? tr("%1 of %2 SUSPECT").arg(row.suspect).arg(row.runs) : tr("SUSPECT");
    case Verdict::Failed:
        return tr("%1 failed").arg(row.failedCalls);
    case Verdict::Valid:
        break;
    }
    return tr("VALID");
}

QString ReportTableModel::toolTip(const Row &row, int column) const
{
    switch (column) {
    case MakespanColumn:
        return tr("From the first planned call to the end of the last; runs: %1.").arg(row.figures.repeats);
    case SpeedupColumn:
        if (!row.figures.speedup)
            return tr("There is no sequential run to compare with.");
        if (!row.figures.speedupLow95 || !row.figures.speedupHigh95)
            return tr("Sequential makespan divided by this one. An interval needs %1 repeats.").arg(minimumRepeatsForInterval);
        return tr("95 % interval %1 to %2").arg(numberText(*row.figures.speedupLow95, 2), numberText(*row.figures.speedupHigh95, 2));
    case LatencyColumn:
        return tr("From planned to decoded, retries and waits included; calls of the median run: %1.").arg(row.median.latency.n);
    case FirstTokenColumn:
        return tr("From sent to the first content; calls of the median run: %1.").arg(row.median.ttft.n);
    case ConcurrencyColumn:
        return tr("Calls in flight: mean %1 over the run, %2 at most.")
            .arg(numberText(row.median.concurrency.mean, 2))
            .arg(row.median.concurrency.max);
    case ParallelismColumn:
        return tr("Executors on CPU at once: mean %1 over the run, %2 at most.")
            .arg(numberText(row.median.parallelism.mean, 2))
            .arg(row.median.parallelism.max);
    case VerdictColumn:
        return row.reasons.isEmpty() ? tr("The client was not the bottleneck.") : row.reasons.join(u'\n');
    default:
        return {};
    }
}

QVariant ReportTableModel::sortValue(const Row &row, int column)
{
    switch (column) {
    case ModelColumn:
        return row.title;
    case MakespanColumn:
        return row.figures.makespanMedianS;
    case SpeedupColumn:
        return row.figures.speedup.value_or(0);
    case LatencyColumn:
        return row.median.latency.p50.value_or(0);
    case FirstTokenColumn:
        return row.median.ttft.p50.value_or(0);
    case ConcurrencyColumn:
        return row.median.concurrency.max + row.median.concurrency.mean / 1e6;
    case ParallelismColumn:
        return row.median.parallelism.max + row.median.parallelism.mean / 1e6;
    default:
        return static_cast<int>(row.verdict());
    }
}

QVariant ReportTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue((section == ModelColumn || section == VerdictColumn ? Qt::AlignLeft : Qt::AlignRight) |
                                   Qt::AlignVCenter);
    const QString titles[] = {tr("Model"),       tr("Makespan"),    tr("Speed-up"),    tr("Latency"),
                              tr("First token"), tr("Concurrency"), tr("Parallelism"), tr("Verdict")};
    const QString kinds[] = {{}, tr("median"), tr("median"), tr("p50, planned"), tr("p50, sent"), tr("mean, max"), tr("mean, max"), {}};
    if (role == Qt::DisplayRole)
        return titles[section];
    return role == KindRole ? QVariant(kinds[section]) : QVariant();
}

} // namespace interleave
