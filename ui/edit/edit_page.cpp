#include "ui/edit/edit_page.h"

#include "ui/edit/model_panel.h"
#include "ui/edit/prediction_panel.h"
#include "ui/edit/prompt_panel.h"
#include "ui/edit/side_panel.h"
#include "ui/edit/step_form.h"
#include "ui/edit/workload_graph.h"
#include "ui/edit/workload_panel.h"

#include <QDataStream>
#include <QIODevice>
#include <QSplitter>
#include <QVBoxLayout>

namespace interleave {

static constexpr int upperHeight = 428;

// Widgets are made inside of their parents: a style sheet is matched again against all that moves to another one.
EditPage::EditPage(ScenarioDocument &document, QWidget *parent)
    : QWidget(parent)
    , m_halves(new QSplitter(Qt::Vertical, this))
    , m_columns(new QSplitter(Qt::Horizontal, m_halves))
    , m_prompts(new PromptPanel(document, m_columns))
    , m_workload(new WorkloadPanel(document, m_columns))
    , m_side(new SidePanel(document, m_columns))
    , m_prediction(new PredictionPanel(m_halves))
{
    m_columns->setHandleWidth(1);
    m_columns->setChildrenCollapsible(false);
    m_columns->addWidget(m_prompts);
    m_columns->addWidget(m_workload);
    m_columns->addWidget(m_side);
    m_columns->setStretchFactor(0, 0);
    m_columns->setStretchFactor(1, 1);
    m_columns->setStretchFactor(2, 0);
    m_columns->setSizes({420, 616, 403});

    m_halves->setHandleWidth(1);
    m_halves->setChildrenCollapsible(false);
    m_halves->addWidget(m_columns);
    m_halves->addWidget(m_prediction);
    m_halves->setStretchFactor(0, 0);
    m_halves->setStretchFactor(1, 1);
    m_halves->setSizes({upperHeight, upperHeight});

    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_halves);
    setFocusProxy(m_prompts);
    connectForm();
}

void EditPage::connectForm()
{
    WorkloadGraph *graph = m_workload->graph();
    StepForm *form = m_side->stepForm();
    form->showStep(graph->selectedPath());
    connect(graph, &WorkloadGraph::stepSelected, form, &StepForm::showStep);
    connect(form, &StepForm::stepRequested, graph, &WorkloadGraph::setSelectedPath);
    connect(graph, &WorkloadGraph::addRequested, form, &StepForm::addStep);
    connect(graph, &WorkloadGraph::duplicateRequested, form, &StepForm::duplicateStep);
    connect(graph, &WorkloadGraph::removeRequested, form, &StepForm::removeStep);
    const auto show = [this] {
        if (!m_workload->graph()->selectedPath().isEmpty())
            m_side->showPage(SidePanel::Page::Step);
    };
    connect(graph, &WorkloadGraph::selectedByHand, m_side, show);
    connect(graph, &WorkloadGraph::renameRequested, form, [show, form] {
        show();
        form->startRenaming();
    });
    connect(m_workload, &WorkloadPanel::formRequested, form, [show, form] {
        show();
        form->focusFirst();
    });
}

SetupPanel *EditPage::setupPanel() const { return m_side->setupPanel(); }

ModelPanel *EditPage::modelPanel() const { return m_workload->modelPanel(); }

QByteArray EditPage::saveState() const
{
    QByteArray state;
    QDataStream stream(&state, QIODevice::WriteOnly);
    stream << m_columns->saveState() << m_halves->saveState();
    return state;
}

void EditPage::restoreState(const QByteArray &state)
{
    QDataStream stream(state);
    QByteArray columns, halves;
    stream >> columns >> halves;
    if (stream.status() != QDataStream::Ok)
        return;
    m_columns->restoreState(columns);
    m_halves->restoreState(halves);
}

} // namespace interleave
