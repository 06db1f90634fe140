// The Edit workspace: prompts, execution models and set-up side by side, and below them the timeline that the window gives
// (the prediction, over which the run will be drawn). GUI thread.
#pragma once

#include <QWidget>

class QSplitter;

namespace interleave {

class ModelPanel;
class PromptPanel;
class ScenarioDocument;
class SetupPanel;

class EditPage : public QWidget
{
    Q_OBJECT
public:
    /// Takes the timeline over.
    EditPage(ScenarioDocument &document, QWidget *timeline, QWidget *parent = nullptr);

    PromptPanel *promptPanel() const { return m_prompts; }
    ModelPanel *modelPanel() const { return m_models; }
    SetupPanel *setupPanel() const { return m_setup; }

    /// Sizes of the splitters, for the window's settings.
    QByteArray saveState() const;
    void restoreState(const QByteArray &state);

private:
    PromptPanel *m_prompts;
    ModelPanel *m_models;
    SetupPanel *m_setup;
    QSplitter *m_columns;
    QSplitter *m_halves;
};

} // namespace interleave
