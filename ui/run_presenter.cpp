#include "ui/run_presenter.h"

#include "core/clock.h"
#include "run/queue_progress.h"
#include "setup/catalog.h"
#include "trace/counters.h"
#include "ui/compare/compare_page.h"
#include "ui/edit/estimates.h"
#include "ui/edit/workload_graph.h"
#include "ui/run/inspector_panel.h"
#include "ui/run/queue_strip.h"
#include "ui/run/run_page.h"
#include "ui/timeline/timeline_view.h"
#include "ui/widgets/number_text.h"
#include "json/price_files.h"

namespace interleave {

static constexpr int frameMs = 16;
static constexpr int stateMs = 250; // texts that change faster cannot be read

RunPresenter::RunPresenter(RunController &controller, Estimates &estimates, Views views, QObject *parent)
    : QObject(parent)
    , m_controller(controller)
    , m_estimates(estimates)
    , m_views(views)
{
    m_frame.setInterval(frameMs);
    m_frame.setTimerType(Qt::PreciseTimer);
    connect(&m_frame, &QTimer::timeout, this, &RunPresenter::frame);
    connect(&controller, &RunController::runStarted, this, &RunPresenter::runStarted);
    connect(&controller, &RunController::runFinished, this, &RunPresenter::runFinished);
    connect(&controller, &RunController::finished, this, &RunPresenter::finished);
}

void RunPresenter::begin()
{
    m_follow = true;
    m_shown = -1;
    m_views.runPage->begin(m_controller.scenario(), m_controller.queue());
    m_cost = LiveCost(loadPriceTable());
    m_views.inspector->setScenario(m_controller.scenario());
    m_views.inspector->setPrices(m_cost.prices());
    m_views.status->showRunningVerdict();
}

void RunPresenter::showSaved()
{
    begin();
    const QList<FinishedRun> &runs = m_controller.finishedRuns();
    for (int index = 0; index < runs.size(); ++index)
        m_views.runPage->queue()->setFinished(index, runs[index].report);
    showRun(0);
    finished();
}

void RunPresenter::leave()
{
    m_frame.stop();
    m_controller.disconnect(this);
}

void RunPresenter::runStarted(int index)
{
    m_views.runPage->queue()->setRunning(index, predictedS(index));
    if (m_follow)
        showRun(index);
    m_frame.start();
    m_sinceState.start();
    Q_EMIT stateChanged();
}

void RunPresenter::showRun(int index)
{
    const bool live = index == m_controller.currentRun();
    const QList<FinishedRun> &runs = m_controller.finishedRuns();
    if (!live && index >= runs.size())
        return; // still to come
    m_follow = live;
    m_shown = index;
    const TracePtr trace = live ? m_controller.currentTrace() : runs[index].trace;
    const Prediction *prediction = predictionOf(index);
    m_views.runPage->showRun(index, trace, prediction ? prediction->trace : nullptr, live);
    m_views.runPage->setReport(trace, live ? nullptr : &runs[index].report);
    m_views.runPage->queue()->setCurrent(index);
    m_views.inspector->setRun(trace, live ? nullptr : &runs[index].report);
    showLoad();
    const int call = m_views.runPage->timeline()->selectedCall();
    m_views.inspector->selectCall(call >= 0 ? call : 0);
}

void RunPresenter::frame()
{
    const TracePtr trace = m_controller.currentTrace();
    const qint64 now = m_controller.now();
    if (m_shown == m_controller.currentRun()) {
        m_views.runPage->advance(trace, now);
        m_views.inspector->advance(trace, now);
    }
    m_views.graph->follow(trace);
    const double elapsedS = secondsFromNs(now - trace->origin());
    m_views.runPage->queue()->setElapsed(m_controller.currentRun(), elapsedS);
    if (m_sinceState.elapsed() < stateMs)
        return;
    m_sinceState.start();
    StatusStrip::Progress progress = progressOf(*trace);
    progress.timeLeft = timeLeftLine();
    if (const std::optional<double> total = predictedTotalS()) // predictions know how long each call takes, counts do not
        progress.fraction = std::clamp(1 - secondsLeft() / *total, 0.0, 1.0);
    progress.cost = costText(trace);
    m_inFlight = progress.inFlight;
    m_views.status->showProgress(progress);
    if (m_shown == m_controller.currentRun())
        showLoad();
    Q_EMIT stateChanged();
}

StatusStrip::Progress RunPresenter::progressOf(const Trace &trace) const
{
    StatusStrip::Progress progress;
    const QueueProgress whole = interleave::progressOf(m_controller.queue(), m_controller.finishedRuns(), m_controller.currentRun(), trace,
                                                       secondsFromNs(m_controller.now() - trace.origin()));
    progress.callsPlanned = whole.planned;
    progress.callsDone = whole.done;
    progress.fraction = whole.fraction;
    for (const FinishedRun &run : m_controller.finishedRuns())
        progress.errors += run.report.failed();
    const Load load = loadOf(trace);
    progress.errors += load.failed;
    progress.inFlight = load.inFlight;
    progress.analyzing = load.busy;
    return progress;
}

/// "$0.0123 so far", of all runs of the round; on the simulator it is not money.
QString RunPresenter::costText(const TracePtr &trace)
{
    m_cost.update(trace);
    std::optional<double> usd = m_cost.usd();
    for (const FinishedRun &run : m_controller.finishedRuns())
        usd = usd && run.report.costUsd ? std::optional(*usd + *run.report.costUsd) : std::nullopt;
    if (!usd)
        return tr("cost not known");
    const bool isSimulated = m_controller.scenario().endpoint.isSimulator();
    return isSimulated ? tr("%1, simulated").arg(dollarsText(*usd)) : tr("%1 so far").arg(dollarsText(*usd));
}

void RunPresenter::showLoad()
{
    const QList<FinishedRun> &runs = m_controller.finishedRuns();
    if (m_shown >= 0 && m_shown < runs.size()) {
        const RunReport &report = runs[m_shown].report;
        m_views.runPage->showLoad(report.users, tr("%1 in flight at most").arg(report.concurrency.max));
    } else if (m_shown >= 0 && m_shown < m_controller.queue().size()) {
        const Arrival &arrival = m_controller.queue()[m_shown].scenario.arrival;
        m_views.runPage->showLoad(arrival.kind == Arrival::Kind::Users ? arrival.users : 0, tr("%1 in flight").arg(m_inFlight));
    }
}

void RunPresenter::runFinished(int index)
{
    const FinishedRun &run = m_controller.finishedRuns()[index];
    m_views.runPage->queue()->setFinished(index, run.report);
    m_views.graph->follow(run.trace);
    if (m_shown == index) {
        m_views.runPage->showRun(index, run.trace, nullptr, false);
        m_views.runPage->setReport(run.trace, &run.report);
        m_views.inspector->setRun(run.trace, &run.report);
        showLoad();
    }
}

void RunPresenter::finished()
{
    m_frame.stop();
    const QList<FinishedRun> &runs = m_controller.finishedRuns();
    m_views.comparePage->setRuns(m_controller.scenario(), runs);
    QList<RunReport> reports;
    int calls = 0, ok = 0;
    for (const FinishedRun &run : runs) {
        reports.append(run.report);
        calls += run.report.planned;
        ok += run.report.count(Outcome::Ok) + run.report.count(Outcome::CacheHit);
    }
    m_views.status->showVerdict(reports);
    m_views.status->showIdle(runs.isEmpty() ? tr("Nothing has run yet") : tr("%1 of %2 calls ok").arg(ok).arg(calls));
    Q_EMIT stateChanged();
}

const Prediction *RunPresenter::predictionOf(int index) const
{
    const PlannedRun &run = m_controller.queue()[index];
    return m_estimates.of(run.model, run.variant);
}

double RunPresenter::predictedS(int index) const
{
    const Prediction *prediction = predictionOf(index);
    return prediction && prediction->leftOut.isEmpty() ? prediction->makespanS : 0; // of a cut one only the beginning is known
}

/// Of the whole queue; nothing: a run of it has no prediction, as the levels of a sweep.
std::optional<double> RunPresenter::predictedTotalS() const
{
    double total = 0;
    for (int i = 0; i < m_controller.queue().size(); ++i) {
        if (predictedS(i) <= 0)
            return std::nullopt;
        total += predictedS(i);
    }
    return total > 0 ? std::optional(total) : std::nullopt;
}

double RunPresenter::secondsLeft() const
{
    double left = 0;
    const int current = m_controller.currentRun();
    for (int i = std::max(current, 0); i < m_controller.queue().size(); ++i)
        left += predictedS(i);
    if (current >= 0)
        left -= std::min(predictedS(current), secondsFromNs(m_controller.now() - m_controller.currentTrace()->origin()));
    return left;
}

QString RunPresenter::stateLine() const
{
    const int current = m_controller.currentRun();
    if (current < 0 || current >= m_controller.queue().size())
        return {};
    return tr("%1, run %2 of %3")
        .arg(titleOfRun(m_controller.queue()[current].model, m_controller.queue()[current].variant))
        .arg(current + 1)
        .arg(m_controller.queue().size());
}

QString RunPresenter::timeLeftLine() const
{
    const double left = predictedTotalS() ? secondsLeft() : 0;
    return left > 0 ? tr("%1 left").arg(durationText(left)) : QString();
}

QStringList RunPresenter::reasons() const
{
    QStringList sentences;
    for (const FinishedRun &run : m_controller.finishedRuns()) {
        for (const QString &reason : run.report.validity.reasons)
            sentences.append(titleOfRun(run.model, run.variant) + QStringLiteral(": ") + reason);
    }
    sentences.removeDuplicates();
    return sentences;
}

} // namespace interleave
