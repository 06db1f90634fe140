#include "ui/edit/estimates.h"

#include "core/clock.h"
#include "forecast/prediction.h"
#include "trace/attempts.h"
#include "json/scenario_json.h"

#include <QLocale>
#include <QtConcurrent/QtConcurrentRun>

#include <cmath>

namespace interleave {

static constexpr int delayMs = 150;

/// The wait for a schedule's first call is part of how long a run takes.
static double makespanOf(const Trace &trace) { return secondsFromNs(std::max(trace.origin(), windowOf(trace).end) - trace.origin()); }

QList<PlannedRun> runsOfRound(const Scenario &scenario)
{
    QList<std::pair<QString, Scenario>> variants;
    for (const Variant &variant : scenario.variants) {
        if (const Result<Scenario> changed = variantOf(scenario, variant))
            variants.append({variant.name, *changed});
    }
    if (scenario.variants.isEmpty())
        variants.append({QString(), scenario});
    QList<PlannedRun> runs;
    for (const auto &[name, changed] : std::as_const(variants)) {
        for (const QString &model : changed.models)
            runs.append({model, 0, name, changed});
    }
    return runs;
}

/// All of a round together keep within a hundred megabytes or so, and some seconds.
static PredictionBounds boundsOf(qsizetype runs, std::stop_token stop)
{
    const int share = static_cast<int>(std::max<qsizetype>(1, runs));
    return {.calls = std::max(1'000, 100'000 / share),
            .entries = std::max(50'000, 1'500'000 / share),
            .cpuTime = std::chrono::milliseconds(std::max(200, 5'000 / share)),
            .stop = std::move(stop)};
}

static QList<Prediction> predictAll(const Scenario &scenario, const std::stop_token &stop)
{
    QList<Prediction> predictions;
    const QList<PlannedRun> runs = runsOfRound(scenario);
    for (const PlannedRun &run : runs) {
        if (stop.stop_requested())
            break;
        const PredictedRun predicted = predict(run.scenario, run.model, boundsOf(runs.size(), stop));
        Prediction prediction{run.model, run.variant, predicted.trace, 0, predicted.leftOut, predicted.note};
        if (prediction.trace)
            prediction.makespanS = makespanOf(*prediction.trace);
        predictions.append(prediction);
    }
    return predictions;
}

Estimates::Estimates(QObject *parent)
    : QObject(parent)
{
    m_delay.setSingleShot(true);
    m_delay.setInterval(delayMs);
    connect(&m_delay, &QTimer::timeout, this, &Estimates::compute);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, [this] {
        if (std::exchange(m_again, false)) {
            compute();
            return;
        }
        if (m_stop.stop_requested())
            return; // the next one is on its way
        m_predictions = m_watcher.result();
        m_repeats = m_scenario.repeats;
        Q_EMIT ready();
    });
}

Estimates::~Estimates() { m_stop.request_stop(); }

void Estimates::update(const Scenario &scenario)
{
    m_scenario = scenario;
    m_stop.request_stop(); // what is under way is of no use any more
    m_delay.start();
}

void Estimates::compute()
{
    if (m_watcher.isRunning()) {
        m_again = true;
        return;
    }
    m_stop = std::stop_source();
    m_watcher.setFuture(QtConcurrent::run(predictAll, m_scenario, m_stop.get_token()));
}

const Prediction *Estimates::of(const QString &model, const QString &variant) const
{
    for (const Prediction &prediction : m_predictions) {
        if (prediction.model == model && prediction.variant == variant && prediction.trace)
            return &prediction;
    }
    return nullptr;
}

QString Estimates::caveat() const
{
    QStringList caveats;
    for (const Prediction &prediction : m_predictions)
        caveats += {prediction.leftOut, prediction.note};
    caveats.removeAll(QString());
    return caveats.value(0);
}

bool Estimates::isCut() const
{
    return std::any_of(m_predictions.begin(), m_predictions.end(),
                       [](const Prediction &prediction) { return !prediction.leftOut.isEmpty(); });
}

std::optional<double> Estimates::totalS() const
{
    double sum = 0;
    for (const Prediction &prediction : m_predictions) {
        if (!prediction.trace)
            return std::nullopt;
        sum += prediction.makespanS;
    }
    return sum > 0 ? std::optional(sum * m_repeats) : std::nullopt;
}

QString Estimates::sentence() const
{
    const auto total = totalS();
    if (!total)
        return {};
    if (isCut())
        return tr("more than %1").arg(durationText(*total));
    const bool several = m_predictions.size() * m_repeats > 1;
    return several ? tr("about %1, first result in %2").arg(durationText(*total), durationText(m_predictions.first().makespanS))
                   : tr("about %1").arg(durationText(*total));
}

QString durationText(double seconds)
{
    const QLocale locale;
    const QChar space(0x00a0);
    if (seconds < 9.95)
        return locale.toString(seconds, 'f', 1) + space + u's';
    const auto whole = static_cast<qint64>(std::lround(seconds));
    if (whole < 60)
        return locale.toString(whole) + space + u's';
    if (whole < 3600)
        return locale.toString(whole / 60) + space + QStringLiteral("min") + space + locale.toString(whole % 60) + space + u's';
    return locale.toString(whole / 3600) + space + u'h' + space + locale.toString(whole / 60 % 60) + space + QStringLiteral("min");
}

} // namespace interleave
