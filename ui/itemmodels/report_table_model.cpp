#include "ui/itemmodels/report_table_model.h"

#include "core/endpoint.h"
#include "setup/catalog.h"
#include "ui/widgets/number_text.h"

#include <QLocale>

namespace interleave {

static bool isText(int column)
{
    return column == ReportTableModel::ModelColumn || column == ReportTableModel::TransportColumn ||
           column == ReportTableModel::VerdictColumn;
}

void ReportTableModel::setRuns(const QList<RunReport> &runs, const QList<ModelComparison> &comparison)
{
    beginResetModel();
    m_rows.clear();
    const bool isOneModel = std::all_of(comparison.begin(), comparison.end(),
                                        [&](const ModelComparison &row) { return row.model == comparison.first().model; });
    for (const ModelComparison &figures : comparison) {
        Row row;
        row.figures = figures;
        row.title = titleOfRun(figures.model, figures.variant, isOneModel);
        for (const RunReport &run : runs) {
            if (run.model != figures.model || run.variant != figures.variant)
                continue;
            row.median = run;
            ++row.runs;
            row.suspect += run.validity.valid ? 0 : 1;
            row.all.add(run.result());
            for (const QString &reason : run.validity.reasons) {
                if (!row.reasons.contains(reason))
                    row.reasons.append(reason);
            }
        }
        if (figures.medianRun >= 0 && figures.medianRun < runs.size())
            row.median = runs[figures.medianRun];
        m_rows.append(row);
    }
    findWanted();
    endResetModel();
}

void ReportTableModel::findWanted()
{
    m_wanted.fill(true);
    const auto any = [this](auto holds) {
        return std::any_of(m_rows.begin(), m_rows.end(), [&](const Row &row) { return holds(row.median); });
    };
    m_hasP95 = !m_rows.isEmpty() && !any([](const RunReport &run) { return !run.latency.p95.has_value(); });
    m_wanted[TailColumn] = any([](const RunReport &run) { return run.latency.p90.has_value(); });
    m_wanted[CallsColumn] = any([](const RunReport &run) { return run.ok() != run.planned; });
    m_wanted[AttemptsColumn] = any([](const RunReport &run) { return run.attempts != run.planned; });
    m_wanted[CostColumn] = any([](const RunReport &run) { return run.costUsd.value_or(run.estimatedCostUsd.value_or(0)) > 0; });
    m_wanted[WastedColumn] = any([](const RunReport &run) { return run.wastedTokens > 0; });
    m_wanted[TransportColumn] = any([&](const RunReport &run) { return run.transport != m_rows.first().median.transport; });
    // Where there is much to say of the traffic, the degrees are left to the chart beside the table.
    m_wanted[ConcurrencyColumn] = m_wanted[ParallelismColumn] =
        !(m_wanted[CallsColumn] && m_wanted[AttemptsColumn]) && !m_wanted[WastedColumn];
    const bool hasVariants = std::any_of(m_rows.begin(), m_rows.end(), [](const Row &row) { return !row.figures.variant.isEmpty(); });
    // Users and durations end when they end: what they get done in a second is what runs differ in.
    m_wanted[ThroughputColumn] = any([&](const RunReport &run) { return run.users > 0 || run.planned != m_rows.first().median.planned; });
    m_wanted[MakespanColumn] = !m_wanted[ThroughputColumn];
    m_wanted[SpeedupColumn] =
        m_wanted[MakespanColumn] &&
        (!hasVariants || std::any_of(m_rows.begin(), m_rows.end(), [](const Row &row) { return row.figures.speedup.has_value(); }));
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
        return QVariant::fromValue((isText(column) ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    case SortRole:
        return sortValue(row, column);
    case ModelIdRole:
        return keyOfRun(row.figures.model, row.figures.variant);
    case VerdictRole:
        return QVariant::fromValue(row.verdict());
    case MeanRole:
        if (column == ConcurrencyColumn)
            return numberText(row.median.concurrency.mean, 2);
        return column == ParallelismColumn ? QVariant(numberText(row.median.parallelism.mean, 2)) : QVariant();
    case WithheldRole:
        return (column == LatencyColumn && !row.median.latency.p50) || (column == FirstTokenColumn && !row.median.ttft.p50) ||
               (column == TailColumn && !tailOf(row)) || (column == SpeedupColumn && !row.figures.speedup) ||
               (column == CostColumn && !row.median.costUsd);
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
    case ThroughputColumn:
        return numberText(row.median.throughputRps, 1);
    case SpeedupColumn:
        return row.figures.speedup ? numberText(*row.figures.speedup, 2) : tr("not compared");
    case LatencyColumn:
        return percentileText(row.median.latency.p50, 0.5);
    case TailColumn:
        return percentileText(tailOf(row), m_hasP95 ? 0.95 : 0.9);
    case FirstTokenColumn:
        return percentileText(row.median.ttft.p50, 0.5);
    case CallsColumn:
        return tr("%1 of %2").arg(row.median.ok()).arg(row.median.planned);
    case AttemptsColumn:
        return QLocale().toString(row.median.attempts);
    case CostColumn:
        if (!row.median.costUsd && row.median.estimatedCostUsd)
            return tr("≈ %1").arg(dollarsText(*row.median.estimatedCostUsd));
        return row.median.costUsd ? dollarsText(*row.median.costUsd) : tr("not known");
    case WastedColumn:
        return (row.median.isWasteEstimated ? tr("≈ %1") : QStringLiteral("%1")).arg(QLocale().toString(row.median.wastedTokens));
    case TransportColumn:
        return transportTitle(row.median.transport);
    case ConcurrencyColumn:
        return QString::number(row.median.concurrency.max);
    case ParallelismColumn:
        return QString::number(row.median.parallelism.max);
    default:
        return judgements(row);
    }
}

QString ReportTableModel::judgements(const Row &row) const { return verdictText(row.suspect, row.runs, row.result()); }

/// "5 ok, 2 cache hits": every outcome that any call had.
static QString outcomesText(const RunReport &run)
{
    QStringList parts;
    for (const Outcome outcome : allOutcomes) {
        if (run.count(outcome) > 0)
            parts.append(QStringLiteral("%1 %2").arg(run.count(outcome)).arg(outcomeTitle(outcome)));
    }
    return parts.join(QStringLiteral(", "));
}

/// Which library carried the calls, and who answered.
QString ReportTableModel::wayText(const RunReport &run)
{
    if (run.transport.isEmpty())
        return {};
    const QString way = tr("Carried by %1.").arg(transportTitle(run.transport));
    return run.answeredBy.isEmpty()
               ? way
               : way + u'\n' + tr("Answered by %1, by its own word.").arg(QString(run.answeredBy).replace(u'+', QStringLiteral(", ")));
}

QString ReportTableModel::toolTip(const Row &row, int column) const
{
    switch (column) {
    case ModelColumn:
    case TransportColumn:
        return wayText(row.median);
    case MakespanColumn:
        return tr("From the first planned call to the end of the last; runs: %1.").arg(row.figures.repeats);
    case ThroughputColumn:
        return tr("Calls answered in a second of the median run: %1 in %2.").arg(row.median.ok()).arg(secondsText(row.median.makespanS));
    case SpeedupColumn:
        if (!row.figures.speedup)
            return tr("No speed-up: %1.").arg(row.figures.notComparable);
        if (!row.figures.leftOut.isEmpty())
            return tr("Sequential makespan divided by this one; %1.").arg(row.figures.leftOut);
        if (!row.figures.speedupLow95 || !row.figures.speedupHigh95)
            return tr("Sequential makespan divided by this one. An interval needs %1 repeats.").arg(minimumRepeatsForInterval);
        return tr("95 % interval %1 to %2").arg(numberText(*row.figures.speedupLow95, 2), numberText(*row.figures.speedupHigh95, 2));
    case LatencyColumn:
        return tr("From planned to decoded, retries and waits included; calls of the median run that are ok: %1.")
            .arg(row.median.latency.n);
    case TailColumn:
        return m_hasP95 ? tr("Nineteen of twenty calls were as fast or faster; withheld below 59 calls.")
                        : tr("Nine of ten calls were as fast or faster; withheld below 29 calls.");
    case CallsColumn:
        return outcomesText(row.median);
    case AttemptsColumn:
        return tr("Exchanges with the server; %1 of them were retries.").arg(row.median.retries);
    case CostColumn:
        if (!row.median.costUsd && row.median.estimatedCostUsd)
            return tr("The server did not tell all tokens: the client's own estimate, four characters a token.");
        return row.median.simulated ? tr("Simulated money: what these tokens cost at the made-up prices of the simulator's models.")
                                    : tr("All attempts of the median run, by the price table.");
    case WastedColumn:
        return tr("Tokens of attempts that failed after a model had begun: paid for (%1), and of no use.")
            .arg(row.median.wastedUsd ? dollarsText(*row.median.wastedUsd) : tr("cost not known"));
    case FirstTokenColumn:
        return tr("From sent to the first content; calls of the median run that are ok: %1.").arg(row.median.ttft.n);
    case ConcurrencyColumn:
        return tr("Calls in flight: mean %1 over the run, %2 at most.")
            .arg(numberText(row.median.concurrency.mean, 2))
            .arg(row.median.concurrency.max);
    case ParallelismColumn:
        return tr("Executors on CPU at once: mean %1 over the run, %2 at most.")
            .arg(numberText(row.median.parallelism.mean, 2))
            .arg(row.median.parallelism.max);
    case VerdictColumn:
        return tr("Measurement: %1\nResult: %2")
            .arg(row.reasons.isEmpty() ? tr("VALID, the client was not the bottleneck.") : row.reasons.join(u'\n'), row.result().text());
    default:
        return {};
    }
}

QVariant ReportTableModel::sortValue(const Row &row, int column) const
{
    switch (column) {
    case ModelColumn:
        return row.title;
    case MakespanColumn:
        return row.figures.makespanMedianS;
    case ThroughputColumn:
        return row.median.throughputRps;
    case SpeedupColumn:
        return row.figures.speedup.value_or(0);
    case LatencyColumn:
        return row.median.latency.p50.value_or(0);
    case TailColumn:
        return tailOf(row).value_or(0);
    case FirstTokenColumn:
        return row.median.ttft.p50.value_or(0);
    case CallsColumn:
        return row.median.ok();
    case AttemptsColumn:
        return row.median.attempts;
    case CostColumn:
        return row.median.costUsd.value_or(row.median.estimatedCostUsd.value_or(0));
    case WastedColumn:
        return row.median.wastedTokens;
    case TransportColumn:
        return row.median.transport;
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
        return QVariant::fromValue((isText(section) ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    const bool hasVariants = std::any_of(m_rows.begin(), m_rows.end(), [](const Row &row) { return !row.figures.variant.isEmpty(); });
    const bool isSimulated = std::any_of(m_rows.begin(), m_rows.end(), [](const Row &row) { return row.median.simulated; });
    const QString titles[] = {hasVariants ? tr("Variant") : tr("Model"),
                              tr("Makespan"),
                              tr("Calls/s"),
                              tr("Speed-up"),
                              tr("Latency"),
                              tr("Latency"),
                              tr("First token"),
                              tr("Calls ok"),
                              tr("Attempts"),
                              tr("Cost"),
                              tr("Wasted"),
                              tr("Transport"),
                              tr("Concurrency"),
                              tr("Parallelism"),
                              tr("Verdict")};
    const QString kinds[] = {{},
                             tr("median"),
                             tr("throughput"),
                             tr("median"),
                             m_wanted[TailColumn] ? tr("p50") : tr("p50, planned"),
                             m_hasP95 ? tr("p95") : tr("p90"),
                             tr("p50, sent"),
                             tr("of planned"),
                             tr("retries too"),
                             isSimulated ? tr("simulated") : tr("all attempts"),
                             tr("tokens"),
                             tr("library"),
                             tr("mean, max"),
                             tr("mean, max"),
                             {}};
    if (role == Qt::DisplayRole)
        return titles[section];
    return role == KindRole ? QVariant(kinds[section]) : QVariant();
}

} // namespace interleave
