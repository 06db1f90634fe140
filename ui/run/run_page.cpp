#include "ui/run/run_page.h"

#include "setup/catalog.h"
#include "ui/charts/counter_tracks.h"
#include "ui/run/queue_strip.h"
#include "ui/timeline/ruler_ticks.h"
#include "ui/timeline/timeline_view.h"
#include "ui/widgets/action_button.h"
#include "ui/widgets/number_text.h"
#include "ui/widgets/panel_header.h"
#include "ui/widgets/phase_legend.h"

#include <QSplitter>
#include <QVBoxLayout>

namespace interleave {

RunPage::RunPage(QWidget *parent)
    : QWidget(parent)
{
    m_queue = new QueueStrip(this);
    m_header = new PanelHeader(tr("Timeline"), this);
    m_legend = new PhaseLegend(m_header);
    m_legend->setShowsMarks(true);
    m_header->addLeft(m_legend);
    m_follow = m_header->addButton(QStringLiteral("follow"), tr("Follow"));
    m_follow->setCheckable(true);
    m_follow->setToolTip(tr("Keep now in view (End). Any zoom or pan switches it off."));
    m_path = m_header->addButton(QStringLiteral("path"), tr("Critical path"));
    m_path->setCheckable(true);
    m_path->setKeyHint(QStringLiteral("C"));
    m_path->setToolTip(tr("For each instant, what the end of the run waited for. It is known when the run has ended."));
    ActionButton *fit = m_header->addButton(QStringLiteral("fit"), tr("Fit all"));
    fit->setKeyHint(QStringLiteral("0"));

    auto *split = new QSplitter(Qt::Vertical, this);
    m_timeline = new TimelineView(split);
    m_counters = new CounterTracks(split);
    m_counters->setGutter(m_timeline->gutterWidth());
    split->setObjectName(QStringLiteral("runSplitter"));
    split->setChildrenCollapsible(false);
    split->addWidget(m_timeline);
    split->addWidget(m_counters);
    split->setStretchFactor(0, 1);
    split->setStretchFactor(1, 0);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_queue);
    layout->addWidget(m_header);
    layout->addWidget(split, 1);

    connect(m_legend, &PhaseLegend::focusChanged, m_timeline, &TimelineView::setFocusedPhase);
    connect(fit, &QPushButton::clicked, m_timeline, &TimelineView::fitAll);
    connect(m_follow, &QPushButton::toggled, this, [this](bool on) { m_timeline->range()->setFollowing(on); });
    connect(m_path, &QPushButton::toggled, m_timeline, &TimelineView::setCriticalPathShown);
    connect(m_timeline, &TimelineView::criticalPathShownChanged, m_path, &QPushButton::setChecked);
    connect(m_timeline, &TimelineView::followingChanged, m_follow, &QPushButton::setChecked);
    connect(m_timeline, &TimelineView::rangeChanged, this, [this] { layOutAxis(); });
    connect(m_timeline, &TimelineView::gutterChanged, m_counters, &CounterTracks::setGutter);
    connect(m_timeline, &TimelineView::cursorChanged, this,
            [this](qint64 ns, bool visible) { m_counters->setCursorTime(visible ? std::optional(ns) : std::nullopt); });
    connect(m_counters, &CounterTracks::timeHovered, m_timeline, &TimelineView::setCursorTime);
}

void RunPage::begin(const Scenario &scenario, const QList<PlannedRun> &queue)
{
    m_scenario = scenario;
    m_runs = queue;
    m_queue->setQueue(queue);
}

void RunPage::showRun(int index, const TracePtr &trace, const TracePtr &ghost, bool live)
{
    const QString model = m_runs.value(index).model;
    const Scenario &scenario = index >= 0 && index < m_runs.size() ? m_runs[index].scenario : m_scenario;
    QString executors;
    int executorLimit = 0;
    const QList<CatalogEntry> models = catalogOfModels();
    for (const CatalogEntry &entry : models) {
        if (entry.id != model)
            continue;
        executors = entry.usesPool ? tr("pool") : entry.usesWorkers ? tr("workers") : tr("loop");
        executorLimit = entry.usesPool ? scenario.pool : entry.usesWorkers ? scenario.workers : 1;
    }
    m_counters->setLimits(scenario.concurrency, executorLimit, executors);
    m_counters->setNowLineVisible(live);
    m_follow->setVisible(live);
    m_timeline->setGhost(live ? ghost : nullptr);
    m_timeline->setTrace(trace);
    m_legend->setTraces({trace});
    if (!live && trace) {
        m_timeline->setNow(trace->last());
        m_timeline->fitAll(); // a run that is over is shown whole
    }
    m_counters->setTrace(trace, trace ? trace->last() - trace->origin() : 0);
    layOutAxis();
}

void RunPage::setReport(const TracePtr &trace, const RunReport *report)
{
    m_path->setEnabled(report != nullptr);
    m_timeline->setCriticalPath(report ? std::make_shared<const CriticalPath>(report->criticalPath) : nullptr);
    if (report && report->width && trace)
        m_timeline->setWidthNote(trace->steps()[static_cast<size_t>(report->width->branch)].id.job, report->width->text());
}

void RunPage::advance(const TracePtr &trace, qint64 now)
{
    m_timeline->advance(trace, now);
    m_legend->setTraces({trace});
    m_counters->setTrace(trace, now - trace->origin());
}

void RunPage::showLoad(int users, const QString &inFlight)
{
    m_header->setSecondary(users > 0 ? tr("%1, %2").arg(countText(users, tr("user"), tr("users")), inFlight) : inFlight);
}

void RunPage::layOutAxis()
{
    const VisibleRange &range = *m_timeline->range();
    m_counters->setRange(range.begin(), range.end());
    QList<qint64> lines;
    const QList<RulerTick> ticks = rulerTicks(range.begin(), range.end(), m_timeline->width() - m_timeline->gutterWidth());
    for (const RulerTick &tick : ticks) {
        if (tick.major)
            lines.append(tick.ns);
    }
    m_counters->setGrid(lines);
}

} // namespace interleave
