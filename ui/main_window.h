// The window: menus, toolbar, one page per workspace, docks and the status bar, wired to the scenario document and the run
// controller. Nothing is measured or computed here. GUI thread.
#pragma once

#include "run/run_controller.h"
#include "ui/main_toolbar.h"

#include <QElapsedTimer>
#include <QMainWindow>
#include <QTimer>

QT_BEGIN_NAMESPACE
class QStackedWidget;
QT_END_NAMESPACE

namespace interleave {

class ComparePage;
class EditPage;
class Estimates;
class InspectorPanel;
class NoticeBar;
class RunPage;
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

protected:
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void makePages();
    void makeDocks();
    void makeMenus();
    void connectController();

    void setWorkspace(Workspace workspace);
    void updateToolBar();
    void scenarioChanged();
    void runAll();
    void runSelected();
    void run(const QStringList &models);
    void stop();
    void frame();
    void runStarted(int index);
    void runFinished(int index);
    void finished();
    void showRun(int index);
    void showProblem(const QString &sentence);
    void showReasons();

    ScenarioDocument *m_document;
    RunController *m_controller;
    Estimates *m_estimates;
    ScenarioFiles *m_files;

    MainToolBar *m_toolBar = nullptr;
    StatusStrip *m_status = nullptr;
    NoticeBar *m_notice = nullptr;
    QStackedWidget *m_pages = nullptr;
    EditPage *m_editPage = nullptr;
    RunPage *m_runPage = nullptr;
    ComparePage *m_comparePage = nullptr;
    InspectorPanel *m_inspector = nullptr;
    SourceView *m_source = nullptr;
    QDockWidget *m_inspectorDock = nullptr;
    QDockWidget *m_sourceDock = nullptr;
    QAction *m_stopAction = nullptr;
    QList<QAction *> m_idleActions; // only while nothing runs

    Workspace m_workspace = Workspace::Edit;
    QTimer m_frame; // repaints what grows while a run goes on
    QElapsedTimer m_sinceStart;
};

} // namespace interleave
