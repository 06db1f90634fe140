#include "ui/charts/comparison_values.h"

#include "setup/catalog.h"
#include "ui/widgets/number_text.h"

#include <QLocale>

namespace interleave {

namespace {

const QString baseline = QStringLiteral("sequential");

/// Of its variant; without another model there is nothing to be the baseline of, which is when no speed-up is told.
bool isBaseline(const ModelComparison &row) { return row.model == baseline && (row.variant.isEmpty() || row.speedup); }

QString factor(double value) { return QLocale().toString(value, 'f', 2); }

QString troubleOf(const RunReport &report)
{
    if (report.cancelled)
        return QStringLiteral("stopped");
    return report.result().isComplete() ? QString() : report.result().text();
}

QString noteOf(const ModelComparison &model, const QString &trouble, bool hasBaseline)
{
    if (!trouble.isEmpty())
        return trouble;
    if (isBaseline(model))
        return QStringLiteral("baseline");
    if (model.speedupLow95 && model.speedupHigh95)
        return QStringLiteral("%1 to %2").arg(factor(*model.speedupLow95), factor(*model.speedupHigh95));
    return model.notComparable.isEmpty() || !hasBaseline ? QString() : QStringLiteral("not compared");
}

} // namespace

const FinishedRun *shownRun(const ModelComparison &model, const QList<FinishedRun> &runs)
{
    if (model.medianRun >= 0 && model.medianRun < runs.size())
        return &runs[model.medianRun];
    const FinishedRun *longest = nullptr;
    for (const FinishedRun &run : runs) {
        if (run.model == model.model && run.variant == model.variant && (!longest || run.report.makespanS > longest->report.makespanS))
            longest = &run;
    }
    return longest;
}

QStringList rowTitles(const QList<ModelComparison> &comparison)
{
    const bool isOneModel = std::all_of(comparison.begin(), comparison.end(),
                                        [&](const ModelComparison &row) { return row.model == comparison.first().model; });
    QStringList titles;
    for (const ModelComparison &row : comparison)
        titles.append(titleOfRun(row.model, row.variant, isOneModel));
    return titles;
}

QList<MakespanBar> makespanBars(const QList<ModelComparison> &comparison, const QList<FinishedRun> &runs)
{
    const bool hasBaseline = comparison.size() > 1 && std::any_of(comparison.begin(), comparison.end(), isBaseline);
    QList<MakespanBar> bars;
    const QStringList titles = rowTitles(comparison);
    for (const ModelComparison &model : comparison) {
        MakespanBar bar;
        bar.model = keyOfRun(model.model, model.variant);
        bar.title = titles[bars.size()];
        const FinishedRun *run = shownRun(model, runs);
        bar.seconds = model.repeats > 0 || !run ? model.makespanMedianS : run->report.makespanS;
        bar.value = secondsText(bar.seconds);
        const QString trouble = run ? troubleOf(run->report) : QString();
        if (!trouble.isEmpty())
            bar.look = MakespanBar::Look::Troubled;
        else if (isBaseline(model))
            bar.look = MakespanBar::Look::Baseline;
        if (model.speedup && !isBaseline(model))
            bar.speedup = QStringLiteral("× ") + factor(*model.speedup);
        bar.note = noteOf(model, trouble, hasBaseline);
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
    const QStringList titles = rowTitles(comparison);
    for (qsizetype row = 0; row < comparison.size(); ++row) {
        const ModelComparison &model = comparison[row];
        if (const FinishedRun *run = shownRun(model, runs))
            dots.append({keyOfRun(model.model, model.variant), titles[row], run->report.concurrency.max, run->report.parallelism.max,
                         troubleOf(run->report)});
    }
    return dots;
}

QList<Finding> findingsOf(QList<RunReport> runs, QList<ModelComparison> comparison)
{
    QHash<QString, QString> titles;
    const QStringList names = rowTitles(comparison);
    bool hasVariants = false;
    for (qsizetype row = 0; row < comparison.size(); ++row) {
        hasVariants = hasVariants || !comparison[row].variant.isEmpty();
        comparison[row].model = keyOfRun(comparison[row].model, comparison[row].variant);
        titles.insert(comparison[row].model, names[row]);
    }
    for (RunReport &run : runs)
        run.model = keyOfRun(run.model, run.variant);
    QList<Finding> list = findings(runs, comparison, titles);
    if (hasVariants)
        list.removeIf([](const Finding &finding) { return finding.kind != FindingKind::Failures && finding.kind != FindingKind::Suspect; });
    return list;
}

} // namespace interleave
