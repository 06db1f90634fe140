#include "ui/main_window.h"

#include "core/clock.h"
#include "run/catalog.h"
#include "ui/estimates.h"
#include "ui/itemmodels/scenario_document.h"
#include "ui/panels/compare_page.h"
#include "ui/panels/edit_page.h"
#include "ui/panels/inspector_panel.h"
#include "ui/panels/model_panel.h"
#include "ui/panels/queue_strip.h"
#include "ui/panels/run_page.h"
#include "ui/panels/source_view.h"
#include "ui/scenario_files.h"
#include "ui/status_strip.h"
#include "ui/timeline/timeline_view.h"
#include "ui/widgets/notice_bar.h"
#include "ui/widgets/panel_header.h"
#include "ui/window_settings.h"

#include <QCloseEvent>
#include <QDockWidget>
#include <QListView>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace interleave {

static constexpr int frameMs = 16;

MainWindow::MainWindow(QWidget *parent)
    : QMainWindow(parent)
    , m_document(new ScenarioDocument(this))
    , m_controller(new RunController(this))
    , m_estimates(new Estimates(this))
    , m_files(new ScenarioFiles(*m_document, this))
{
    setWindowTitle(QStringLiteral("Interleave"));
    setMinimumSize(1024, 680);
    resize(1440, 900);
    makePages();
    makeDocks();
    makeMenus();
    connectController();

    connect(m_document, &ScenarioDocument::changed, this, &MainWindow::scenarioChanged);
    connect(m_estimates, &Estimates::ready, this, &MainWindow::showEstimates);
    connect(m_files, &ScenarioFiles::nameChanged, this, &MainWindow::updateToolBar);
    connect(m_files, &ScenarioFiles::failed, this, &MainWindow::showProblem);
    m_frame.setInterval(frameMs);
    connect(&m_frame, &QTimer::timeout, this, &MainWindow::frame);

    m_files->restore();
    window_settings::restoreLayout(*this);
    scenarioChanged();
    setWorkspace(Workspace::Edit);
}

MainWindow::~MainWindow() = default;

void MainWindow::makePages()
{
    m_toolBar = new MainToolBar(m_files->scenarioMenu(), this);
    addToolBar(m_toolBar);
    connect(m_toolBar, &MainToolBar::workspaceChosen, this, &MainWindow::setWorkspace);
    connect(m_toolBar, &MainToolBar::runChosen, this, &MainWindow::runAll);
    connect(m_toolBar, &MainToolBar::stopChosen, this, &MainWindow::stop);
    m_status = new StatusStrip(this);
    setStatusBar(m_status);
    connect(m_status, &StatusStrip::verdictClicked, this, &MainWindow::showReasons);

    auto *central = new QWidget(this);
    auto *layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_notice = new NoticeBar(central);
    m_pages = new QStackedWidget(central);
    layout->addWidget(m_notice);
    layout->addWidget(m_pages, 1);
    setCentralWidget(central);

    m_prediction = new PredictionPanel(central);
    m_editPage = new EditPage(*m_document, m_prediction, m_pages);
    m_runPage = new RunPage(m_pages);
    m_comparePage = new ComparePage(m_pages);
    m_pages->addWidget(m_editPage);
    m_pages->addWidget(m_runPage);
    m_pages->addWidget(m_comparePage);
    connect(m_runPage->queue(), &QueueStrip::runSelected, this, &MainWindow::showRun);
    connect(m_comparePage, &ComparePage::runRequested, this, [this](int run) {
        setWorkspace(Workspace::Run);
        showRun(run);
    });
}

static QDockWidget *makeDock(const QString &name, const QString &title, QWidget *content, QMainWindow *window)
{
    auto *dock = new QDockWidget(title, window);
    dock->setObjectName(name);
    dock->setWidget(content);
    dock->setFeatures(QDockWidget::DockWidgetClosable);
    dock->setTitleBarWidget(new QWidget(dock)); // the panels have headers of their own
    window->addDockWidget(Qt::RightDockWidgetArea, dock);
    return dock;
}

void MainWindow::makeDocks()
{
    m_inspector = new InspectorPanel(this);
    m_inspectorDock = makeDock(QStringLiteral("inspectorDock"), tr("Inspector"), m_inspector, this);
    m_source = new SourceView(this);
    m_sourceDock = makeDock(QStringLiteral("sourceDock"), tr("Source"), m_source, this);
    m_sourceDock->hide();
    connect(m_runPage->timeline(), &TimelineView::callSelected, m_inspector, &InspectorPanel::selectCall);
    connect(m_editPage->modelPanel(), &ModelPanel::sourceRequested, this, [this](const QString &model) {
        m_source->showModel(model);
        m_sourceDock->show();
    });
}

void MainWindow::setWorkspace(Workspace workspace)
{
    m_workspace = workspace;
    m_pages->setCurrentIndex(static_cast<int>(workspace));
    m_toolBar->setWorkspace(workspace);
    m_inspectorDock->setVisible(workspace == Workspace::Run);
    if (workspace != Workspace::Edit)
        m_sourceDock->hide();
    updateToolBar();
}

void MainWindow::scenarioChanged()
{
    m_estimates->update(m_document->scenario());
    m_warmUp.start();
    updateToolBar();
}

void MainWindow::updateToolBar()
{
    const Scenario &scenario = m_document->scenario();
    m_toolBar->setScenarioName(m_files->title(), m_files->isModified());
    if (m_controller->isRunning()) {
        m_toolBar->showStop();
        return;
    }
    if (m_workspace == Workspace::Compare && !m_controller->finishedRuns().isEmpty())
        m_toolBar->showExport();
    else
        m_toolBar->showRun(runText(scenario.models), m_document->problem());
    const auto runs = scenario.models.size() * scenario.repeats;
    m_toolBar->setState(tr("%1, %2").arg(tr("%n run(s)", nullptr, static_cast<int>(runs)),
                                         tr("%n call(s)", nullptr, static_cast<int>(runs) * scenario.plannedCalls())),
                        m_estimates->sentence());
}

void MainWindow::showEstimates()
{
    m_prediction->setPredictions(m_estimates->predictions());
    updateToolBar();
}

void MainWindow::runAll() { run(m_document->scenario().models); }

void MainWindow::runSelected() { run({m_editPage->modelPanel()->currentModel()}); }

void MainWindow::run(const QStringList &models)
{
    if (m_controller->isRunning())
        return;
    m_notice->clear();
    Scenario scenario = m_document->scenario();
    scenario.models = models;
    m_files->remember();
    m_controller->start(scenario);
}

void MainWindow::stop() { m_controller->stop(); }

void MainWindow::closeEvent(QCloseEvent *event)
{
    window_settings::saveLayout(*this);
    m_files->remember();
    event->accept();
}

} // namespace interleave
