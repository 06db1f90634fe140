#include "ui/run/inspector_panel.h"

#include "ui/run/call_view.h"
#include "ui/run/run_view.h"
#include "ui/widgets/panel_header.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/theme.h"

#include <QLabel>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace interleave {

static constexpr int emptyPage = 2; // after the two tabs

InspectorPanel::InspectorPanel(QWidget *parent)
    : QFrame(parent)
    , m_tabs(new SegmentedControl({tr("Call"), tr("Run")}, this))
    , m_pages(new QStackedWidget(this))
    , m_call(new CallView(m_pages))
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
    m_pages->addWidget(m_run);
    m_pages->addWidget(empty);
    m_pages->setCurrentIndex(emptyPage);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(header);
    column->addWidget(m_pages, 1);
    connect(m_tabs, &SegmentedControl::currentChanged, this, [this](int tab) { setTab(static_cast<Tab>(tab)); });
}

void InspectorPanel::setScenario(const Scenario &scenario) { m_call->setScenario(scenario); }
void InspectorPanel::setPrices(const PriceTable &prices) { m_call->setPrices(prices); }

void InspectorPanel::setTab(Tab tab)
{
    m_tabs->setCurrent(tab);
    m_pages->setCurrentIndex(m_trace ? tab : emptyPage);
    if (tab == CallTab)
        m_call->show(m_trace, m_selected, m_now); // it was not kept up to date behind the other tab
}

void InspectorPanel::setRun(const TracePtr &trace, const RunReport *report)
{
    m_trace = trace;
    m_now = trace ? trace->last() : 0;
    m_run->showReport(report);
    m_call->show(trace, m_selected, m_now);
    m_pages->setCurrentIndex(trace ? m_tabs->current() : emptyPage);
}

void InspectorPanel::advance(const TracePtr &trace, qint64 now)
{
    m_trace = trace;
    m_now = now;
    if (m_pages->currentWidget() == m_call)
        m_call->advance(trace, now);
}

void InspectorPanel::selectCall(int call)
{
    if (call < 0)
        return; // nothing is selected: what was shown stays
    const bool isOther = call != m_selected;
    m_selected = call;
    m_call->show(m_trace, call, m_now);
    if (isOther)
        setTab(CallTab);
}

} // namespace interleave
