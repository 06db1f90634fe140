// The window: toolbar, menus, one page per workspace, docks and the status bar, wired to the scenario document and to what
// shows the runs (ui/run/run_presenter). Nothing is measured or computed here. GUI thread.
#pragma once

#include "ui/main_toolbar.h"

#include <QMainWindow>
#include <QTimer>

class QDockWidget;
class QStackedWidget;

namespace interleave {

class ComparePage;
class EditPage;
class EndpointDesk;
class Estimates;
class HistoryPage;
class InspectorPanel;
class NoticeBar;
class PredictionPanel;
class ResultExport;
class RunController;
class RunPage;
class RunPresenter;
struct Scenario;
class ScenarioDocument;
class ScenarioFiles;
class SourceView;
class StatusStrip;

class MainWindow : public QMainWindow
{
    Q_OBJECT
public:
    explicit MainWindow(QWidget *parent = nullptr);
    ~MainWindow() override;

    /// A scenario's file instead of the last session's, or files of runs, which are shown.
    void openFiles(const QStringList &paths);
    bool isRunning() const;
    ScenarioDocument &document() { return *m_document; }
    RunController &controller() { return *m_controller; }
    ScenarioFiles &files() { return *m_files; }

Q_SIGNALS:
    /// Runs from files are on the Run and Compare pages.
    void runsShown();

protected:
    bool event(QEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void makeFrame();
    void makeMenus();
    /// The Run and Compare workspaces: made when the first picture is on the screen, or when they are asked for before.
    void makeRunViews();
    void makeDocks();
    void connectRuns();
    void connectHistory();
    /// No program deletes what is shown.
    void holdShownRuns();
    void connectDocument();
    void showRuns(const QStringList &paths);
    void updateTitle();

    void setWorkspace(Workspace workspace);
    void updateToolBar();
    void scenarioChanged();
    void showEstimates();
    void run(const QStringList &models);
    void sweepLoad();
    void start(const Scenario &scenario);
    void runAll();
    void runSelected();
    void roundFinished();
    void showProblem(const QString &sentence);
    void showReasons();

    ScenarioDocument *m_document;
    ScenarioFiles *m_files;
    RunController *m_controller;
    Estimates *m_estimates;
    EndpointDesk *m_endpoints;
    MainToolBar *m_toolBar = nullptr;
    StatusStrip *m_status = nullptr;
    NoticeBar *m_notice = nullptr;
    QStackedWidget *m_pages = nullptr;
    EditPage *m_editPage = nullptr;
    PredictionPanel *m_prediction = nullptr;
    RunPage *m_runPage = nullptr;
    ComparePage *m_comparePage = nullptr;
    HistoryPage *m_historyPage = nullptr;
    InspectorPanel *m_inspector = nullptr;
    SourceView *m_source = nullptr;
    QDockWidget *m_inspectorDock = nullptr;
    QDockWidget *m_sourceDock = nullptr;
    RunPresenter *m_presenter = nullptr;
    ResultExport *m_export = nullptr;

    QMenu *m_viewMenu = nullptr;
    QAction *m_runAllAction = nullptr;
    QAction *m_runSelectedAction = nullptr;
    QAction *m_stopAction = nullptr;

    Workspace m_workspace = Workspace::Edit;
    bool m_closesAfterRun = false; // it was closed in a run, which is being stopped
    QTimer m_warmUp;               // starts the simulator a moment after the last change
};

} // namespace interleave
