// The Edit workspace: prompts, execution models (or the graph of the workload) and set-up (or the selected step) side by side, and below
// them the prediction,
// over which the run will be drawn. GUI thread.
#pragma once

#include <QWidget>

class QSplitter;

namespace interleave {

class ModelPanel;
class WorkloadPanel;
class PredictionPanel;
class PromptPanel;
class ScenarioDocument;
class SetupPanel;
class SidePanel;

class EditPage : public QWidget
{
    Q_OBJECT
public:
    explicit EditPage(ScenarioDocument &document, QWidget *parent = nullptr);

    PromptPanel *promptPanel() const { return m_prompts; }
    ModelPanel *modelPanel() const;
    WorkloadPanel *workloadPanel() const { return m_workload; }
    SetupPanel *setupPanel() const;
    SidePanel *sidePanel() const { return m_side; }
    PredictionPanel *predictionPanel() const { return m_prediction; }

    /// Sizes of the splitters, for the window's settings.
    QByteArray saveState() const;
    void restoreState(const QByteArray &state);

private:
    void connectForm();

    QSplitter *m_halves;
    QSplitter *m_columns;
    PromptPanel *m_prompts;
    WorkloadPanel *m_workload;
    SidePanel *m_side;
    PredictionPanel *m_prediction;
};

} // namespace interleave
