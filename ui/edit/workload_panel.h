// The middle column of the Edit workspace: the execution models, and, where jobs are more than a call, the workload beside them: its graph,
// and its JSON, edited with errors in place. The last text without errors is what runs. GUI thread.
#pragma once

#include <QFrame>

class QLabel;
class QPlainTextEdit;
class QScrollArea;
class QStackedWidget;
class QTimer;

namespace interleave {

class ModelPanel;
class PanelHeader;
class ScenarioDocument;
class SegmentedControl;
class WorkloadGraph;

class WorkloadPanel : public QFrame
{
    Q_OBJECT
public:
    explicit WorkloadPanel(ScenarioDocument &document, QWidget *parent = nullptr);

    ModelPanel *modelPanel() const { return m_models; }
    WorkloadGraph *graph() const { return m_graph; }
    QPlainTextEdit *editor() const { return m_editor; }
    /// What is wrong with the text, as it is shown; empty: nothing.
    QString problem() const;
    enum class View { Graph, Json, Models };
    void showView(View view);

Q_SIGNALS:
    /// The selected step is to be edited.
    void formRequested();

private:
    void follow();
    void applyText();
    void showProblem(const QString &sentence);
    void openStep(const QString &name);

    ScenarioDocument &m_document;
    PanelHeader *m_header;
    SegmentedControl *m_views;
    QStackedWidget *m_stack;
    QScrollArea *m_area;
    WorkloadGraph *m_graph;
    QPlainTextEdit *m_editor;
    ModelPanel *m_models;
    QLabel *m_problem;
    QTimer *m_typed;
    QString m_shown; // the workload's text as the document has it
};

} // namespace interleave
