// What the charts of a comparison show, as texts and numbers: one entry per model, in the order of the comparison. Formulas
// are those of the report; here they are only put into words. Functions, any thread.
#pragma once

#include "trace/comparison.h"
#include "trace/findings.h"
#include "trace/finished_run.h"

#include <QList>
#include <QString>

#include <optional>

namespace interleave {

struct MakespanBar {
    enum class Look : quint8 { Baseline, Model, Troubled }; ///< troubled: calls failed, or the run was stopped; hatched

    QString model; ///< and variant: keyOfRun()
    QString title;
    double seconds = 0;
    std::optional<double> low, high; ///< 95 % interval of the median makespan
    Look look = Look::Model;
    QString value;   ///< inside the bar: "7.31 s"
    QString speedup; ///< beside it, bold: "× 2.07"; empty for the baseline
    QString note;    ///< after that: "2.05 to 2.08", "baseline", "2 of 5 failed", "stopped", "not compared"
};

QList<MakespanBar> makespanBars(const QList<ModelComparison> &comparison, const QList<FinishedRun> &runs);
/// "median, 95 % interval", or why there is none.
QString makespanCaption(const QList<ModelComparison> &comparison);

/// Where a model stands between concurrency and parallelism: maxima of its median run.
struct QuadrantDot {
    QString model; ///< and variant: keyOfRun()
    QString title;
    int concurrency = 0;
    int parallelism = 0;
    QString trouble{}; ///< "3 of 4 failed", "stopped": drawn hollow, and said; empty: none
};

QList<QuadrantDot> quadrantDots(const QList<ModelComparison> &comparison, const QList<FinishedRun> &runs);

/// The name of each row: models, variants of one model, or both.
QStringList rowTitles(const QList<ModelComparison> &comparison);

/// The run shown for a model: that with the median makespan, or its longest one if none finished. Null: it has no run.
const FinishedRun *shownRun(const ModelComparison &model, const QList<FinishedRun> &runs);

/// What the runs show. Among variants only what failed or is suspect: the other rules compare models.
QList<Finding> findingsOf(QList<RunReport> runs, QList<ModelComparison> comparison);

} // namespace interleave
