// The 52 px bar at the top: workspace switch, scenario menu, a two-line state, and the one filled button of the screen at
// its right end. Knows no engine: the main window sets texts and listens. GUI thread.
#pragma once

#include <QToolBar>

class QLabel;
class QMenu;
class QToolButton;

namespace interleave {

class ActionButton;
class SegmentedControl;

enum class Workspace { Edit, Run, Compare, History };

class MainToolBar : public QToolBar
{
    Q_OBJECT
public:
    explicit MainToolBar(QMenu *scenarioMenu, QWidget *parent = nullptr);

    void setWorkspace(Workspace workspace); ///< does not emit
    void setScenarioName(const QString &name, bool modified);
    /// First line strong, second line quiet.
    void setState(const QString &first, const QString &second);

    /// "Run all five"; disabled with a reason when nothing can run. The primary button while nothing runs.
    void showRun(const QString &text, const QString &whyNot);
    void showStop();
    /// The Compare workspace: Export is the primary action, Run again beside it is neutral.
    void showExport();

Q_SIGNALS:
    void workspaceChosen(interleave::Workspace workspace);
    void runChosen();
    void stopChosen();
    void exportChosen();

private:
    void showButtons(ActionButton *primary, ActionButton *neutral);

    SegmentedControl *m_workspaces;
    QToolButton *m_scenario;
    QLabel *m_first;
    QLabel *m_second;
    ActionButton *m_run;
    ActionButton *m_runAgain;
    ActionButton *m_stop;
    ActionButton *m_export;
};

} // namespace interleave
