#include "trace/comparison.h"

#include <QJsonArray>

#include <algorithm>
#include <random>

namespace interleave {

static const QString baseline = QStringLiteral("sequential");
static constexpr int resamples = 2000;

/// Nearest rank, as every percentile of the program. `samples` not empty.
static double rank(std::vector<double> samples, int permille)
{
    const size_t number = std::max<size_t>(1, (samples.size() * static_cast<size_t>(permille) + 999) / 1000);
    const auto at = samples.begin() + static_cast<std::ptrdiff_t>(number - 1);
    std::nth_element(samples.begin(), at, samples.end());
    return *at;
}

/// Medians of resamples with replacement. The generator is seeded, so that the same runs always give the same interval.
static std::vector<double> bootstrapMedians(const std::vector<double> &ratios)
{
    std::mt19937_64 random(1);
    std::vector<double> medians;
    medians.reserve(resamples);
    std::vector<double> sample(ratios.size());
    for (int i = 0; i < resamples; ++i) {
        for (double &ratio : sample)
            ratio = ratios[random() % ratios.size()]; // the distributions of <random> differ between libraries
        medians.push_back(rank(sample, 500));
    }
    return medians;
}

static const RunReport *findRun(const QList<RunReport> &runs, const QString &model, const QString &variant, int repeat)
{
    const auto found = std::find_if(runs.begin(), runs.end(), [&](const RunReport &run) {
        return !run.cancelled && run.model == model && run.variant == variant && run.repeat == repeat;
    });
    return found == runs.end() ? nullptr : &*found;
}

static ModelComparison compareModel(const QList<RunReport> &runs, const QString &model, const QString &variant)
{
    ModelComparison result;
    result.model = model;
    result.variant = variant;
    std::vector<double> makespans;
    std::vector<double> ratios;
    for (const RunReport &run : runs) {
        if (run.cancelled || run.model != model || run.variant != variant || run.makespanS <= 0)
            continue;
        makespans.push_back(run.makespanS);
        if (const RunReport *sequential = findRun(runs, baseline, variant, run.repeat))
            ratios.push_back(sequential->makespanS / run.makespanS);
    }
    result.repeats = static_cast<int>(makespans.size());
    if (makespans.empty())
        return result;
    result.makespanMedianS = rank(makespans, 500);
    const auto isMedian = [&](const RunReport &run) {
        return !run.cancelled && run.model == model && run.variant == variant && run.makespanS == result.makespanMedianS;
    };
    result.medianRun = static_cast<int>(std::find_if(runs.begin(), runs.end(), isMedian) - runs.begin());
    if (!ratios.empty())
        result.speedup = rank(ratios, 500);
    if (result.repeats >= minimumRepeatsForInterval) {
        const std::vector<double> medians = bootstrapMedians(makespans);
        result.makespanLow95S = rank(medians, 25);
        result.makespanHigh95S = rank(medians, 975);
    }
    if (static_cast<int>(ratios.size()) >= minimumRepeatsForInterval) {
        const std::vector<double> medians = bootstrapMedians(ratios);
        result.speedupLow95 = rank(medians, 25);
        result.speedupHigh95 = rank(medians, 975);
    }
    return result;
}

QList<ModelComparison> compareRuns(const QList<RunReport> &runs)
{
    QList<std::pair<QString, QString>> rows;
    for (const RunReport &run : runs) {
        if (!rows.contains(std::pair(run.model, run.variant)))
            rows.append({run.model, run.variant});
    }
    QList<ModelComparison> comparison;
    for (const auto &[model, variant] : std::as_const(rows))
        comparison.append(compareModel(runs, model, variant));
    return comparison;
}

QJsonArray comparisonJson(const QList<ModelComparison> &comparison)
{
    const auto orNull = [](std::optional<double> number) { return number ? QJsonValue(*number) : QJsonValue(QJsonValue::Null); };
    using Key = QLatin1StringView;
    QJsonArray array;
    for (const ModelComparison &model : comparison) {
        const QJsonObject speedup{{Key("median"), orNull(model.speedup)},
                                  {Key("low95"), orNull(model.speedupLow95)},
                                  {Key("high95"), orNull(model.speedupHigh95)}};
        QJsonObject row{{Key("model"), model.model},
                        {Key("makespan_s_median"), model.repeats > 0 ? QJsonValue(model.makespanMedianS) : QJsonValue()},
                        {Key("speedup_vs_sequential"), speedup}};
        if (!model.variant.isEmpty())
            row[Key("variant")] = model.variant;
        array.append(row);
    }
    return array;
}

} // namespace interleave
