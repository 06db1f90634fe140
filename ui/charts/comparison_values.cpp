#include "ui/charts/comparison_values.h"

#include "run/catalog.h"
#include "ui/widgets/number_text.h"

#include <QLocale>

namespace interleave {

namespace {

const QString baseline = QStringLiteral("sequential");

QString factor(double value) { return QLocale().toString(value, 'f', 2); }

QString troubleOf(const RunReport &report)
{
    if (report.cancelled)
        return QStringLiteral("stopped");
    const int failed = report.failed();
    if (failed == 0)
        return {};
    return failed == 1 ? QStringLiteral("1 call failed") : QStringLiteral("%1 calls failed").arg(failed);
}

QString noteOf(const ModelComparison &model, const QString &trouble)
{
    if (!trouble.isEmpty())
        return trouble;
    if (model.model == baseline)
        return QStringLiteral("baseline");
    if (model.speedupLow95 && model.speedupHigh95)
        return QStringLiteral("%1 to %2").arg(factor(*model.speedupLow95), factor(*model.speedupHigh95));
    return {};
}

} // namespace

const FinishedRun *shownRun(const ModelComparison &model, const QList<FinishedRun> &runs)
{
    if (model.medianRun >= 0 && model.medianRun < runs.size())
        return &runs[model.medianRun];
    const FinishedRun *longest = nullptr;
    for (const FinishedRun &run : runs) {
        if (run.model == model.model && (!longest || run.report.makespanS > longest->report.makespanS))
            longest = &run;
    }
    return longest;
}

QList<MakespanBar> makespanBars(const QList<ModelComparison> &comparison, const QList<FinishedRun> &runs)
{
    QList<MakespanBar> bars;
    for (const ModelComparison &model : comparison) {
        MakespanBar bar;
        bar.model = model.model;
        bar.title = titleOfModel(model.model);
        const FinishedRun *run = shownRun(model, runs);
        bar.seconds = model.repeats > 0 || !run ? model.makespanMedianS : run->report.makespanS;
        bar.value = secondsText(bar.seconds);
        const QString trouble = run ? troubleOf(run->report) : QString();
        if (!trouble.isEmpty())
            bar.look = MakespanBar::Look::Troubled;
        else if (model.model == baseline)
            bar.look = MakespanBar::Look::Baseline;
        if (model.speedup && model.model != baseline)
            bar.speedup = QStringLiteral("× ") + factor(*model.speedup);
        bar.note = noteOf(model, trouble);
        bar.low = model.makespanLow95S;
        bar.high = model.makespanHigh95S;
        bars.append(bar);
    }
    return bars;
}

QString makespanCaption(const QList<ModelComparison> &comparison)
{
    for (const ModelComparison &model : comparison) {
        if (model.makespanLow95S)
            return QStringLiteral("median, 95\u00a0% interval");
    }
    return QStringLiteral("intervals need %1 repeats").arg(minimumRepeatsForInterval);
}

QList<QuadrantDot> quadrantDots(const QList<ModelComparison> &comparison, const QList<FinishedRun> &runs)
{
    QList<QuadrantDot> dots;
    for (const ModelComparison &model : comparison) {
        if (const FinishedRun *run = shownRun(model, runs))
            dots.append({model.model, titleOfModel(model.model), run->report.concurrency.max, run->report.parallelism.max});
    }
    return dots;
}

} // namespace interleave
