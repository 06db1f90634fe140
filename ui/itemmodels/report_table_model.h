// The comparison as a table: one row per execution model, or variant, with median makespan, speed-up, latency, first token, degrees of
// concurrency and parallelism, and the verdict. Times other than the makespan are those of the model's median run. A
// withheld percentile says what it needs. Used by the comparison panel and by its sorting; GUI thread.
#pragma once

#include "trace/comparison.h"

#include <QAbstractTableModel>

#include <array>

namespace interleave {

class ReportTableModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column {
        ModelColumn,
        MakespanColumn,
        ThroughputColumn,
        SpeedupColumn,
        LatencyColumn,
        TailColumn, ///< p95, or p90 where a run has too few calls for it
        FirstTokenColumn,
        CallsColumn,
        AttemptsColumn,
        CostColumn,
        WastedColumn,
        TransportColumn, ///< where runs differ in it
        ConcurrencyColumn,
        ParallelismColumn,
        VerdictColumn,
        ColumnCount
    };
    enum Role {
        SortRole = Qt::UserRole + 1,
        KindRole,     ///< of a header: the second line ("median", "p50, planned")
        MeanRole,     ///< QString: mean of a degree, shown beside its maximum
        ModelIdRole,  ///< "parallel_threads"; with a variant "parallel_threads/cache"
        VerdictRole,  ///< Verdict
        WithheldRole, ///< bool: the cell says why there is no number
    };
    enum class Verdict { Valid, Suspect, Failed };

    using QAbstractTableModel::QAbstractTableModel;

    void setRuns(const QList<RunReport> &runs, const QList<ModelComparison> &comparison);

    /// Whether a column has anything to say: attempts where they are not as many as the calls, costs where there are any.
    bool isWanted(int column) const { return m_wanted[static_cast<size_t>(column)]; }

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        ModelComparison figures;
        QString title;
        RunReport median; ///< of the median run; the last one where none finished
        int runs = 0;
        int suspect = 0; ///< runs of this model that are suspect
        RunResult all;   ///< of all its runs
        QStringList reasons;

        const RunResult &result() const { return all; }
        Verdict verdict() const { return suspect > 0 ? Verdict::Suspect : result().isComplete() ? Verdict::Valid : Verdict::Failed; }
    };

    QString text(const Row &row, int column) const;
    QString judgements(const Row &row) const;
    QString toolTip(const Row &row, int column) const;
    static QString wayText(const RunReport &run);
    QVariant sortValue(const Row &row, int column) const;

    void findWanted();
    std::optional<double> tailOf(const Row &row) const { return m_hasP95 ? row.median.latency.p95 : row.median.latency.p90; }

    QList<Row> m_rows;
    std::array<bool, ColumnCount> m_wanted{};
    bool m_hasP95 = false; // every row has it
};

} // namespace interleave
