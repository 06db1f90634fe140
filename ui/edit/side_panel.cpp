#include "ui/edit/side_panel.h"

#include "setup/workload_text.h"
#include "ui/edit/rows_panel.h"
#include "ui/edit/setup_panel.h"
#include "ui/edit/step_form.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/theme.h"

#include <QHBoxLayout>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace interleave {

SidePanel::SidePanel(ScenarioDocument &document, QWidget *parent)
    : QFrame(parent)
    , m_document(document)
    , m_strip(new QFrame(this))
    , m_tabs(new SegmentedControl({tr("Step"), tr("Set-up"), tr("Rows")}, m_strip))
    , m_pages(new QStackedWidget(this))
    , m_step(new StepForm(document, m_pages))
    , m_setup(new SetupPanel(document, m_pages))
    , m_rows(new RowsPanel(document, m_pages))
{
    setProperty("role", QStringLiteral("panel"));
    m_strip->setProperty("role", QStringLiteral("header"));
    m_tabs->setSmall(true);
    auto *tabs = new QHBoxLayout(m_strip);
    tabs->setContentsMargins(metrics::inset, 4, metrics::inset, 4);
    tabs->addWidget(m_tabs);
    tabs->addStretch(1);
    m_pages->addWidget(m_step);
    m_pages->addWidget(m_setup);
    m_pages->addWidget(m_rows);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_strip);
    column->addWidget(m_pages, 1);
    connect(m_tabs, &SegmentedControl::currentChanged, this, [this](int page) { showPage(static_cast<Page>(page)); });
    connect(&document, &ScenarioDocument::changed, this, &SidePanel::follow);
    showPage(Page::Setup);
    follow();
}

void SidePanel::showPage(Page page)
{
    m_tabs->setCurrent(static_cast<int>(page));
    m_pages->setCurrentIndex(static_cast<int>(page));
}

/// Another workload begins with what it has.
void SidePanel::follow()
{
    const Scenario &scenario = m_document.scenario();
    const QString workload = hasWorkloadText(scenario) ? scenario.workload : QString();
    m_strip->setVisible(!workload.isEmpty() || scenario.table != Table());
    m_tabs->setSegmentEnabled(0, workload == QLatin1StringView("workflow"), tr("Agents and teams are edited as JSON, beside the graph"));
    if (workload != m_workload) {
        m_workload = workload;
        showPage(workload == QLatin1StringView("workflow") ? Page::Step : Page::Setup);
    }
}

} // namespace interleave
