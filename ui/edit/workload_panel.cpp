#include "ui/edit/workload_panel.h"

#include "setup/workload_text.h"
#include "ui/edit/model_panel.h"
#include "ui/edit/workload_graph.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/widgets/panel_header.h"
#include "ui/widgets/segmented_control.h"
#include "ui/widgets/theme.h"

#include <QLabel>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTextBlock>
#include <QTimer>
#include <QVBoxLayout>

namespace interleave {

static constexpr int typingMs = 400; // after the last key, until the text is read

WorkloadPanel::WorkloadPanel(ScenarioDocument &document, QWidget *parent)
    : QFrame(parent)
    , m_document(document)
    , m_header(new PanelHeader(tr("Workload"), this))
    , m_views(new SegmentedControl({tr("Graph"), tr("JSON"), tr("Models")}, m_header))
    , m_stack(new QStackedWidget(this))
    , m_area(new QScrollArea(m_stack))
    , m_graph(new WorkloadGraph(m_area))
    , m_editor(new QPlainTextEdit(m_stack))
    , m_models(new ModelPanel(document, m_stack))
    , m_problem(new QLabel(this))
    , m_typed(new QTimer(this))
{
    setProperty("role", QStringLiteral("panel"));
    m_views->setSmall(true);
    m_header->addRight(m_views);
    m_area->setWidget(m_graph);
    m_area->setWidgetResizable(true);
    m_area->setFrameShape(QFrame::NoFrame);
    m_area->setFocusProxy(m_graph);
    m_editor->setFont(themeFont(TextRole::Code));
    m_editor->setFrameShape(QFrame::NoFrame);
    m_editor->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_editor->setTabChangesFocus(true);
    m_editor->setAccessibleName(tr("The workload as JSON"));
    m_problem->setProperty("role", QStringLiteral("error"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    m_problem->setContentsMargins(metrics::inset, 6, metrics::inset, 6);
    m_problem->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_problem->hide();
    for (QWidget *page : std::initializer_list<QWidget *>{m_area, m_editor, m_models})
        m_stack->addWidget(page);
    m_typed->setSingleShot(true);
    m_typed->setInterval(typingMs);

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_header);
    column->addWidget(m_stack, 1);
    column->addWidget(m_problem);

    connect(m_views, &SegmentedControl::currentChanged, this, [this](int view) {
        showView(static_cast<View>(view));
        if (static_cast<View>(view) == View::Json) // at what is selected in the graph
            openStep(m_graph->selected());
    });
    connect(m_graph, &WorkloadGraph::selectionChanged, this, [this](const QRect &place) {
        m_area->ensureVisible(place.center().x(), place.center().y(), place.width() / 2 + 8, place.height() / 2 + 8);
    });
    connect(m_graph, &WorkloadGraph::stepActivated, this, [this](const QString &name) {
        if (m_graph->selectedPath().isEmpty())
            openStep(name);
        else
            Q_EMIT formRequested();
    });
    connect(m_editor, &QPlainTextEdit::textChanged, m_typed, qOverload<>(&QTimer::start));
    connect(m_typed, &QTimer::timeout, this, &WorkloadPanel::applyText);
    connect(&document, &ScenarioDocument::changed, this, &WorkloadPanel::follow);
    follow();
}

void WorkloadPanel::showView(View view)
{
    m_views->setCurrent(static_cast<int>(view));
    m_stack->setCurrentIndex(static_cast<int>(view));
    m_problem->setVisible(view == View::Json && !m_problem->text().isEmpty());
}

/// The document changed: by this text, or by something else, which the text then follows.
void WorkloadPanel::follow()
{
    const Scenario &scenario = m_document.scenario();
    const bool isNew = m_shown.isEmpty();
    const bool isThere = hasWorkloadText(scenario);
    m_header->setVisible(isThere);
    if (!isThere) {
        m_shown.clear();
        showProblem({});
        showView(View::Models);
        return;
    }
    m_header->setTitle(scenario.workload == QStringLiteral("workflow") ? tr("Workflow")
                       : scenario.workload == QStringLiteral("agent")  ? tr("Agent")
                                                                       : tr("Team"));
    m_header->setSecondary(graphSummary(scenario));
    if (const QString text = workloadText(scenario); text != m_shown) {
        m_shown = text;
        m_graph->setGraph(graphOf(scenario));
        const Result<Scenario> typed = withWorkloadText(scenario, m_editor->toPlainText());
        if (!typed || workloadText(*typed) != text) { // not what a person typed just now
            const QSignalBlocker blocker(m_editor);
            m_editor->setPlainText(text);
            m_typed->stop();
            showProblem({});
        }
    }
    if (isNew)
        showView(View::Graph);
}

void WorkloadPanel::applyText()
{
    const Result<Scenario> changed = withWorkloadText(m_document.scenario(), m_editor->toPlainText());
    showProblem(changed ? QString() : changed.error());
    if (!changed || *changed == m_document.scenario())
        return;
    m_document.edit(tr("Edit the workload"), QStringLiteral("workload"), [&](Scenario &scenario) {
        scenario.workflow = changed->workflow;
        scenario.agent = changed->agent;
        scenario.team = changed->team;
    });
}

QString WorkloadPanel::problem() const { return m_problem->text(); }

void WorkloadPanel::showProblem(const QString &sentence)
{
    m_problem->setText(sentence.isEmpty() ? QString() : tr("%1. The last text without errors is what runs.").arg(sentence));
    m_problem->setVisible(!sentence.isEmpty() && m_stack->currentWidget() == m_editor);
}

/// The text, at the step of that name.
void WorkloadPanel::openStep(const QString &name)
{
    showView(View::Json);
    const QTextCursor found = m_editor->document()->find(u'"' + name + u'"');
    if (!found.isNull())
        m_editor->setTextCursor(QTextCursor(found.block()));
    m_editor->centerCursor();
    m_editor->setFocus();
}

} // namespace interleave
