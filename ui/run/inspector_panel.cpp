#include "ui/run/inspector_panel.h"

#include "ui/run/call_view.h"
#include "ui/run/path_view.h"
#include "ui/run/run_view.h"
#include "ui/run/step_view.h"
#include "ui/timeline/step_links.h"
#include "ui/widgets/panel_header.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/theme.h"

#include <QFutureWatcher>
#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <QtConcurrent/QtConcurrentRun>

namespace interleave {

static constexpr int emptyPage = 4; // after the tabs

InspectorPanel::InspectorPanel(QWidget *parent)
    : QFrame(parent)
    , m_tabs(new SegmentedControl({tr("Call"), tr("Step"), tr("Path"), tr("Run")}, this))
    , m_pages(new QStackedWidget(this))
    , m_call(new CallView(m_pages))
    , m_step(new StepView(m_pages))
    , m_path(new PathView(m_pages))
    , m_run(new RunView(m_pages))
{
    setProperty("role", QStringLiteral("panel"));
    setMaximumWidth(520);
    m_tabs->setSmall(true);
    auto *header = new PanelHeader(tr("Inspector"), this);
    header->addRight(m_tabs);
    auto *empty = new QLabel(tr("Nothing has run yet. During a run, click a call to see its phases and its reply."), m_pages);
    empty->setWordWrap(true);
    empty->setAlignment(Qt::AlignTop);
    empty->setFont(themeFont(TextRole::Small));
    empty->setProperty("role", QStringLiteral("secondary"));
    empty->setContentsMargins(metrics::inset, 16, metrics::inset, 16);
    m_pages->addWidget(m_call);
    m_pages->addWidget(m_step);
    m_pages->addWidget(m_path);
    m_pages->addWidget(m_run);
    m_pages->addWidget(empty);
    m_pages->setCurrentIndex(emptyPage);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header);
    column->addWidget(m_pages, 1);
    connect(m_step, &StepView::stepRequested, this, &InspectorPanel::stepRequested);
    connect(m_path, &PathView::stepRequested, this, &InspectorPanel::stepRequested);
    connect(m_tabs, &SegmentedControl::currentChanged, this, [this](int tab) { setTab(static_cast<Tab>(tab)); });
}

void InspectorPanel::setScenario(const Scenario &scenario)
{
    m_call->setScenario(scenario);
    m_step->setPrompts(scenario.prompts);
}
void InspectorPanel::setPrices(const PriceTable &prices) { m_call->setPrices(prices); }

void InspectorPanel::setTab(Tab tab)
{
    m_tabs->setCurrent(tab);
    m_pages->setCurrentIndex(m_trace ? tab : emptyPage);
    if (tab == CallTab)
        m_call->show(m_trace, m_selected, m_now); // it was not kept up to date behind the other tab
    else if (tab == StepTab)
        m_step->show(m_trace, m_selectedStep, m_insight);
}

void InspectorPanel::setRun(const TracePtr &trace, const RunReport *report)
{
    m_trace = trace;
    m_now = trace ? trace->last() : 0;
    m_run->showReport(report);
    m_selectedStep = -1;
    understand(report);
    m_step->show(trace, m_selectedStep, m_insight);
    m_call->show(trace, m_selected, m_now);
    m_pages->setCurrentIndex(trace ? m_tabs->current() : emptyPage);
}

void InspectorPanel::advance(const TracePtr &trace, qint64 now)
{
    m_trace = trace;
    m_now = now;
    if (m_pages->currentWidget() == m_call)
        m_call->advance(trace, now);
    else if (m_pages->currentWidget() == m_step)
        m_step->advance();
}

void InspectorPanel::understand(const RunReport *report)
{
    m_insight = nullptr;
    m_criticalPath = report && m_trace ? std::make_shared<const CriticalPath>(report->criticalPath) : nullptr;
    m_path->show(m_trace, m_criticalPath, nullptr);
    if (!m_criticalPath)
        return;
    using Insight = std::shared_ptr<const RunInsight>;
    auto *watcher = new QFutureWatcher<Insight>(this);
    connect(watcher, &QFutureWatcherBase::finished, this, [this, watcher, path = m_criticalPath] {
        if (path == m_criticalPath) // else another run is shown by now
            showInsight(watcher->result());
        watcher->deleteLater();
    });
    watcher->setFuture(QtConcurrent::run(
        [trace = m_trace, path = m_criticalPath]() -> Insight { return std::make_shared<const RunInsight>(*trace, *path); }));
}

void InspectorPanel::showInsight(const std::shared_ptr<const RunInsight> &insight)
{
    m_insight = insight;
    m_path->show(m_trace, m_criticalPath, {insight, &insight->reasons});
    m_step->show(m_trace, m_selectedStep, insight);
    Q_EMIT slackKnown({insight, &insight->slack});
}

void InspectorPanel::selectSpan(qint32 span)
{
    if (!m_trace || span < 0)
        return;
    const qint32 step = stepOfSpan(*m_trace, m_trace->spans()[static_cast<size_t>(span)]);
    if (step < 0)
        return;
    m_selectedStep = step;
    m_step->show(m_trace, step, m_insight);
    if (m_trace->steps()[static_cast<size_t>(step)].kind == StepKind::Tool && m_tabs->current() == CallTab)
        setTab(StepTab); // it is no call
}

void InspectorPanel::selectCall(int call)
{
    if (call < 0)
        return; // nothing is selected: what was shown stays
    const bool isOther = call != m_selected;
    m_selected = call;
    m_call->show(m_trace, call, m_now);
    if (isOther && m_tabs->current() == RunTab) // steps and the path go along by themselves
        setTab(CallTab);
}

} // namespace interleave
