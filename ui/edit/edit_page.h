// The Edit workspace: prompts, execution models (and the graph of the workload) and set-up side by side, and below them the prediction,
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

class EditPage : public QWidget
{
    Q_OBJECT
public:
    explicit EditPage(ScenarioDocument &document, QWidget *parent = nullptr);

    PromptPanel *promptPanel() const { return m_prompts; }
    ModelPanel *modelPanel() const;
    WorkloadPanel *workloadPanel() const { return m_workload; }
    SetupPanel *setupPanel() const { return m_setup; }
    PredictionPanel *predictionPanel() const { return m_prediction; }

    /// Sizes of the splitters, for the window's settings.
    QByteArray saveState() const;
    void restoreState(const QByteArray &state);

private:
    QSplitter *m_halves;
    QSplitter *m_columns;
    PromptPanel *m_prompts;
    WorkloadPanel *m_workload;
    SetupPanel *m_setup;
    PredictionPanel *m_prediction;
};

} // namespace interleave
