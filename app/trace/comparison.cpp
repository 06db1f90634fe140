#include "trace/comparison.h"

#include "json/json.h"

#include <QStringList>

#include <nlohmann/json.hpp>

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

namespace {

/// The runs of one model and variant, each set against the sequential one of its repeat.
class Pairs
{
public:
    Pairs(const QList<RunReport> &runs, const QString &model, const QString &variant)
        : m_runs(runs)
        , m_model(model)
        , m_variant(variant)
    {
        for (const RunReport &run : runs) {
            if (!isOf(run, model) || run.makespanS <= 0)
                continue;
            m_finished.push_back(&run);
            if (const QString reason = whyNot(run); reason.isEmpty())
                m_ratios.push_back(sequentialOf(run.repeat)->makespanS / run.makespanS);
            else
                m_reasons.append(reason);
        }
    }

    /// Complete ones, or all where none is.
    std::vector<const RunReport *> runsOfMedian() const
    {
        std::vector<const RunReport *> complete;
        std::copy_if(m_finished.begin(), m_finished.end(), std::back_inserter(complete),
                     [](const RunReport *run) { return run->result().isComplete(); });
        return complete.empty() ? m_finished : complete;
    }
    const std::vector<double> &ratios() const { return m_ratios; }
    int repeats() const { return static_cast<int>(m_finished.size()); }

    QString notComparable() const
    {
        if (!m_ratios.empty())
            return {};
        return m_finished.empty() ? wordsOf(m_model) + QStringLiteral(" did not finish: no speed-up") : m_reasons.first();
    }
    QString leftOut() const
    {
        if (m_ratios.empty() || m_reasons.isEmpty())
            return {};
        return QStringLiteral("the speed-up leaves out %1 of %2 repeats: ").arg(m_reasons.size()).arg(m_finished.size()) +
               m_reasons.first();
    }

private:
    bool isOf(const RunReport &run, const QString &model) const { return !run.cancelled && run.model == model && run.variant == m_variant; }
    const RunReport *sequentialOf(int repeat) const
    {
        const auto found =
            std::find_if(m_runs.begin(), m_runs.end(), [&](const RunReport &run) { return isOf(run, baseline) && run.repeat == repeat; });
        return found == m_runs.end() ? nullptr : &*found;
    }
    static QString wordsOf(QString model) { return model.replace(u'_', u' '); }

    QString whyNot(const RunReport &run) const
    {
        const RunReport *sequential = sequentialOf(run.repeat);
        for (const RunReport *one : {&run, sequential}) {
            if (one && !one->result().isComplete())
                return QStringLiteral("of the %3 of %1, %2: its makespan is of less work, and is not compared")
                    .arg(wordsOf(one->model), one->result().text(),
                         one->result().isOfJobs ? QStringLiteral("jobs") : QStringLiteral("calls"));
        }
        if (!sequential)
            return QStringLiteral("there is no finished sequential run to compare with");
        if (sequential->result().isOfJobs && run.result().isOfJobs && sequential->jobs == run.jobs)
            return {}; // the same jobs were done, by however many calls
        if (sequential->planned != run.planned)
            return QStringLiteral("%1 made %2 calls and sequential %3: their makespans are of different work, and are not compared")
                .arg(wordsOf(run.model))
                .arg(run.planned)
                .arg(sequential->planned);
        return {};
    }

    const QList<RunReport> &m_runs;
    QString m_model, m_variant;
    std::vector<const RunReport *> m_finished;
    std::vector<double> m_ratios;
    QStringList m_reasons; // one per finished run that is not compared
};

} // namespace

static ModelComparison compareModel(const QList<RunReport> &runs, const QString &model, const QString &variant)
{
    const Pairs pairs(runs, model, variant);
    ModelComparison result;
    result.model = model;
    result.variant = variant;
    result.repeats = pairs.repeats();
    result.notComparable = pairs.notComparable();
    result.leftOut = pairs.leftOut();
    const std::vector<const RunReport *> counted = pairs.runsOfMedian();
    if (counted.empty())
        return result;
    std::vector<double> makespans;
    for (const RunReport *run : counted)
        makespans.push_back(run->makespanS);
    result.isComplete = counted.front()->result().isComplete();
    result.makespanMedianS = rank(makespans, 500);
    const auto isMedian = [&](const RunReport *run) { return run->makespanS == result.makespanMedianS; };
    result.medianRun = static_cast<int>(*std::find_if(counted.begin(), counted.end(), isMedian) - runs.data());
    if (result.isComplete && static_cast<int>(makespans.size()) >= minimumRepeatsForInterval) {
        const std::vector<double> medians = bootstrapMedians(makespans);
        result.makespanLow95S = rank(medians, 25);
        result.makespanHigh95S = rank(medians, 975);
    }
    const std::vector<double> &ratios = pairs.ratios();
    if (!ratios.empty())
        result.speedup = rank(ratios, 500);
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

OrderedJson comparisonJson(const QList<ModelComparison> &comparison)
{
    const auto orNull = [](std::optional<double> number) { return number ? numberOf(*number) : OrderedJson(); };
    OrderedJson rows = OrderedJson::array();
    for (const ModelComparison &model : comparison) {
        OrderedJson row{
            {"model", utf8(model.model)},
            {"makespan_s_median", model.repeats > 0 ? numberOf(model.makespanMedianS) : OrderedJson()},
            {"speedup_vs_sequential",
             {{"median", orNull(model.speedup)}, {"low95", orNull(model.speedupLow95)}, {"high95", orNull(model.speedupHigh95)}}}};
        if (!model.variant.isEmpty())
            row["variant"] = utf8(model.variant);
        if (!model.notComparable.isEmpty())
            row["not_comparable"] = utf8(model.notComparable);
        if (!model.leftOut.isEmpty())
            row["left_out"] = utf8(model.leftOut);
        rows.push_back(std::move(row));
    }
    return rows;
}

} // namespace interleave
